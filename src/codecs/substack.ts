import type { Codec } from './codec.js';

/** A codec on the lanes [from, to) of a message; the other lanes stay as they are. */
export function substack<T>(codec: Codec<T>, from: number, to: number): Codec<T> {
  return {
    push: (message, value) => codec.push(message.lanes(from, to), value),
    pop: (message) => codec.pop(message.lanes(from, to)),
  };
}
