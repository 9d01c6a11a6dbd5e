import type { Codec } from './codec.js';

/** One value by each codec, decoded in the order of the codecs. */
export function serial<T extends unknown[]>(
  codecs: readonly [...{ [K in keyof T]: Codec<T[K]> }],
): Codec<T> {
  const list = codecs as readonly Codec<unknown>[];
  return {
    push(message, values) {
      if (values.length !== list.length) {
        throw new RangeError(`expected ${list.length} values, got ${values.length}`);
      }
      for (let i = list.length - 1; i >= 0; i--) list[i]?.push(message, values[i]);
    },
    pop(message) {
      return list.map((codec) => codec.pop(message)) as T;
    },
  };
}

/** `count` values by one codec, decoded in order. */
export function repeat<T>(codec: Codec<T>, count: number): Codec<T[]> {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`expected a count of at least 0, got ${count}`);
  }
  return serial<T[]>(new Array<Codec<T>>(count).fill(codec));
}
