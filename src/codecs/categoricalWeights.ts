import { checkParameters, MAX, type Parameters } from '../distributions/parameters.js';
import { rowSums, rowsOf } from '../distributions/rows.js';
import { makeTables, type Tables } from '../distributions/tables.js';
import { CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import type { CategoricalParameters } from './categorical.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/**
 * Symbols by weights that need not sum to 1: the running sums, over the last one, are rounded to
 * the nearest multiple of 2^-precision, halves down. A symbol whose frequency comes out as 0 is
 * outside the support: pop never gives it and push refuses it.
 *
 * @param weights [size, symbols] or [symbols], as for {@link categorical}.
 * @param parameters shape and precision.
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a negative or infinite weight, or
 * with none that is positive.
 */
export function categoricalWeights(
  weights: Parameters,
  parameters: CategoricalParameters,
): Codec<Uint32Array> {
  return tabled(weightTables(weights, parameters));
}

/**
 * The tables of {@link categoricalWeights}, as categoricalBytes takes them too.
 *
 * @param weights [size, symbols] or [symbols].
 * @param parameters shape and precision.
 * @throws CrayError PARAMETERS_INVALID as categoricalWeights does.
 */
export function weightTables(
  weights: Parameters,
  { symbols, size, precision }: CategoricalParameters,
): Tables {
  const rows = rowsOf(weights, symbols, size);
  const w = checkParameters('weights', weights, rows * symbols, {
    lane: symbols,
    least: 0,
    most: MAX,
  });
  rowSums(w, symbols).forEach((sum, row) => {
    if (!(sum > 0)) {
      throw new CrayError('PARAMETERS_INVALID', `lane ${row}: expected a weight above 0`);
    }
  });
  return makeTables({ rows, symbols, size, precision }, [w], (out, [at]) => {
    kernels.call.weightTables(at as number, out, rows, symbols, BigInt(precision));
    return undefined;
  });
}
