import { checkParameters, type Parameters } from '../distributions/parameters.js';
import { rowSums, rowsOf } from '../distributions/rows.js';
import { makeTables } from '../distributions/tables.js';
import { CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/** How far from 1 probabilities may sum to: what rounding to single precision leaves. */
export const SUM_TOLERANCE = 1e-5;

/** What symbols by tables have in common. */
export interface CategoricalParameters {
  /** Symbols are 0 … symbols - 1. */
  readonly symbols: number;
  /** Elements of a vector. */
  readonly size: number;
  /** Bits of the coder's intervals, 1 … 31, with symbols <= 2^precision. */
  readonly precision: number;
}

/**
 * Symbols by their probabilities, each rounded to the nearest multiple of 2^-precision (halves to
 * the even one), at least one; what they then sum to above or below 1 is taken from the largest.
 *
 * @param probabilities [size, symbols], a row for each element, or [symbols], one for all.
 * @param parameters shape and precision.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a probability outside [0, 1],
 * with a sum that is further than 1e-5 from 1, or with so many rare symbols that
 * nothing is left for the largest.
 * @throws RangeError for another number of probabilities, or more symbols than 2^precision.
 */
export function categorical(
  probabilities: Parameters,
  { symbols, size, precision }: CategoricalParameters,
): Codec<Uint32Array> {
  const rows = rowsOf(probabilities, symbols, size);
  const p = checkParameters('probabilities', probabilities, rows * symbols, {
    lane: symbols,
    least: 0,
    most: 1,
  });
  rowSums(p, symbols).forEach((sum, row) => {
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new CrayError(
        'PARAMETERS_INVALID',
        `lane ${row}: expected probabilities that sum to 1 within ${SUM_TOLERANCE}, got ${sum}`,
      );
    }
  });
  return tabled(
    makeTables({ rows, symbols, size, precision }, [p], (out, [at]) =>
      kernels.call.probabilityTables(at as number, out, rows, symbols, BigInt(precision)),
    ),
  );
}
