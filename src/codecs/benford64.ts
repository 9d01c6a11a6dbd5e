import { tableDistribution } from '../distributions/table.js';
import { OutsideSupportError } from '../errors.js';
import { bigUniform } from './bigUniform.js';
import { type Codec, checkSize } from './codec.js';
import { nonUniform } from './nonUniform.js';
import { uniform } from './uniform.js';

/** Leading bits, after the first, whose distribution is not taken as uniform. */
const HIGH_BITS = 4;

/**
 * c(s) = round(2^16 log2(1 + s / 16)): Benford's law for the four bits after the leading one. A
 * table, so that no logarithm decides a bit.
 */
const HIGH_CUMULATIVE = Uint32Array.of(
  0,
  5732,
  11136,
  16248,
  21098,
  25711,
  30109,
  34312,
  38336,
  42196,
  45904,
  49472,
  52911,
  56229,
  59434,
  62534,
  65536,
);

/**
 * Numbers in [2^31, 2^63), with log2 of it about uniform: about log2(x) + 4.5 bits. What
 * heads look like, so it is what folds them. Vectors are BigUint64Array; exact for every value.
 *
 * @param size numbers, at most as many as there are lanes.
 */
export function benford64(size: number): Codec<BigUint64Array> {
  const lengths = uniform(size, 5);
  const high = nonUniform(tableDistribution(HIGH_CUMULATIVE, size, 16));
  return {
    push(message, values) {
      checkSize(values, size);
      values.forEach((x, i) => {
        if (x < 1n << 31n || x >= 1n << 63n) {
          throw new OutsideSupportError(`symbol ${i}: expected a value in [2^31, 2^63), got ${x}`);
        }
      });
      const length = Uint32Array.from(values, (x) => x.toString(2).length - 1);
      const low = length.map((n) => n - HIGH_BITS);
      high.push(
        message,
        Uint32Array.from(values, (x, i) => Number((x >> BigInt(low[i] as number)) & 15n)),
      );
      bigUniform(low).push(
        message,
        values.map((x, i) => x & ((1n << BigInt(low[i] as number)) - 1n)),
      );
      lengths.push(
        message,
        length.map((n) => n - 31),
      );
    },
    pop(message) {
      const length = lengths.pop(message).map((n) => n + 31);
      const values = bigUniform(length.map((n) => n - HIGH_BITS)).pop(message);
      const leading = high.pop(message);
      return values.map((x, i) => {
        const low = BigInt((length[i] as number) - HIGH_BITS);
        return x | (BigInt(16 + (leading[i] as number)) << low);
      });
    },
  };
}
