import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { HEAD_LOWER, HEAD_UPPER, Message, Tail } from './message.js';

/**
 * The words of a message: the upper 32 bits of each head, the lower 32 bits of each, then the tail,
 * newest word first. The order is that of the Python craystack.
 *
 * @returns 2 · lanes + (words in the tail) words.
 */
export function flatten(message: Message): Uint32Array {
  const { heads, tail } = message;
  const lanes = heads.length;
  const words = new Uint32Array(2 * lanes + tail.length);
  heads.forEach((head, i) => {
    words[i] = Number(head >> 32n);
    words[lanes + i] = Number(head & 0xffffffffn);
  });
  words.set(tail.words.slice(0, tail.length).reverse(), 2 * lanes);
  return words;
}

/**
 * The message of these words; the inverse of {@link flatten}.
 *
 * @param words as flatten gives them, at least 2 · lanes.
 * @param lanes of the message, at least 1; the words do not say.
 * @throws CrayError CORRUPT when there are too few words or a head is outside [2^31, 2^63).
 */
export function unflatten(words: Uint32Array, lanes: number): Message {
  if (words.length < 2 * lanes) {
    throw new CrayError(
      'CORRUPT',
      `expected at least ${counted(2 * lanes, 'word')}, got ${words.length}`,
    );
  }
  const heads = new BigUint64Array(lanes);
  for (let i = 0; i < lanes; i++) {
    const head = (BigInt(words[i] as number) << 32n) | BigInt(words[lanes + i] as number);
    if (head < HEAD_LOWER || head >= HEAD_UPPER) {
      throw new CrayError('CORRUPT', `lane ${i}: expected a head in [2^31, 2^63), got ${head}`);
    }
    heads[i] = head;
  }
  const tail = new Tail();
  tail.push(words.slice(2 * lanes).reverse());
  return new Message(heads, tail);
}
