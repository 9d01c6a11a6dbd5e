/** Coefficients as elements: 16 bits, lowest byte first, 32,768 added. */
import { BLOCK } from '../../codecs/learning/blocks.js';

/** Bytes of a block. */
export const BLOCK_BYTES = 2 * BLOCK;

/** Turns what is added on and off: the top bit. */
const TOP = 0x80;

/** The elements of so many blocks from one on, of arrays that lie one after another. */
export function elementsOf(
  arrays: readonly Int16Array[],
  first: number,
  blocks: number,
): Uint8Array {
  const elements = new Uint8Array(blocks * BLOCK_BYTES);
  let start = first * BLOCK;
  let to = 0;
  for (const array of arrays) {
    for (let i = start; i < array.length && to < elements.length; i++) {
      const value = array[i] as number;
      elements[to++] = value & 0xff;
      elements[to++] = ((value >> 8) & 0xff) ^ TOP;
    }
    start = Math.max(start - array.length, 0);
  }
  return elements;
}

/** The inverse, of elements in pieces, which are taken out of their list. */
export function coefficientsOf(pieces: Uint8Array[]): Int16Array {
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const coefficients = new Int16Array(Math.floor(bytes / 2));
  let to = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    for (let i = 0; i + 1 < piece.length; i += 2) {
      coefficients[to++] = (piece[i] as number) | (((piece[i + 1] as number) ^ TOP) << 8);
    }
  }
  return coefficients;
}
