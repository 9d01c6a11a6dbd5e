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

/** Every figure that is beyond its limit: a line each, with what it was and what it is. */
export function failures(results: readonly Evaluation[], limits: Limits): string[] {
  return results.flatMap((result) => failuresOf(result, limits));
}

function failuresOf(result: Evaluation, limits: Limits): string[] {
  const { maxBpd, baseline, tolerance, slower } = limits;
  const what = `${result.file}, model ${result.model}`;
  const lines: string[] = [];
  const rate = result.bitsPerDim.file;
  if (maxBpd !== undefined && rate > maxBpd) {
    lines.push(`${what}: expected at most ${maxBpd} bits/dim, got ${rate.toFixed(5)}`);
  }
  if (!baseline) return lines;
  const before = baseline.entries.find((entry) => keyOf(entry) === keyOf(result));
  if (!before) {
    return [...lines, `${what}: the baseline has no figures of it; --update-baseline puts them in`];
  }
  if (rate > before.bitsPerDim * (1 + tolerance)) {
    const moved = `from ${before.bitsPerDim.toFixed(5)} to ${rate.toFixed(5)}`;
    const by = percent(rate / before.bitsPerDim - 1);
    lines.push(`${what}: bits/dim rose ${moved}, by ${by}; tolerated are ${percent(tolerance)}`);
  }
  if (slower === undefined) return lines;
  for (const [name, was, is] of [
    ['encoding', before.encodeRatio, result.speed.encodeRatio],
    ['decoding', before.decodeRatio, result.speed.decodeRatio],
  ] as const) {
    if (is >= was * (1 - slower)) continue;
    const moved = `from ${was.toPrecision(3)} to ${is.toPrecision(3)} of the calibration's`;
    const by = percent(1 - is / was);
    lines.push(
      `${what}: speed of ${name} fell ${moved}, by ${by}; tolerated are ${percent(slower)}`,
    );
  }
  return lines;
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
