/** Coefficients as elements: 16 bits, lowest byte first as all machines have them, 32,768 added. */
import { BLOCK } from '../../codecs/learning/blocks.js';

/** Bytes of a block. */
export const BLOCK_BYTES = 2 * BLOCK;

/** Turns what is added on and off: the top bits of two coefficients, which is twice as fast as of one. */
const TOPS = 0x80008000;

function turn(words: Uint32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) ^ TOPS;
}

/** The elements of blocks in arrays that lie one after another. The arrays become these, so that a picture is in memory once. */
export class Elements {
  private readonly bytes: readonly Uint8Array[];

  /** @param arrays of coefficients of whole blocks, which are no more to be used. */
  constructor(arrays: readonly Int16Array[]) {
    this.bytes = arrays.map(({ buffer, byteOffset, byteLength }) => {
      turn(new Uint32Array(buffer, byteOffset, byteLength / 4));
      return new Uint8Array(buffer, byteOffset, byteLength);
    });
  }

  /** Those of so many blocks from one on. */
  of(first: number, blocks: number): Uint8Array {
    const some: Uint8Array[] = [];
    let [start, left] = [first * BLOCK_BYTES, blocks * BLOCK_BYTES];
    for (const bytes of this.bytes) {
      const own = bytes.subarray(start, start + left);
      if (own.length > 0) some.push(own);
      left -= own.length;
      start = Math.max(start - bytes.length, 0);
    }
    return some.length === 1 ? (some[0] as Uint8Array) : Buffer.concat(some);
  }
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
