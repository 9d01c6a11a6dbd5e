import { atomically } from '../ans/atomically.js';
import { type Codec, checkSize } from './codec.js';

/**
 * One value by each of these codecs, decoded in their order.
 *
 * @param codecs are gone through once, here.
 * @throws RangeError on push of another number of values.
 */
export function fromIterable<T>(codecs: Iterable<Codec<T>>): Codec<T[]> {
  const list = [...codecs];
  return {
    push(message, values) {
      checkSize(values, list.length);
      atomically(message, () => {
        for (let i = list.length - 1; i >= 0; i--) list[i]?.push(message, values[i] as T);
      });
    },
    pop: (message) => atomically(message, () => list.map((codec) => codec.pop(message))),
  };
}
