/** An array, read as the bytes that it is in the file. */
import { ByteSource } from '../bytes/source.js';
import { openBytes } from './bytes.js';
import { type Dataset, ELEMENT_BYTES, itemSize, NO_SIDE } from './dataset.js';
import type { PeekableDataset } from './peekable.js';

/** Bytes of elements that are read at once. */
const PIECE_BYTES = 1 << 20;

/**
 * The same file as bytes, of a data set that is head, elements and tail; what is taken from it is taken from the one that
 * is given.
 *
 * @param inFile of the data set.
 */
export function readAsBytes(
  dataset: PeekableDataset,
  inFile: NonNullable<Dataset['inFile']>,
): PeekableDataset {
  const { items, shape, dtype, inside, fileBytes, asBytes } = dataset;
  const { head } = inFile;
  const itemBytes = itemSize(shape) * ELEMENT_BYTES[dtype];
  async function* all(): AsyncGenerator<Uint8Array> {
    yield head;
    const most = Math.max(1, Math.floor(PIECE_BYTES / itemBytes));
    for await (const { elements } of dataset.pieces(most)) yield inFile.bytes(elements, shape);
    yield* dataset.tail();
  }
  return {
    ...openBytes(new ByteSource(all()), undefined),
    // What the file was inside of does not come back, however it is read.
    ...(inside !== undefined && { inside, fileBytes }),
    ...(asBytes && { asBytes }),
    array: dataset,
    items: items === undefined ? undefined : head.length + items * itemBytes,
    position: () => dataset.position(),
    async first(bytes) {
      const { elements } = await dataset.first(Math.ceil(bytes / itemBytes));
      const start = Buffer.concat([head, inFile.bytes(elements, shape)]);
      return { elements: start.subarray(0, bytes), side: NO_SIDE };
    },
  };
}
