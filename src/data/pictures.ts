/** Several pictures of one kind in a file that has been read whole: each is an item, or large ones are one tall one. */
import type { ByteSource } from '../bytes/source.js';
import { BAND_PIXELS } from './bands.js';
import { bytesOf } from './bytes.js';
import { type Dataset, ELEMENT_BYTES, itemSize, NO_SIDE } from './dataset.js';
import { MAX_ITEM_BYTES, MAX_WHOLE, unsuitable } from './format.js';
import { type Picture, pictureDataset } from './picture.js';

/**
 * Pictures as a data set: each an item, or where they are too large for that one below the other, in bands as
 * one large picture has them. pictureContents gives back the elements and the tail of either.
 *
 * @param source of the file, which is taken from it.
 * @param pictures with the shape of each, and the elements of all.
 * @param inBands whether rows may be taken apart, as they may not where a picture is several planes.
 * @throws CrayError DATA_INVALID for pictures that are too large.
 */
export async function picturesDataset(
  source: ByteSource,
  pictures: Picture,
  inBands = true,
): Promise<Dataset> {
  const { elements, tail, shape, dtype, ...properties } = pictures;
  const itemBytes = itemSize(shape) * ELEMENT_BYTES[dtype];
  const items = elements.length / itemBytes;
  const [height = 1, width = 1, ...rest] = shape;
  if (inBands && (items === 1 || height * width > BAND_PIXELS)) {
    return pictureDataset(source, { ...pictures, shape: [items * height, width, ...rest] });
  }
  if (itemBytes > MAX_ITEM_BYTES) throw unsuitable(pictures.format, 'its pictures are too large');
  const file = await source.readUpTo(MAX_WHOLE);
  return {
    ...properties,
    dtype,
    shape,
    head: new Uint8Array(0),
    items,
    sideBytes: 0,
    note: undefined,
    fileBytes: file.length,
    asBytes: () => bytesOf(file),
    async *pieces(most) {
      for (let at = 0; at < elements.length; at += most * itemBytes) {
        yield { elements: elements.subarray(at, at + most * itemBytes), side: NO_SIDE };
      }
    },
    async *tail() {
      yield tail;
    },
    position: () => source.position,
  };
}
