import { ArgumentError, CrayError } from '../errors.js';
import type { Codec } from './codec.js';
import { checkGaussians, type GaussianParameters, gaussianStandardBins } from './gaussian.js';

/** Parameters of {@link gaussianBins}. */
export interface GaussianBinsParameters extends GaussianParameters {
  /** Means of the Gaussians under which the bins have equal mass, one a symbol. */
  readonly binMean: Float64Array;
  /** Their standard deviations, positive. */
  readonly binStd: Float64Array;
}

/**
 * A diagonal Gaussian over 2^binBits bins of equal mass under another diagonal Gaussian, such as
 * the prior of one latent layer given the next. Measured in deviations of that other from its mean,
 * the bins are the standard ones, so this is {@link gaussianStandardBins} of N((mean - binMean) /
 * binStd, (std / binStd)²). Unless rebalanced, a bin whose mass rounds
 * to nothing is outside the support.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose parameters are not finite, or
 * whose deviations are not positive, or so far apart that their quotient is not.
 */
export function gaussianBins(parameters: GaussianBinsParameters): Codec<Uint32Array> {
  const { mean, std, binMean, binStd, binBits, precision, rebalanced = false } = parameters;
  checkGaussians(mean, std);
  if (binMean.length !== mean.length) {
    throw new ArgumentError(`expected ${mean.length} means of bins, got ${binMean.length}`);
  }
  checkGaussians(binMean, binStd);
  const relative = mean.map((m, i) => (m - (binMean[i] as number)) / (binStd[i] as number));
  const spread = std.map((s, i) => s / (binStd[i] as number));
  relative.forEach((m, i) => {
    const s = spread[i] as number;
    if (!Number.isFinite(m) || !(s > 0 && s < Infinity)) {
      throw new CrayError(
        'PARAMETERS_INVALID',
        `lane ${i}: expected deviations of comparable sizes, got ${std[i]} over bins of ${binStd[i]}`,
      );
    }
  });
  return gaussianStandardBins({ mean: relative, std: spread, binBits, precision, rebalanced });
}
