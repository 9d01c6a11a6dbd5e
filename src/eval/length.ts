import type { Message } from '../ans/message.js';

/**
 * The length of a message as a real number of bits: log2 of each head and 32 for each word beneath.
 * What a push adds to it is the information of the value under the intervals it was coded with, to
 * about 1e-9 bits.
 */
export function realLength({ heads, tail }: Message): number {
  let bits = 32 * tail.length;
  for (const head of heads) bits += Math.log2(Number(head));
  return bits;
}

/** The same without the words that came from the supply, which carry no data. */
export function paidLength(message: Message): number {
  return realLength(message) - 32 * drawnWords(message);
}

/** Words that pops have taken from the supply, beyond those of the first heads. */
export function drawnWords({ heads, tail }: Message): number {
  return Math.max(0, (tail.supply?.drawn ?? 0) - heads.length);
}
