import { deflateSync } from 'node:zlib';
import { CrayError } from '../../errors.js';
import { DEFLATE, type TiffLayout } from './layout.js';
import { type Tag, writeNumbers } from './tags.js';

/** The file with zeros in place of its pixels. */
export function withoutPixels(file: Uint8Array, { offsets, lengths }: TiffLayout): Uint8Array {
  const frame = file.slice();
  offsets.numbers.forEach((from, i) => {
    frame.fill(0, from, from + (lengths.numbers[i] as number));
  });
  return frame;
}

/**
 * A file of the same tags, with these pixels: bare where they were, else deflated, each block where there
 * is room among those that were, or else at the end.
 */
export function withPixels(
  frame: Uint8Array,
  layout: TiffLayout,
  elements: Uint8Array,
): Uint8Array {
  const { littleEndian, offsets, lengths, compression, bare } = layout;
  const blocks = blocksOf(elements, layout).map((samples) =>
    bare ? samples : deflateSync(samples, { level: 9 }),
  );
  const places = placesFor(blocks, layout, frame.length);
  const ends = blocks.map(({ length }, i) => (places[i] as number) + length);
  const file = Buffer.alloc(ends.reduce((a, b) => Math.max(a, b), frame.length));
  file.set(frame);
  blocks.forEach((block, i) => {
    file.set(block, places[i]);
  });
  writeNumbers(file, littleEndian, offsets, places);
  writeNumbers(
    file,
    littleEndian,
    lengths,
    blocks.map(({ length }) => length),
  );
  if (!bare) writeNumbers(file, littleEndian, compression, [DEFLATE]);
  return file;
}

/** Where blocks were. */
interface Spans {
  readonly offsets: Pick<Tag, 'numbers'>;
  readonly lengths: Pick<Tag, 'numbers'>;
}

/** Where blocks go: in stretches of the file that had nothing else, one after another. */
export function placesFor(
  blocks: readonly Uint8Array[],
  { offsets, lengths }: Spans,
  fileLength: number,
): number[] {
  const places: number[] = [];
  const order = [...blocks.keys()].sort(
    (i, k) => (offsets.numbers[i] as number) - (offsets.numbers[k] as number),
  );
  let [next, free] = [0, 0];
  let end = fileLength + (fileLength % 2);
  for (const i of order) {
    const offset = offsets.numbers[i] as number;
    // A stretch goes on where the last block ended.
    if (offset !== free) next = offset;
    free = Math.min(offset + (lengths.numbers[i] as number), fileLength);
    const { length } = blocks[i] as Uint8Array;
    if (next + length <= free) {
      places[i] = next;
      next += length;
    } else {
      places[i] = end;
      end += length + (length % 2);
    }
  }
  return places;
}

/** The samples of each strip or tile as a file has them, before compression. */
export function blocksOf(elements: Uint8Array, layout: TiffLayout): Uint8Array[] {
  const { width, height, channels, depth, block, tiled, differences, littleEndian } = layout;
  const pixel = channels * (depth / 8);
  if (elements.length !== width * height * pixel) {
    throw new CrayError('CORRUPT', `tiff: ${elements.length} bytes are no ${width} x ${height}`);
  }
  const [columns, rows] = block;
  const blocks: Uint8Array[] = [];
  for (let top = 0; top < height; top += rows) {
    for (let left = 0; left < width; left += columns) {
      const filled = tiled ? rows : Math.min(rows, height - top);
      const samples = Buffer.alloc(filled * columns * pixel);
      const [w, h] = [Math.min(columns, width - left), Math.min(filled, height - top)];
      for (let y = 0; y < h; y++) {
        const from = ((top + y) * width + left) * pixel;
        samples.set(elements.subarray(from, from + w * pixel), y * columns * pixel);
      }
      if (differences) subtractLeft(samples, columns * pixel, channels, depth);
      blocks.push(depth === 16 && !littleEndian ? samples.swap16() : samples);
    }
  }
  return blocks;
}

/** Little-endian samples to their differences from the left, in place. */
function subtractLeft(samples: Buffer, rowBytes: number, channels: number, depth: 8 | 16): void {
  const step = channels * (depth / 8);
  for (let row = 0; row < samples.length; row += rowBytes) {
    for (let at = row + rowBytes - depth / 8; at >= row + step; at -= depth / 8) {
      if (depth === 8) {
        samples[at] = (samples[at] as number) - (samples[at - step] as number);
      } else {
        const difference = samples.readUInt16LE(at) - samples.readUInt16LE(at - step);
        samples.writeUInt16LE(difference & 0xffff, at);
      }
    }
  }
}
