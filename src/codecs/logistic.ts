import { checkBins, checkParameters, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/** Bins of one width, and how finely what falls into them is coded. */
export interface UniformBins {
  /** There are 2^binBits bins, 1 … 16. */
  readonly binBits: number;
  /** Lower edge of the first bin. */
  readonly lower: number;
  /** Upper edge of the last. */
  readonly upper: number;
  /** Bits of the coder's intervals, binBits … 31. */
  readonly precision: number;
}

/** Parameters of {@link logistic}, one a symbol. */
export interface LogisticParameters extends UniformBins {
  /** Means, in the units of the bins' edges. */
  readonly means: Parameters;
  /** Natural logarithms of the scales; beyond ±300 they are taken as ±300. */
  readonly logScales: Parameters;
}

/**
 * Logistic distributions over bins of one width: a symbol is the index of a bin, and the first and
 * last bins have what lies beyond. Every bin has a frequency of at least 1: c(s) is the rounded
 * cumulative distribution, held between s and 2^precision - 2^binBits + s, and one more than
 * c(s - 1) where that still does not make it rise.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a parameter that is not finite
 * (1e100 and beyond counts as infinite).
 */
export function logistic(parameters: LogisticParameters): Codec<Uint32Array> {
  const { means, logScales, binBits, lower, upper, precision } = parameters;
  const rows = means.length;
  checkBins(lower, upper, binBits);
  const symbols = powerOfTwo(binBits);
  const m = checkParameters('means', means, rows);
  const s = checkParameters('logScales', logScales, rows);
  return tabled(
    makeTables({ rows, symbols, precision }, [m, s], (out, args) => {
      const [at, scales] = args as [number, number];
      const p = BigInt(precision);
      kernels.call.logisticTables(at, scales, out, rows, symbols, lower, upper, p);
      return undefined;
    }),
  );
}
