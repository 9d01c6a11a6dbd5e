import { CrayError } from '../../errors.js';
import { unsuitable } from '../format.js';
import { checkPicture, pictureShape } from '../picture.js';
import { headerOf, inflatedIdats, type PngFile } from './chunks.js';
import { decodePixels, filteredBytes, type PngHeader, sampleBytes } from './pixels.js';

/** The pixels of a file. */
export interface Pixels {
  readonly elements: Uint8Array;
  readonly filters: Uint8Array;
}

/** The pixels of a file that has been taken apart. @throws CrayError DATA_INVALID */
export async function readPixels({ header, idats }: PngFile): Promise<Pixels> {
  const { width, height, channels } = header;
  checkPicture('png', { width, height, bytes: channels * sampleBytes(header) });
  const pixels = decodePixels(await inflate(idats, filteredBytes(header)), header);
  if (!pixels) throw unsuitable('png', 'a row has a filter that is not known');
  return pixels;
}

/** All filtered rows: a large picture is in memory once. */
async function inflate(idats: readonly Uint8Array[], expected: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(expected);
  let got = 0;
  for await (const rows of inflatedIdats(idats, expected)) {
    bytes.set(rows, got);
    got += rows.length;
  }
  return bytes;
}

/** What the picture is, as an item. */
export function pictureOf(header: PngHeader, elements: Uint8Array) {
  const { width, height, channels, depth } = header;
  return {
    dtype: depth === 16 ? ('u16' as const) : ('u8' as const),
    levels: 1 << depth,
    shape: pictureShape(height, width, channels),
    elements,
  };
}

/** The header, once the pixels are found to be as many as it says. */
export function checkedHeader(before: Uint8Array, elements: Uint8Array): PngHeader {
  const header = headerOf(before);
  const expected = header.width * header.height * header.channels * sampleBytes(header);
  if (elements.length !== expected) {
    throw new CrayError('CORRUPT', `png: expected ${expected} bytes, got ${elements.length}`);
  }
  return header;
}
