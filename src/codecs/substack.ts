import { atomically } from '../ans/atomically.js';
import { Message } from '../ans/message.js';
import { ArgumentError } from '../errors.js';
import type { Codec } from './codec.js';

/**
 * A codec on the lanes from, from + stride, … below `to` of a message; the other lanes stay as they
 * are. When the codec throws, nothing has changed.
 *
 * @param from the first lane, counted from 0.
 * @param to the lane after the last.
 * @param stride an integer, at least 1.
 * @throws RangeError for another stride, and on use with a message that does not have these lanes.
 */
export function substack<T>(codec: Codec<T>, from: number, to: number, stride = 1): Codec<T> {
  if (!Number.isInteger(stride) || stride < 1) {
    throw new ArgumentError(`expected a stride of at least 1, got ${stride}`);
  }
  const run = <R>(message: Message, action: (view: Message) => R): R => {
    const range = message.lanes(from, to);
    if (stride === 1) return atomically(range, () => action(range));
    return atomically(range, () => {
      // Heads that are not neighbours are gathered, and put back once all has gone well.
      const heads = range.heads.filter((_, i) => i % stride === 0);
      const result = action(new Message(heads, message.tail));
      heads.forEach((head, i) => {
        range.heads[i * stride] = head;
      });
      return result;
    });
  };
  return {
    push: (message, value) => run(message, (view) => codec.push(view, value)),
    pop: (message) => run(message, (view) => codec.pop(view)),
  };
}
