import type { ByteSource } from '../../bytes/source.js';
import { type DataFormat, type Format, unlessUnsuitable, unsuitable } from '../format.js';
import { pictureContents, pictureDataset } from '../picture.js';
import { withoutPixels, withPixels } from './blocks.js';
import { exactTiff, tiffExact } from './exact.js';
import { layoutOf } from './layout.js';
import { exactPage, tiffPages, tiffPagesExact } from './pages/pages.js';
import { isTiff, pictureOf, pixelsOf, readTiff } from './pixels.js';
import { readTags } from './tags.js';

/**
 * TIFF 6.0 of one picture of 8 or 16 bits: gray, with alpha, RGB, RGBA or palette, compressed without
 * loss or not at all, in strips or tiles. The same pixels come back in a file with the same tags, so with
 * the same profile, EXIF and texts; one that is not compressed comes back byte for byte.
 */
const tiffPixels: DataFormat = {
  name: 'tiff',
  fidelity: 'pixels',
  holds: {
    head: 'nothing',
    items: 'one picture, its samples as they are',
    tail: 'the file, with zeros for its pixels',
  },
  exact: tiffExact,
  detects: isTiff,
  async open(source: ByteSource) {
    const read = await readTiff(source);
    const { file, layout, elements } = read;
    const picture = { ...pictureOf(layout), elements };
    if (layout.bare) {
      return pictureDataset(source, { ...picture, ...(await exactTiff(read)), fidelity: 'bytes' });
    }
    const frame = withoutPixels(file, layout);
    const again = withPixels(frame, layout, elements);
    if (Buffer.compare(pixelsOf(again), elements) !== 0) {
      throw unsuitable('tiff', 'it does not give the same pixels again');
    }
    return pictureDataset(
      source,
      { ...picture, format: 'tiff', fidelity: 'pixels', tail: frame },
      async () =>
        (await unlessUnsuitable(exactTiff(read))) ?? unlessUnsuitable(exactPage(file, elements)),
    );
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    yield withPixels(tail, layoutOf(readTags(tail)), elements);
  },
};

export const tiff: Format = {
  title: 'TIFF',
  asPixels: 'compressed TIFF',
  exactBy: ['zlib', 'libtiff'],
  dataFormats: [tiffPixels, tiffExact, tiffPages, tiffPagesExact],
};
