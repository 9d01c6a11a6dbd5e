import { basename } from 'node:path';
import { CrayError } from '../errors.js';
import { type Baseline, baselineSchema, type Evaluation } from './schema.js';

/** What figures have to keep to; what is left out is not looked at. */
export interface Limits {
  /** Most bits for each element, of the whole file. */
  readonly maxBpd?: number | undefined;
  /** Figures of before. */
  readonly baseline?: Baseline | undefined;
  /** By what share bits/dim may be above the baseline. */
  readonly tolerance: number;
  /** By what share speeds may be below the baseline. */
  readonly slower?: number | undefined;
}

/** What came of a figure that has a limit, in a line: what it is, and how far that is from the limit. */
export interface Verdict {
  readonly passed: boolean;
  readonly text: string;
}

/** Looks at every figure that has a limit. */
export function verdicts(results: readonly Evaluation[], limits: Limits): Verdict[] {
  return results.flatMap((result) => {
    const what = `${result.file}, model ${result.model}`;
    return [...againstMost(result, limits), ...againstBaseline(result, results, limits)].map(
      ({ passed, text }) => ({ passed, text: `${what}: ${text}` }),
    );
  });
}

function againstMost(result: Evaluation, { maxBpd }: Limits): Verdict[] {
  const { file: rate } = result.bitsPerDim;
  if (maxBpd === undefined || result.dataset !== undefined) return [];
  const passed = rate <= maxBpd;
  const text = passed
    ? `${rate.toFixed(5)} bits/dim, ${percent(1 - rate / maxBpd)} below the limit of ${maxBpd}`
    : `expected at most ${maxBpd} bits/dim, got ${rate.toFixed(5)}`;
  return [{ passed, text }];
}

function againstBaseline(
  result: Evaluation,
  all: readonly Evaluation[],
  { baseline, tolerance, slower }: Limits,
): Verdict[] {
  if (!baseline) return [];
  const before = baseline.entries.find((entry) => keyOf(entry) === keyOf(result));
  if (!before) return [{ passed: false, text: missing(result, all, baseline) }];
  const verdicts = [rateAgainst(before.bitsPerDim, result.bitsPerDim.file, tolerance)];
  if (slower === undefined) return verdicts;
  const { encodeRatio, decodeRatio } = result.speed;
  return [
    ...verdicts,
    speedAgainst('encoding', before.encodeRatio, encodeRatio, slower),
    speedAgainst('decoding', before.decodeRatio, decodeRatio, slower),
  ];
}

/** What to say of a file and a model that a baseline does not have: perhaps the model had another name. */
function missing(result: Evaluation, all: readonly Evaluation[], { entries }: Baseline): string {
  const models = entries
    .filter(({ file }) => basename(file) === basename(result.file))
    .filter((entry) => !all.some((other) => keyOf(other) === keyOf(entry)))
    .map(({ model, bitsPerDim }) => `${model} (${bitsPerDim.toFixed(5)} bits/dim)`);
  if (models.length === 0) {
    return 'the baseline has no figures of it; --update-baseline puts them in';
  }
  const rate = result.bitsPerDim.file.toFixed(5);
  return (
    `the baseline has no figures of this model, but of ${models.join(', ')}: if that is its name of before, ` +
    `--update-baseline puts in the new one, with ${rate} bits/dim`
  );
}

function rateAgainst(was: number, is: number, tolerance: number): Verdict {
  const tolerated = `tolerated are ${percent(tolerance)}`;
  if (is > was * (1 + tolerance)) {
    const moved = `from ${was.toFixed(5)} to ${is.toFixed(5)}, by ${percent(is / was - 1)}`;
    return { passed: false, text: `bits/dim rose ${moved}; ${tolerated}` };
  }
  const text = `${is.toFixed(5)} bits/dim, ${against(was, is)} of the baseline, ${was.toFixed(5)}`;
  return { passed: true, text: `${text}; ${tolerated} more` };
}

function speedAgainst(name: string, was: number, is: number, slower: number): Verdict {
  const tolerated = `tolerated are ${percent(slower)}`;
  const [before, now] = [was.toPrecision(3), is.toPrecision(3)];
  if (is < was * (1 - slower)) {
    const moved = `from ${before} to ${now} of the calibration's, by ${percent(1 - is / was)}`;
    return { passed: false, text: `speed of ${name} fell ${moved}; ${tolerated}` };
  }
  const text = `speed of ${name} ${now} of the calibration's, ${against(was, is)} of the baseline, ${before}`;
  return { passed: true, text: `${text}; ${tolerated} less` };
}

/** How a figure is to that of before: "0.5 % below that". */
function against(was: number, is: number): string {
  if (is === was) return 'the same as that';
  return `${percent(Math.abs(is / was - 1))} ${is < was ? 'below' : 'above'} that`;
}

/** The baseline with these results in the place of those of the same files and models. */
export function updated(baseline: Baseline | undefined, results: readonly Evaluation[]): Baseline {
  const entries = new Map((baseline?.entries ?? []).map((entry) => [keyOf(entry), entry]));
  for (const result of results) {
    entries.set(keyOf(result), {
      file: basename(result.file),
      model: result.model,
      bitsPerDim: result.bitsPerDim.file,
      encodeRatio: Number(result.speed.encodeRatio.toPrecision(3)),
      decodeRatio: Number(result.speed.decodeRatio.toPrecision(3)),
    });
  }
  return { schema: 'craystack-baseline-1', entries: [...entries.values()] };
}

/**
 * Reads a baseline.
 *
 * @param where what to call it in errors.
 * @throws CrayError BASELINE_INVALID for what is none, or one of another schema.
 */
export function parseBaseline(json: string, where: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    const message = `${where}: not JSON: ${(cause as Error).message}`;
    throw new CrayError('BASELINE_INVALID', message, { cause });
  }
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (schema !== 'craystack-baseline-1') {
    const got = schema === undefined ? 'none' : JSON.stringify(schema);
    throw new CrayError(
      'BASELINE_INVALID',
      `${where}: schema: expected "craystack-baseline-1", got ${got}`,
    );
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') || '(top level)';
  throw new CrayError('BASELINE_INVALID', `${where}: ${path}: ${issue?.message}`);
}

/** A file is the same wherever it lies. */
function keyOf({ file, model }: { readonly file: string; readonly model: string }): string {
  return `${basename(file)}\n${model}`;
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}
