import { atomically } from '../ans/atomically.js';
import type { Message } from '../ans/message.js';
import { ArgumentError } from '../errors.js';
import type { Codec } from './codec.js';
import { resize } from './resize.js';

/**
 * A codec that works on so many lanes, whatever the message has: heads are folded or unfolded
 * around it (see {@link resize}). New lanes take about 36 bits each from the message and give them
 * back; so this costs time but no bits, and a push that grows the head needs them to be there.
 *
 * @param lanes an integer, at least 1; another is a RangeError.
 * @throws CrayError MESSAGE_EXHAUSTED, also on push, when there are not enough bits to grow.
 */
export function resized<T>(codec: Codec<T>, lanes: number): Codec<T> {
  if (!Number.isInteger(lanes) || lanes < 1) {
    throw new ArgumentError(`expected at least 1 lane, got ${lanes}`);
  }
  const run = <R>(message: Message, action: (other: Message) => R): R =>
    atomically(message, () => {
      const other = resize(message, lanes);
      const result = action(other);
      message.heads.set(resize(other, message.heads.length).heads);
      return result;
    });
  return {
    push: (message, value) => run(message, (other) => codec.push(other, value)),
    pop: (message) => run(message, (other) => codec.pop(other)),
  };
}
