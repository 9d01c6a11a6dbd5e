/** The coefficients of a picture, and how far those of each block go. */
import { BLOCK } from '../../codecs/learning/blocks.js';
import { NATURAL } from './zigzag.js';

/** Blocks of coefficients. */
export interface Blocks {
  /** Block after block, each in rows of eight. */
  readonly values: Int16Array;
  /** By block: a place in zigzag order after which all are zeros. */
  readonly ends: Uint8Array;
}

/** So many blocks of zeros. */
export function emptyBlocks(count: number): Blocks {
  return { values: new Int16Array(count * BLOCK), ends: new Uint8Array(count) };
}

/** Blocks of coefficients that are known. */
export function blocksOf(values: Int16Array): Blocks {
  const ends = new Uint8Array(values.length / BLOCK);
  for (let block = 0; block < ends.length; block++) {
    const at = block * BLOCK;
    let k = BLOCK - 1;
    while (k > 0 && values[at + (NATURAL[k] as number)] === 0) k--;
    ends[block] = k;
  }
  return { values, ends };
}
