import type { ByteSource } from '../../bytes/source.js';
import { peekWhole, unsuitable } from '../format.js';
import { checkPicture, pictureShape } from '../picture.js';
import { decodeWithSharp } from '../sharpPixels.js';
import { layoutOf, type TiffLayout } from './layout.js';
import { readTags, writeNumbers } from './tags.js';

/** What samples of one channel stand for when they stand for nothing else. */
const MIN_IS_BLACK = 1;

/** What channels beside the colours are when nothing is said of them. */
const UNSPECIFIED = 0;

/** A file whose pixels are known. */
export interface Tiff {
  readonly file: Uint8Array;
  readonly layout: TiffLayout;
  /** Row after row, little-endian. */
  readonly elements: Uint8Array;
}

export function isTiff(start: Uint8Array): boolean {
  return ['49492a00', '4d4d002a'].includes(Buffer.from(start.subarray(0, 4)).toString('hex'));
}

/** Reads a file, without taking it. @throws CrayError DATA_INVALID for one that cannot be written again. */
export async function readTiff(source: ByteSource): Promise<Tiff> {
  const file = await peekWhole(source, 'tiff');
  const layout = layoutOf(readTags(file));
  const { width, height, channels, depth, offsets, lengths } = layout;
  checkPicture('tiff', { width, height, bytes: (channels * depth) / 8 });
  offsets.numbers.forEach((from, i) => {
    if (from + (lengths.numbers[i] as number) <= file.length) return;
    throw unsuitable('tiff', 'the file ends within its pixels');
  });
  return { file, layout, elements: await pixelsOf(file, layout) };
}

/** What the picture is, as an item. */
export function pictureOf({ width, height, channels, depth }: TiffLayout) {
  return {
    dtype: depth === 16 ? ('u16' as const) : ('u8' as const),
    levels: depth === 16 ? 65536 : 256,
    shape: pictureShape(height, width, channels),
  };
}

/**
 * The samples as they are: indices of a palette, white where that is zero, and colours that an alpha is in, which
 * sharp takes out of them, so that what is transparent would come back as black.
 */
export async function pixelsOf(file: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const { width, height, channels, depth, littleEndian, photometric, extraSamples } = layout;
  const copy = file.slice();
  if (extraSamples) {
    if (extraSamples.numbers.length === 0)
      throw unsuitable('tiff', 'its alpha is of no known kind');
    const none = extraSamples.numbers.map(() => UNSPECIFIED);
    writeNumbers(copy, littleEndian, extraSamples, none);
  }
  if (channels < 3) writeNumbers(copy, littleEndian, photometric, [MIN_IS_BLACK]);
  const pixels = await decodeWithSharp(copy, 'tiff', depth);
  if (pixels.width !== width || pixels.height !== height || pixels.channels !== channels) {
    const { width: w, height: h, channels: c } = pixels;
    throw unsuitable('tiff', `expected ${width} x ${height} x ${channels}, got ${w} x ${h} x ${c}`);
  }
  return pixels.elements;
}
