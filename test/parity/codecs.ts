import { flatten, unflatten } from '../../src/ans/flatten.js';
import type { Message } from '../../src/ans/message.js';
import { benford64 } from '../../src/codecs/benford64.js';
import { bernoulli } from '../../src/codecs/bernoulli.js';
import { bigUniform } from '../../src/codecs/bigUniform.js';
import { categorical } from '../../src/codecs/categorical.js';
import { categoricalWeights } from '../../src/codecs/categoricalWeights.js';
import type { Codec } from '../../src/codecs/codec.js';
import { gaussianStandardBins } from '../../src/codecs/gaussian.js';
import { gaussianBins } from '../../src/codecs/gaussianBins.js';
import { logistic } from '../../src/codecs/logistic.js';
import { logisticMixture } from '../../src/codecs/logisticMixture.js';

/** An entry of the section `codecs`: `before`, with `symbols` pushed, is `after`. */
export interface CodecEntry {
  readonly name: string;
  readonly lanes: number;
  // biome-ignore lint/suspicious/noExplicitAny: each codec has its own, as Python names them.
  readonly params: any;
  readonly symbols: readonly (number | string)[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** What came of one entry: neither differences nor near misses means identical. */
export interface CodecOutcome {
  readonly section: 'codecs';
  readonly name: string;
  readonly differences: readonly string[];
  /** Lanes whose interval differs by at most one unit at either end. */
  readonly near: readonly number[];
  /** Lanes compared where near misses are allowed. */
  readonly inexact: number;
}

/** Share of the intervals made of floats that may differ by a unit. */
const NEAR = 0.01;

type Vector = Uint32Array | BigUint64Array;
// biome-ignore lint/suspicious/noExplicitAny: vectors of either kind.
type AnyCodec = Codec<any>;

interface Made {
  readonly codec: AnyCodec;
  readonly big?: boolean;
  /** Bits, where the intervals come from functions that Python computes otherwise. */
  readonly inexact?: number;
}

const flat = (rows: readonly (readonly number[])[]) => Float64Array.from(rows.flat());
const numbers = (values: readonly number[]) => Float64Array.from(values);

/** A codec by the name that Python has for it. */
const CODECS: Readonly<Record<string, (params: CodecEntry['params'], lanes: number) => Made>> = {
  Bernoulli: (p) => ({ codec: bernoulli(numbers(p.p), p.precision) }),
  Categorical: (p, size) => ({
    codec: categorical(flat(p.probs), {
      symbols: p.probs[0].length,
      size,
      precision: p.precision,
    }),
  }),
  CategoricalNew: (p, size) => ({
    codec: categoricalWeights(flat(p.weights), {
      symbols: p.weights[0].length,
      size,
      precision: p.precision,
    }),
  }),
  Logistic_UnifBins: (p) => ({
    codec: logistic({
      means: numbers(p.means),
      logScales: numbers(p.log_scales),
      binBits: p.bin_precision,
      lower: p.bin_lb,
      upper: p.bin_ub,
      precision: p.coding_precision,
    }),
    inexact: p.coding_precision,
  }),
  LogisticMixture_UnifBins: (p) => ({
    codec: logisticMixture({
      components: p.means[0].length,
      means: flat(p.means),
      logScales: flat(p.log_scales),
      logits: flat(p.logit_probs),
      binBits: p.bin_precision,
      lower: p.bin_lb,
      upper: p.bin_ub,
      precision: p.coding_precision,
    }),
    inexact: p.coding_precision,
  }),
  DiagGaussian_StdBins: (p) => ({
    codec: gaussianStandardBins({
      mean: numbers(p.mean),
      std: numbers(p.stdd),
      binBits: p.bin_precision,
      precision: p.coding_precision,
    }),
    inexact: p.coding_precision,
  }),
  DiagGaussian_GaussianBins: (p) => ({
    codec: gaussianBins({
      mean: numbers(p.mean),
      std: numbers(p.stdd),
      binMean: numbers(p.bin_mean),
      binStd: numbers(p.bin_stdd),
      binBits: p.bin_precision,
      precision: p.coding_precision,
    }),
    inexact: p.coding_precision,
  }),
  BigUniform: (p) => ({ codec: bigUniform(Uint32Array.from(p.precisions)), big: true }),
  Benford64: (_, size) => ({ codec: benford64(size), big: true }),
};

/** Checks every entry, and that near misses are few over all of them. */
export function checkCodecs(entries: readonly CodecEntry[]): CodecOutcome[] {
  const outcomes = entries.map(checkCodecEntry);
  const near = outcomes.reduce((sum, o) => sum + o.near.length, 0);
  const inexact = outcomes.reduce((sum, o) => sum + o.inexact, 0);
  if (near < NEAR * inexact || near === 0) return outcomes;
  return outcomes.map((o) =>
    o.near.length === 0
      ? o
      : {
          ...o,
          differences: [...o.differences, `${near} of ${inexact} intervals differ by a unit`],
        },
  );
}

function checkCodecEntry(entry: CodecEntry): CodecOutcome {
  const { name, lanes, params, before, after } = entry;
  const section = 'codecs';
  const make = CODECS[name];
  if (!make) {
    return { section, name, differences: ['unknown codec'], near: [], inexact: 0 };
  }
  const { codec, big, inexact } = make(params, lanes);
  const symbols: Vector = big
    ? BigUint64Array.from(entry.symbols, BigInt)
    : Uint32Array.from(entry.symbols, Number);
  const message = unflatten(Uint32Array.from(before), lanes);
  codec.push(message, symbols);
  const pushed = flatten(message);
  const differences: string[] = [];
  const near: number[] = [];
  const at = firstDifference(pushed, after);
  if (at >= 0) {
    if (inexact === undefined) {
      differences.push(`after: expected ${after[at]} at ${at}, got ${pushed[at]}`);
    } else {
      const start = unflatten(Uint32Array.from(before), lanes);
      const wanted = unflatten(Uint32Array.from(after), lanes);
      near.push(...compareLanes(start, { ours: message, wanted, precision: inexact }, differences));
    }
  }
  const popped: Vector = codec.pop(message);
  if (popped.some((symbol, i) => symbol !== symbols[i])) {
    differences.push('pop does not give the symbols back');
  }
  if (firstDifference(flatten(message), before) >= 0) differences.push('pop does not undo push');
  return { section, name, differences, near, inexact: inexact === undefined ? 0 : lanes };
}

/**
 * One interval was pushed on every lane: finds ours from the heads, and whether one with either end
 * moved by at most a unit makes Python's head.
 *
 * @returns the lanes where that is so; others that differ are added to the differences.
 */
function compareLanes(
  start: Message,
  heads: { readonly ours: Message; readonly wanted: Message; readonly precision: number },
  differences: string[],
): number[] {
  const near: number[] = [];
  const p = BigInt(heads.precision);
  start.heads.forEach((before, lane) => {
    const ours = heads.ours.heads[lane] as bigint;
    const wanted = heads.wanted.heads[lane] as bigint;
    if (ours === wanted) return;
    // Intervals [start, start + freq) that lead to a head are those with these quotients.
    const makes = (start: bigint, freq: bigint, head: bigint) => {
      if (freq < 1n) return false;
      const x = before >= freq << (63n - p) ? before >> 32n : before;
      return ((x / freq) << p) + (x % freq) + start === head;
    };
    const total = 1n << p;
    for (let freq = 1n; freq <= total; freq++) {
      const x = before >= freq << (63n - p) ? before >> 32n : before;
      if (x / freq !== ours >> p) continue;
      const at = (ours & (total - 1n)) - (x % freq);
      if (at < 0n || at + freq > total) continue;
      for (const low of [-1n, 0n, 1n]) {
        for (const high of [-1n, 0n, 1n]) {
          if (makes(at + low, freq + high - low, wanted)) {
            near.push(lane);
            return;
          }
        }
      }
    }
    differences.push(`lane ${lane}: the interval differs by more than a unit`);
  });
  return near;
}

function firstDifference(got: ArrayLike<number>, expected: readonly number[]): number {
  const n = Math.max(got.length, expected.length);
  for (let i = 0; i < n; i++) if (got[i] !== expected[i]) return i;
  return -1;
}
