import { checkParameters, MAX, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/** How far from 1 probabilities may sum to: what rounding to single precision leaves. */
export const SUM_TOLERANCE = 1e-5;

/** Parameters of {@link categorical} and {@link categoricalWeights}. */
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
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a probability outside [0, 1],
 * with a sum that is further than {@link SUM_TOLERANCE} from 1, or with so many rare symbols that
 * nothing is left for the largest.
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
  sums(p, symbols).forEach((sum, row) => {
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

/**
 * Symbols by weights that need not sum to 1: the running sums, over the last one, are rounded to
 * the nearest multiple of 2^-precision, halves down. A symbol whose frequency comes out as 0 is
 * outside the support: pop never gives it and push refuses it.
 *
 * @param weights [size, symbols] or [symbols], as for {@link categorical}.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a negative or infinite weight, or
 * with none that is positive.
 */
export function categoricalWeights(
  weights: Parameters,
  { symbols, size, precision }: CategoricalParameters,
): Codec<Uint32Array> {
  const rows = rowsOf(weights, symbols, size);
  const w = checkParameters('weights', weights, rows * symbols, {
    lane: symbols,
    least: 0,
    most: MAX,
  });
  sums(w, symbols).forEach((sum, row) => {
    if (!(sum > 0)) {
      throw new CrayError('PARAMETERS_INVALID', `lane ${row}: expected a weight above 0`);
    }
  });
  return tabled(
    makeTables({ rows, symbols, size, precision }, [w], (out, [at]) => {
      kernels.call.weightTables(at as number, out, rows, symbols, BigInt(precision));
      return undefined;
    }),
  );
}

function rowsOf(values: Parameters, symbols: number, size: number): number {
  return values.length === symbols ? 1 : size;
}

function sums(values: Float64Array, symbols: number): Float64Array {
  const out = new Float64Array(values.length / symbols);
  values.forEach((value, i) => {
    const row = Math.floor(i / symbols);
    out[row] = (out[row] as number) + value;
  });
  return out;
}
