import { checkRange } from '../distributions/parameters.js';
import { ArgumentError } from '../errors.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Codec } from './codec.js';
import {
  type Bins,
  checkGaussians,
  type GaussianParameters,
  gaussianOver,
  rebalancedOver,
} from './gaussian.js';

/** Most bins. */
const MAX_BINS = 65536;

/** Parameters of {@link gaussianUniformBins}. */
export interface GaussianUniformBinsParameters
  extends Omit<GaussianParameters, 'binBits' | 'rebalanced'> {
  /** Number of bins, 1 … 65,536. */
  readonly bins: number;
  /** Lower edge of the first bin. */
  readonly lower: number;
  /** Upper edge of the last. */
  readonly upper: number;
  /**
   * Whether every bin has a frequency of at least 1 (default: true). Where it has not, no table is
   * made, and a bin whose mass rounds to nothing is outside the support.
   */
  readonly rebalanced?: boolean;
}

/**
 * A diagonal Gaussian over bins of one width: a symbol is the index of a bin, and the first and the
 * last bin have what lies beyond. (The Python craystack, when it rebalances, takes its `n_bins` for
 * the number of edges, one more than the bins.)
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose mean is not finite, whose
 * standard deviation is not positive, or for whose bins 2^precision is too small.
 */
export function gaussianUniformBins(parameters: GaussianUniformBinsParameters): Codec<Uint32Array> {
  const { mean, std, bins, lower, upper, precision, rebalanced = true } = parameters;
  checkGaussians(mean, std);
  checkRange(lower, upper);
  if (!Number.isInteger(bins) || bins < 1 || bins > MAX_BINS) {
    throw new ArgumentError(`expected 1 to ${MAX_BINS} bins, got ${bins}`);
  }
  const parameterised = { mean, std, precision };
  const over = uniformBins(bins, lower, upper);
  return rebalanced ? rebalancedOver(over, parameterised) : gaussianOver(over, parameterised);
}

/** Edges of the bins, and beyond them ∞ up to a power of two: bins that have no mass. */
function uniformBins(bins: number, lower: number, upper: number): Bins {
  const binBits = 32 - Math.clz32(bins - 1);
  const edges = new Float64Array(powerOfTwo(binBits) + 1).fill(Infinity);
  const width = (upper - lower) / bins;
  for (let i = 1; i < bins; i++) edges[i] = lower + i * width;
  edges[0] = -Infinity;
  return { edges, binBits, bins, standard: false };
}
