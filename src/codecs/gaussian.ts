import { checkPrecision, mostWords, popVector, run } from '../ans/coder.js';
import { standardEdges } from '../distributions/standardBins.js';
import { makeTables } from '../distributions/tables.js';
import { ArgumentError, CrayError, OutsideSupportError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';
import { tabled } from './tabled.js';

/** Parameters of {@link gaussianStandardBins}. */
export interface GaussianParameters {
  /** One a symbol. */
  readonly mean: Float64Array;
  /** Standard deviations, one a symbol, positive. */
  readonly std: Float64Array;
  /** There are 2^binBits bins of equal mass under the standard Gaussian; 1 … 16. */
  readonly binBits: number;
  /** Bits of the coder's intervals, 1 … 31. */
  readonly precision: number;
  /**
   * Whether every bin has a frequency of at least 1 (default: false). A posterior does not need it; a
   * prior or a likelihood of latents does, since they have to code what a posterior samples. It
   * takes a table for each symbol, and so more time.
   */
  readonly rebalanced?: boolean;
}

/**
 * A diagonal Gaussian over the bins of equal mass of the standard Gaussian: a symbol is the index
 * of a bin. As a posterior beside a prior that is uniform over the bins, this is how bits-back
 * coding discretises latents (Townsend et al., 2019, section 2.5.1). Unless rebalanced, a bin whose
 * mass rounds to nothing at this precision is outside the support: pop never gives it and push
 * refuses it.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose parameters are not finite, or
 * whose standard deviation is not positive.
 */
export function gaussianStandardBins(parameters: GaussianParameters): Codec<Uint32Array> {
  const { mean, std, binBits, precision, rebalanced = false } = parameters;
  checkGaussians(mean, std);
  const bins = powerOfTwo(binBits);
  const over = { edges: standardEdges(binBits), binBits, bins, standard: true };
  const parameterised = { mean, std, precision };
  return rebalanced ? rebalancedOver(over, parameterised) : gaussianOver(over, parameterised);
}

/**
 * @throws RangeError unless there are as many deviations as means.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose mean is not finite, or whose
 * deviation is not positive and finite.
 */
export function checkGaussians(mean: Float64Array, std: Float64Array): void {
  const n = mean.length;
  if (std.length !== n) throw new ArgumentError(`expected ${n} deviations, got ${std.length}`);
  for (let i = 0; i < n; i++) {
    const [m, s] = [mean[i] as number, std[i] as number];
    if (!Number.isFinite(m) || !(s > 0 && s < Infinity)) {
      throw new CrayError(
        'PARAMETERS_INVALID',
        `lane ${i}: expected a finite mean and a positive finite deviation, got ${m} and ${s}`,
      );
    }
  }
}

/** Bins of the real line, the same for every symbol. */
export interface Bins {
  /** 2^binBits + 1 edges that do not fall, from -∞ to ∞; those from `bins` on are ∞. */
  readonly edges: Float64Array;
  readonly binBits: number;
  readonly bins: number;
  /** Whether the edges are those of standardEdges, which are found without a search. */
  readonly standard: boolean;
}

/** Gaussians, checked before, over any bins: a symbol is the index of a bin. */
export function gaussianOver(
  { edges, binBits, bins, standard }: Bins,
  { mean, std, precision }: Omit<GaussianParameters, 'binBits' | 'rebalanced'>,
): Codec<Uint32Array> {
  const n = mean.length;
  checkPrecision(precision, 1);
  return {
    push(message, symbols) {
      checkSize(symbols, n);
      const words = mostWords(n, precision, message.heads.length);
      const p = BigInt(precision);
      run(message, words, [edges, mean, std, symbols, n, n], (heads, lanes, tail, args) => {
        const [e, m, s, x, starts, freqs] = args as [
          number,
          number,
          number,
          number,
          number,
          number,
        ];
        const end = kernels.call.gaussianPush(heads, lanes, tail, e, bins, m, s, x, n, p);
        if (end > 0) return end;
        checkSymbols(symbols, bins);
        kernels.call.gaussianIntervals(e, m, s, x, starts, freqs, n, p);
        const bad = kernels.u32(freqs, n).indexOf(0);
        throw new OutsideSupportError(`lane ${bad}: ${symbols[bad]} is outside the support`);
      });
    },
    pop: (message) =>
      popVector(message, n, precision, [edges, mean, std], (heads, lanes, tail, out, args) => {
        const [e, m, s] = args as [number, number, number];
        const p = BigInt(precision);
        return kernels.call.gaussianPop(heads, lanes, tail, e, binBits, standard, m, s, out, n, p);
      }),
  };
}

/**
 * The same with a frequency of at least 1 for every bin.
 *
 * @throws CrayError PARAMETERS_INVALID naming the first lane for whose bins 2^precision is too small.
 */
export function rebalancedOver(
  { edges, bins }: Bins,
  { mean, std, precision }: Omit<GaussianParameters, 'binBits' | 'rebalanced'>,
): Codec<Uint32Array> {
  const shape = { rows: mean.length, symbols: bins, precision };
  const used = edges.subarray(0, bins + 1);
  return tabled(
    makeTables(shape, [mean, std, used, bins], (out, args) => {
      const [m, s, e, scratch] = args as [number, number, number, number];
      return kernels.call.gaussianTables(
        m,
        s,
        e,
        out,
        shape.rows,
        bins,
        BigInt(precision),
        scratch,
      );
    }),
  );
}
