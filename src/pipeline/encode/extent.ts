import { streamGiven } from '../../bytes/given.js';
import { isSeekable } from '../../bytes/seekable.js';
import type { ByteInput } from '../../bytes/source.js';
import { type Dataset, itemSize } from '../../data/dataset.js';
import type { Extent } from '../progress.js';

/** Bytes of what was given to be compressed, where that is known. */
export function sizeGiven(input: ByteInput): number | undefined {
  const stream = streamGiven(input);
  return isSeekable(stream) ? stream.size : undefined;
}

/** How much there is to code. What comes out of a .gz is more than what it has. */
export function extentOf({ items, shape, inside }: Dataset, fileBytes: number | undefined): Extent {
  if (items !== undefined) return { items, elements: items * itemSize(shape), bytes: fileBytes };
  return { bytes: inside === undefined ? fileBytes : undefined };
}
