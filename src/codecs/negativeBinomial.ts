import { checkParameters, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import type { Codec } from './codec.js';
import { type CountParameters, TINY } from './poisson.js';
import { tabled } from './tabled.js';

/** Largest shape: differences of its log-gammas still have seven digits. */
const MAX_SHAPE = 1e9;

/** Parameters of {@link negativeBinomial}, one a symbol. */
export interface NegativeBinomialParameters extends CountParameters {
  /** Numbers of successes to wait for, positive, not only integers. Mean count: shape (1 - p) / p. */
  readonly shapes: Parameters;
  /** Probabilities of success, in (0, 1). */
  readonly probabilities: Parameters;
}

/**
 * Counts of failures before the shape-th success: Poisson counts with a rate that is
 * gamma-distributed. Truncation and least frequencies are those of {@link poisson}.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose shape is not in [1e-50, 1e9] or
 * whose probability is not in [1e-50, 1).
 */
export function negativeBinomial(parameters: NegativeBinomialParameters): Codec<Uint32Array> {
  const { shapes, probabilities, max, precision } = parameters;
  const rows = shapes.length;
  const symbols = max + 1;
  const r = checkParameters('shapes', shapes, rows, { least: TINY, most: MAX_SHAPE });
  const p = checkParameters('probabilities', probabilities, rows, {
    least: TINY,
    most: 1 - Number.EPSILON / 2,
  });
  return tabled(
    makeTables({ rows, symbols, precision }, [r, p, symbols], (out, args) => {
      const [shapesAt, at, scratch] = args as [number, number, number];
      const bits = BigInt(precision);
      kernels.call.negativeBinomialTables(shapesAt, at, out, rows, symbols, bits, scratch);
      return undefined;
    }),
  );
}
