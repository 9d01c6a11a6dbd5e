import { checkParameters, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import type { Codec } from './codec.js';
import { type CountParameters, TINY } from './poisson.js';
import { tabled } from './tabled.js';

/** Parameters of {@link betaBinomial}, one a symbol. */
export interface BetaBinomialParameters extends CountParameters {
  /** In [1e-50, 1e50]. */
  readonly alphas: Parameters;
  /** In [1e-50, 1e50]. */
  readonly betas: Parameters;
}

/**
 * Counts of successes in `max` trials whose probability is Beta(alpha, beta)-distributed; nothing
 * is truncated. As a likelihood of 8-bit pixels this is that of Townsend et al. (2019), section 3.2.
 * Least frequencies are those of {@link poisson}.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a parameter outside its range.
 */
export function betaBinomial(parameters: BetaBinomialParameters): Codec<Uint32Array> {
  const { alphas, betas, max, precision } = parameters;
  const rows = alphas.length;
  const symbols = max + 1;
  const range = { least: TINY, most: 1 / TINY };
  const a = checkParameters('alphas', alphas, rows, range);
  const b = checkParameters('betas', betas, rows, range);
  return tabled(
    makeTables({ rows, symbols, precision }, [a, b, symbols], (out, args) => {
      const [alphasAt, betasAt, scratch] = args as [number, number, number];
      const bits = BigInt(precision);
      kernels.call.betaBinomialTables(alphasAt, betasAt, out, rows, symbols, bits, scratch);
      return undefined;
    }),
  );
}
