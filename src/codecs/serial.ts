import { ArgumentError } from '../errors.js';
import type { Codec } from './codec.js';
import { fromIterable } from './fromIterable.js';

/**
 * One value by each codec, decoded in the order of the codecs, each of a type of its own.
 *
 * @param codecs one for each value.
 * @throws RangeError on push of another number of values.
 */
export function serial<T extends unknown[]>(
  codecs: readonly [...{ [K in keyof T]: Codec<T[K]> }],
): Codec<T> {
  return fromIterable(codecs as readonly Codec<unknown>[]) as Codec<unknown[]> as Codec<T>;
}

/**
 * `count` values by one codec, decoded in order.
 *
 * @param codec of every value.
 * @param count an integer, at least 0.
 * @throws RangeError for another count, and on push of another number of values.
 */
export function repeat<T>(codec: Codec<T>, count: number): Codec<T[]> {
  if (!Number.isInteger(count) || count < 0) {
    throw new ArgumentError(`expected a count of at least 0, got ${count}`);
  }
  return fromIterable(new Array<Codec<T>>(count).fill(codec));
}
