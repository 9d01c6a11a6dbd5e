import { atomically } from '../ans/atomically.js';
import { MAX_PRECISION } from '../ans/coder.js';
import { ArgumentError } from '../errors.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Bag, bagOf, type Compare, valuesOf } from './bag.js';
import { type Codec, checkSize } from './codec.js';
import { returnSample, takeSample } from './withoutReplacement.js';

/** Parameters of {@link multiset}. */
export interface MultisetOptions<T> {
  /** Codes one value. */
  readonly symbol: Codec<T>;
  /** An order of the values; those that compare as 0 are taken as the same. */
  readonly compare: Compare<T>;
  /** Number of values, 0 … 2^31. */
  readonly size: number;
}

/**
 * `size` values whose order does not matter: values are given in any order and come back sorted.
 * Adds the bits of all values under the symbol codec, less log2 of the number of orders in which
 * they could have been given: log2(size!) where all are different. Each value in turn is sampled
 * from those left, by a pop, and pushed; so a push needs some bits on the message (see
 * seededMessage), or values that cost more than the sampling takes.
 *
 * Source: Severo et al., "Compressing multisets with large alphabets" (2023), on the
 * method.
 *
 * @param options the codec, the order and the number of values.
 * @throws RangeError on push of another number of values, or when compare gives NaN.
 * @throws CrayError MESSAGE_EXHAUSTED on push to a message too short.
 */
export function multiset<T>({ symbol, compare, size }: MultisetOptions<T>): Codec<T[]> {
  const most = powerOfTwo(MAX_PRECISION);
  if (!Number.isInteger(size) || size < 0 || size > most) {
    throw new ArgumentError(`expected a size of 0 to ${most}, got ${size}`);
  }
  return {
    push(message, values) {
      checkSize(values, size);
      let bag = bagOf(values, compare);
      atomically(message, () => {
        while (bag) {
          const { value, rest } = takeSample(message, bag);
          symbol.push(message, value);
          bag = rest;
        }
      });
    },
    pop(message) {
      return atomically(message, () => {
        let bag: Bag<T>;
        for (let i = 0; i < size; i++) {
          bag = returnSample(message, bag, symbol.pop(message), compare);
        }
        return valuesOf(bag);
      });
    },
  };
}
