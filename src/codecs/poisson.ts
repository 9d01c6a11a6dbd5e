import { checkParameters, MAX, type Parameters } from '../distributions/parameters.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import type { Codec } from './codec.js';
import { tabled } from './tabled.js';

/** What counts have in common. */
export interface CountParameters {
  /** Largest count. Symbols are 0 … max. */
  readonly max: number;
  /** Bits of the coder's intervals, 1 … 31, with max < 2^precision. */
  readonly precision: number;
}

/** Least positive parameter: smaller ones are as good as 0. */
export const TINY = 1e-50;

/**
 * Counts of Poisson distributions, one rate (mean) a symbol. Those above `max` have their mass on
 * `max`. Every count has a frequency of at least 1: a unit for each is set aside, and the rest
 * shared out by the cumulative distribution, rounded down.
 *
 * @param rates one a symbol.
 * @param parameters largest count and precision.
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose rate is not in [1e-50, 1e100].
 */
export function poisson(
  rates: Parameters,
  { max, precision }: CountParameters,
): Codec<Uint32Array> {
  const rows = rates.length;
  const symbols = max + 1;
  const r = checkParameters('rates', rates, rows, { least: TINY, most: MAX });
  return tabled(
    makeTables({ rows, symbols, precision }, [r, symbols], (out, args) => {
      const [at, scratch] = args as [number, number];
      kernels.call.poissonTables(at, out, rows, symbols, BigInt(precision), scratch);
      return undefined;
    }),
  );
}
