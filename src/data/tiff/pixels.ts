import type { ByteSource } from '../../bytes/source.js';
import { peekWhole, unsuitable } from '../format.js';
import { checkPicture, pictureShape } from '../picture.js';
import { layoutOf, type TiffLayout } from './layout.js';
import { isStack, pagesOf } from './pages/choose.js';
import { decompressed } from './pages/decompress.js';
import { samplesOf } from './pages/samples.js';
import { readTags } from './tags.js';

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
  if (isStack(file)) throw unsuitable('tiff', 'it is a stack of pictures');
  const tags = readTags(file);
  if (tags.twice) throw unsuitable('tiff', 'a tag is there twice');
  const layout = layoutOf(tags);
  const { width, height, channels, depth, offsets, lengths } = layout;
  checkPicture('tiff', { width, height, bytes: (channels * depth) / 8 });
  offsets.numbers.forEach((from, i) => {
    if (from + (lengths.numbers[i] as number) <= file.length) return;
    throw unsuitable('tiff', 'the file ends within its pixels');
  });
  return { file, layout, elements: pixelsOf(file) };
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
 * The samples as the file has them, by this program's own reading: sharp takes out of colours an alpha that is in
 * them, and refuses what libtiff only warns of.
 *
 * @throws CrayError DATA_INVALID
 */
export function pixelsOf(file: Uint8Array): Uint8Array {
  const [page] = pagesOf(file);
  if (!page) throw unsuitable('tiff', 'it has no pictures');
  return samplesOf(decompressed(file, page), page);
}
