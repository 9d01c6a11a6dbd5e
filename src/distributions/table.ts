import { ArgumentError, OutsideSupportError } from '../errors.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Distribution } from './distribution.js';

/**
 * The same distribution for every element, from a table.
 *
 * @param cumulative c(0) = 0 < c(1) < … < c(n) = 2^precision.
 * @param size elements of a vector.
 * @param precision bits, 0 … 31.
 * @throws RangeError unless the table is so.
 */
export function tableDistribution(
  cumulative: Uint32Array,
  size: number,
  precision: number,
): Distribution {
  const n = cumulative.length - 1;
  const total = powerOfTwo(precision);
  if (n < 1 || cumulative[0] !== 0 || cumulative[n] !== total) {
    throw new ArgumentError(`expected a table from 0 to ${total}, got ${cumulative}`);
  }
  for (let s = 0; s < n; s++) {
    if ((cumulative[s] as number) >= (cumulative[s + 1] as number)) {
      throw new ArgumentError(`symbol ${s}: expected a frequency of at least 1`);
    }
  }
  return {
    size,
    precision,
    intervals(symbols) {
      const starts = symbols.map((s, i) => {
        if (s >= n)
          throw new OutsideSupportError(`symbol ${i}: expected a value in [0, ${n}), got ${s}`);
        return cumulative[s] as number;
      });
      const freqs = symbols.map((s, i) => (cumulative[s + 1] as number) - (starts[i] as number));
      return { starts, freqs };
    },
    locate(positions) {
      return positions.map((position) => {
        let low = 0;
        let high = n;
        while (high - low > 1) {
          const middle = (low + high) >> 1;
          if ((cumulative[middle] as number) <= position) low = middle;
          else high = middle;
        }
        return low;
      });
    },
  };
}
