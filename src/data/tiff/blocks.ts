import { deflateSync } from 'node:zlib';
import { CrayError } from '../../errors.js';
import { MAX_ITEM_BYTES, unsuitable } from '../format.js';
import { TAG, type Tag, type TiffTags, writeNumbers } from './tags.js';

/** Codes of compression that keep all bits: none, LZW, deflate, its old number, runs. */
const KEPT = [1, 5, 8, 32946, 32773];
const NONE = 1;
const DEFLATE = 8;
const DIFFERENCES = 2;

/** How the pixels of a file are laid out. */
export interface TiffLayout {
  readonly littleEndian: boolean;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly depth: 8 | 16;
  /** Whether blocks are as they are, and not compressed. */
  readonly bare: boolean;
  /** Whether samples are differences from the left. */
  readonly differences: boolean;
  /** Width and height of strips or tiles; the last strip may be lower, tiles are filled up. */
  readonly block: readonly [width: number, height: number];
  readonly tiled: boolean;
  readonly compression: Tag;
  readonly photometric: Tag;
  readonly offsets: Tag;
  readonly lengths: Tag;
}

/** @throws CrayError DATA_INVALID for pixels that cannot be written again. */
export function layoutOf({ littleEndian, tags }: TiffTags): TiffLayout {
  const number = (tag: number, otherwise: number) => tags.get(tag)?.numbers[0] ?? otherwise;
  const [width, height] = [number(TAG.width, 0), number(TAG.height, 0)];
  const channels = number(TAG.channels, 1);
  const depths = tags.get(TAG.bits)?.numbers ?? [1];
  const depth = depths[0] as number;
  const tiled = tags.has(TAG.tileOffsets);
  const block = tiled
    ? ([number(TAG.tileWidth, 0), number(TAG.tileHeight, 0)] as const)
    : ([width, Math.min(height, number(TAG.rowsPerStrip, height))] as const);
  const compression = tags.get(TAG.compression);
  const photometric = tags.get(TAG.photometric);
  const offsets = tags.get(tiled ? TAG.tileOffsets : TAG.stripOffsets);
  const lengths = tags.get(tiled ? TAG.tileBytes : TAG.stripBytes);
  if (!compression || !photometric || !offsets || !lengths) throw bad('tags are missing');
  const code = compression.numbers[0] as number;
  if (!KEPT.includes(code)) throw bad(`compression ${code} is not one without loss`);
  if ((depth !== 8 && depth !== 16) || depths.some((bits) => bits !== depth)) {
    throw bad(`expected 8 or 16 bits a sample, got ${depths}`);
  }
  const colours = photometric.numbers[0] === 2 ? [3, 4] : [1, 2];
  if ((photometric.numbers[0] ?? 9) > 3 || !colours.includes(channels)) {
    throw bad(`${channels} channels of photometric ${photometric.numbers[0]}`);
  }
  if (number(TAG.sampleFormat, 1) !== 1) throw bad('its samples are no unsigned integers');
  if (number(TAG.planar, 1) !== 1 && channels > 1) throw bad('its channels are apart');
  const predictor = number(TAG.predictor, 1);
  if (predictor > 2) throw bad(`predictor ${predictor} is not known`);
  const [across, down] = block.map((size, i) => Math.ceil((i ? height : width) / size));
  const blocks = (across as number) * (down as number);
  if (blocks !== offsets.numbers.length || blocks !== lengths.numbers.length) {
    throw bad(`expected ${blocks} blocks, got ${offsets.numbers.length}`);
  }
  if (blocks * (block[0] * block[1] * channels * (depth / 8)) > MAX_ITEM_BYTES) {
    throw bad(`${blocks} blocks of ${block.join(' x ')} are absurd`);
  }
  const differences = predictor === DIFFERENCES;
  const bare = code === NONE;
  const tagged = { compression, photometric, offsets, lengths };
  return {
    littleEndian,
    width,
    height,
    channels,
    depth,
    bare,
    differences,
    block,
    tiled,
    ...tagged,
  };
}

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

/** Where blocks go: in stretches of the file that had nothing else, one after another. */
function placesFor(
  blocks: readonly Uint8Array[],
  { offsets, lengths }: TiffLayout,
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

function bad(message: string) {
  return unsuitable('tiff', message);
}
