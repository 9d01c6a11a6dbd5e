/** Coefficients as elements: 16 bits, lowest byte first as all machines have them, 32,768 added. */
import { BLOCK } from '../../codecs/learning/blocks.js';

/** Bytes of a block. */
export const BLOCK_BYTES = 2 * BLOCK;

/** Turns what is added on and off: the top bits of two coefficients, which is twice as fast as of one. */
const TOPS = 0x80008000;

function turn(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) ^ TOPS;
}

/** The elements of so many blocks from one on, of arrays that lie one after another. */
export function elementsOf(
  arrays: readonly Int16Array[],
  first: number,
  blocks: number,
): Uint8Array {
  const values = new Int16Array(blocks * BLOCK);
  let start = first * BLOCK;
  let to = 0;
  for (const array of arrays) {
    const some = array.subarray(start, start + values.length - to);
    values.set(some, to);
    to += some.length;
    start = Math.max(start - array.length, 0);
  }
  turn(new Uint32Array(values.buffer));
  return new Uint8Array(values.buffer);
}

/** The inverse, of elements in pieces, of blocks each, which are taken out of their list. */
export function coefficientsOf(pieces: Uint8Array[]): Int16Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let to = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    bytes.set(piece, to);
    to += piece.length;
  }
  turn(new Uint32Array(bytes.buffer));
  return new Int16Array(bytes.buffer);
}
