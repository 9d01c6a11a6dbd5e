import type { Message } from '../ans/message.js';
import type { ItemCodec } from '../model/build.js';
import { realLength } from './length.js';

/** What a codec has taken off a message so far. */
export interface Observation {
  /** Bits that its values carried. */
  bits: number;
  /** The message after the last pop. */
  length: number;
  /** Words of the tail after the last pop: in the end, those that came from the supply. */
  words: number;
}

/**
 * A codec of items that notes what its pops take off a message. Pops of bits-back coding give the
 * latents' bits back, so that what is noted is net.
 */
export function observed(codec: ItemCodec, note: Observation): ItemCodec {
  return {
    ...codec,
    group(n) {
      const inner = codec.group(n);
      return {
        push: (message, value) => inner.push(message, value),
        pop(message: Message) {
          const before = realLength(message);
          const value = inner.pop(message);
          note.length = realLength(message);
          note.words = message.tail.length;
          note.bits += before - note.length;
          return value;
        },
      };
    },
  };
}
