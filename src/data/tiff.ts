import type { ByteSource } from '../bytes/source.js';
import { type Format, peekWhole, unsuitable } from './format.js';
import { checkPicture, pictureContents, pictureDataset, pictureShape } from './picture.js';
import { decodeWithSharp } from './sharpPixels.js';
import { layoutOf, type TiffLayout, withoutPixels, withPixels } from './tiffBlocks.js';
import { readTags, writeNumbers } from './tiffTags.js';

/** What samples of one channel stand for when they stand for nothing else. */
const MIN_IS_BLACK = 1;

/**
 * TIFF 6.0 of one picture of 8 or 16 bits: gray, with alpha, RGB, RGBA or palette, compressed without
 * loss or not at all, in strips or tiles. The same pixels come back in a file with the same tags, so with
 * the same profile, EXIF and texts; not compressed they are at the same place.
 */
export const tiff: Format = {
  name: 'tiff',
  fidelity: 'pixels',
  detects: (start) =>
    ['49492a00', '4d4d002a'].includes(Buffer.from(start.subarray(0, 4)).toString('hex')),
  async open(source: ByteSource) {
    const file = await peekWhole(source, 'tiff');
    const layout = layoutOf(readTags(file));
    const { width, height, channels, depth } = layout;
    checkPicture('tiff', { width, height, bytes: (channels * depth) / 8 });
    const frame = withoutPixels(file, layout);
    const elements = await pixelsOf(file, layout);
    const again = withPixels(frame, layout, elements);
    if (Buffer.compare(await pixelsOf(again, layoutOf(readTags(again))), elements) !== 0) {
      throw unsuitable('tiff', 'it does not give the same pixels again');
    }
    return pictureDataset(source, {
      format: 'tiff',
      fidelity: 'pixels',
      dtype: depth === 16 ? 'u16' : 'u8',
      levels: depth === 16 ? 65536 : 256,
      shape: pictureShape(height, width, channels),
      elements,
      tail: frame,
    });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    yield withPixels(tail, layoutOf(readTags(tail)), elements);
  },
};

/** The samples as they are: indices of a palette, and white where that is zero. */
async function pixelsOf(file: Uint8Array, layout: TiffLayout): Promise<Uint8Array> {
  const { width, height, channels, depth, littleEndian, photometric } = layout;
  const copy = file.slice();
  if (channels < 3) writeNumbers(copy, littleEndian, photometric, [MIN_IS_BLACK]);
  const pixels = await decodeWithSharp(copy, 'tiff', depth);
  if (pixels.width !== width || pixels.height !== height || pixels.channels !== channels) {
    const { width: w, height: h, channels: c } = pixels;
    throw unsuitable('tiff', `expected ${width} x ${height} x ${channels}, got ${w} x ${h} x ${c}`);
  }
  return pixels.elements;
}
