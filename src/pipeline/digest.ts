import type { Hash } from 'node:crypto';
import type { Piece } from '../data/dataset.js';

/**
 * Adds items to a digest: the side bytes of each before its elements, as they are in the container. In
 * formats of bytes this is what the original file has, so the digest is that of the file.
 */
export function updateDigest(digest: Hash, { elements, side }: Piece, items: number): void {
  if (side.length === 0) {
    digest.update(elements);
    return;
  }
  const [sideBytes, itemBytes] = [side.length / items, elements.length / items];
  for (let i = 0; i < items; i++) {
    digest.update(side.subarray(i * sideBytes, (i + 1) * sideBytes));
    digest.update(elements.subarray(i * itemBytes, (i + 1) * itemBytes));
  }
}
