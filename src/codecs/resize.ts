import { flatten, unflatten } from '../ans/flatten.js';
import { Message } from '../ans/message.js';
import { benford64 } from './benford64.js';

/**
 * A message with another number of lanes. Folding pushes the upper lanes' heads onto the lower
 * ones, in steps of at most half; unfolding pops them again, and fails on a message too short.
 * The tail is shared with the message given, which must not be used any more.
 *
 * @param lanes of the message returned, at least 1.
 * @throws CrayError MESSAGE_EXHAUSTED when there are not enough bits to grow.
 */
export function resize(message: Message, lanes: number): Message {
  const { heads, tail } = message;
  const sizes = foldSizes(Math.min(lanes, heads.length), Math.max(lanes, heads.length));
  if (lanes < heads.length) {
    for (let i = sizes.length - 2; i >= 0; i--) {
      const [small, big] = [sizes[i] as number, sizes[i + 1] as number];
      benford64(big - small).push(message.lanes(0, big - small), heads.slice(small, big));
    }
    return new Message(heads.slice(0, lanes), tail);
  }
  const grown = new BigUint64Array(lanes);
  grown.set(heads);
  for (let i = 0; i + 1 < sizes.length; i++) {
    const [small, big] = [sizes[i] as number, sizes[i + 1] as number];
    grown.set(benford64(big - small).pop(new Message(grown.subarray(0, big - small), tail)), small);
  }
  return new Message(grown, tail);
}

/**
 * The words of a message with its heads folded into one: costs about 36 bits a lane. The message
 * stays as it is.
 *
 * @returns the words, as flatten has them for one lane.
 */
export function fold(message: Message): Uint32Array {
  return flatten(resize(message.clone(), 1));
}

/**
 * The message of these words; the inverse of {@link fold}.
 *
 * @param words as fold gives them.
 * @param lanes of the message that was folded, at least 1; the words do not say.
 * @throws CrayError CORRUPT or MESSAGE_EXHAUSTED for words that are not those of such a message.
 */
export function unfold(words: Uint32Array, lanes: number): Message {
  return resize(unflatten(words, 1), lanes);
}

/** small, 2 small, 4 small, … big: each step at most doubles. */
function foldSizes(small: number, big: number): number[] {
  const sizes = [small];
  for (let size = small; size !== big; ) {
    size = Math.min(2 * size, big);
    sizes.push(size);
  }
  return sizes;
}
