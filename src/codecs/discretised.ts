import { checkParameters, type Parameters } from '../distributions/parameters.js';
import { rowsOf } from '../distributions/rows.js';
import { makeTables } from '../distributions/tables.js';
import { CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import type { CategoricalParameters } from './categorical.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/**
 * Any distribution of real numbers cut into bins, given its cumulative distribution at the bins'
 * edges. Symbol s is the bin from edge s to edge s + 1; the first and the last also get what lies
 * beyond. Each value is rounded to the nearest multiple of 2^-precision, halves down, and the
 * inverse is found by bisection of the integers, so it is exact for every position. A bin whose
 * mass rounds to nothing is outside the support.
 *
 * The values decide bits: they should come from the same arithmetic on every machine.
 *
 * @param cdf [size, symbols + 1], a row for each element, or [symbols + 1], one for all.
 * @param parameters shape and precision; there are `symbols` bins.
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a value outside [0, 1] or that
 * falls from one edge to the next.
 */
export function discretised(
  cdf: Parameters,
  { symbols, size, precision }: CategoricalParameters,
): Codec<Uint32Array> {
  const edges = symbols + 1;
  const rows = rowsOf(cdf, edges, size);
  const values = checkParameters('cumulative probabilities', cdf, rows * edges, {
    lane: edges,
    least: 0,
    most: 1,
  });
  for (let i = 1; i < values.length; i++) {
    if (i % edges !== 0 && (values[i] as number) < (values[i - 1] as number)) {
      throw new CrayError(
        'PARAMETERS_INVALID',
        `lane ${Math.floor(i / edges)}: expected cumulative probabilities that rise, got ${values[i - 1]}, then ${values[i]}`,
      );
    }
  }
  return tabled(
    makeTables({ rows, symbols, size, precision }, [values], (out, [at]) => {
      kernels.call.cumulativeTables(at as number, out, rows, symbols, BigInt(precision));
      return undefined;
    }),
  );
}
