import { checkBins, checkParameters, MAX, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Codec } from './codec.js';
import type { UniformBins } from './logistic.js';
import { TINY } from './poisson.js';
import { tabled } from './tabled.js';

/** Parameters of {@link studentT}, one a symbol. */
export interface StudentTParameters extends UniformBins {
  /** Means (medians, where there are none: up to one degree of freedom), in the units of the bins' edges. */
  readonly means: Parameters;
  /** Natural logarithms of the scales; beyond ±300 they are taken as ±300. */
  readonly logScales: Parameters;
  /** Positive, not only integers. With 1 it is the Cauchy distribution; with many, the Gaussian. */
  readonly degreesOfFreedom: Parameters;
}

/**
 * Student's t distributions over bins of one width: bells whose tails fall by a power, for residuals
 * among which some are far out. A symbol is the index of a bin, and the first and last bins have what
 * lies beyond. Every bin has a frequency of at least 1, as in {@link logistic}.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a parameter that is not finite
 * (1e100 and beyond counts as infinite), or whose degrees of freedom are not in [1e-50, 1e100].
 */
export function studentT(parameters: StudentTParameters): Codec<Uint32Array> {
  const { means, logScales, degreesOfFreedom, binBits, lower, upper, precision } = parameters;
  const rows = means.length;
  checkBins(lower, upper, binBits);
  const symbols = powerOfTwo(binBits);
  const m = checkParameters('means', means, rows);
  const s = checkParameters('logScales', logScales, rows);
  const range = { least: TINY, most: MAX };
  const df = checkParameters('degreesOfFreedom', degreesOfFreedom, rows, range);
  return tabled(
    makeTables({ rows, symbols, precision }, [m, s, df], (out, args) => {
      const [at, scales, dfs] = args as [number, number, number];
      const p = BigInt(precision);
      kernels.call.studentTTables(at, scales, dfs, out, rows, symbols, lower, upper, p);
      return undefined;
    }),
  );
}
