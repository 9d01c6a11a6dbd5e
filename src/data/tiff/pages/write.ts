import { deflateSync } from 'node:zlib';
import { placesFor } from '../blocks.js';
import { DEFLATE } from '../layout.js';
import { writeValues } from './directories.js';
import type { Page } from './layout.js';

/** The file with zeros in place of its strips and tiles, or of as much of each as is asked for. */
export function withoutBlocks(
  file: Uint8Array,
  pages: readonly Page[],
  lengths = storedLengths(pages),
): Uint8Array {
  const frame = file.slice();
  pages
    .flatMap(({ offsets }) => offsets.numbers)
    .forEach((from, i) => {
      frame.fill(0, from, from + (lengths[i] as number));
    });
  return frame;
}

/** The file with these bytes where its strips and tiles are. */
export function withBlocks(
  frame: Uint8Array,
  pages: readonly Page[],
  blocks: readonly Uint8Array[],
): Uint8Array {
  const file = frame.slice();
  pages
    .flatMap(({ offsets }) => offsets.numbers)
    .forEach((from, i) => {
      const block = blocks[i] as Uint8Array;
      file.set(block.subarray(0, Math.max(0, file.length - from)), Math.min(from, file.length));
    });
  return file;
}

/**
 * A file of the same tags, whose strips and tiles are deflated: where they were if there is room, or else at
 * the end.
 *
 * @param blocks of each page, before compression.
 * @throws CrayError DATA_INVALID where their places do not fit the tags.
 */
export function withDeflated(
  frame: Uint8Array,
  pages: readonly Page[],
  blocks: readonly Uint8Array[][],
): Uint8Array {
  const deflated = blocks.flat().map((block) => deflateSync(block, { level: 9 }));
  const spans = {
    offsets: { numbers: pages.flatMap(({ offsets }) => offsets.numbers) },
    lengths: { numbers: storedLengths(pages) },
  };
  const places = placesFor(deflated, spans, frame.length);
  const end = deflated.reduce(
    (most, { length }, i) => Math.max(most, (places[i] as number) + length),
    frame.length,
  );
  const file = new Uint8Array(end);
  file.set(frame);
  deflated.forEach((block, i) => {
    file.set(block, places[i]);
  });
  let at = 0;
  for (const { littleEndian, offsets, lengths, compressionField, fillOrder } of pages) {
    const own = { from: at, to: at + offsets.numbers.length };
    const sizes = deflated.slice(own.from, own.to).map(({ length }) => length);
    writeValues(file, littleEndian, offsets.field, places.slice(own.from, own.to));
    writeValues(file, littleEndian, lengths.field, sizes);
    writeValues(file, littleEndian, compressionField, [DEFLATE]);
    if (fillOrder) writeValues(file, littleEndian, fillOrder.field, [1]);
    at = own.to;
  }
  return file;
}

function storedLengths(pages: readonly Page[]): number[] {
  return pages.flatMap(({ lengths }) => lengths.numbers);
}
