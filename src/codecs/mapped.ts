import type { Codec } from './codec.js';

/**
 * A codec of values in another form.
 *
 * @param codec of the values in their own form.
 * @param parse from the codec's form.
 * @param print back; the inverse of parse. May throw RangeError for what has no such form.
 */
export function mapped<T, U>(
  codec: Codec<T>,
  parse: (value: T) => U,
  print: (value: U) => T,
): Codec<U> {
  return {
    push: (message, value) => codec.push(message, print(value)),
    pop: (message) => parse(codec.pop(message)),
  };
}
