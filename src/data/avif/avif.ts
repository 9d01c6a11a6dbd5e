import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type DataFormat, type Format, peekWhole, unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset } from '../picture.js';
import { decodeWithSharp, sharpOf } from '../sharpPixels.js';
import { type AvifItems, readItems } from './items.js';
import { hole, replaceItems, withHoles, withoutHoles } from './payloads.js';
import { checkAllSeen, checkSameColours } from './proof.js';

/** sharp's effort: 4, its default, takes three times as long for files that are 2 % smaller. */
const EFFORT = 3;

/**
 * AVIF without loss, of 8, 10 or 12 bits, of which the same pixels come back in a file with the same
 * boxes around them: colour profile, EXIF, XMP, thumbnails. As with WebP, a picture with loss is bytes,
 * and so is a gray one, of which sharp makes one of three channels.
 */
const avifPixels: DataFormat = {
  name: 'avif',
  fidelity: 'pixels',
  holds: {
    head: 'nothing',
    items: 'one picture',
    tail: 'parts: numbers: where the coded colours and alpha are, and their lengths; the file without these',
  },
  detects: isAvif,
  async open(source: ByteSource) {
    const file = await peekWhole(source, 'avif');
    const items = readItems(file);
    const { depth, width, height, coded } = items;
    checkAllSeen(file, items);
    checkPicture('avif', { width, height, bytes: depth > 8 ? 8 : 4 });
    const elements = await pixelsOf(file, items);
    const again = await withPixels(file, items, elements);
    const itemsAgain = readItems(again);
    checkAllSeen(again, itemsAgain);
    checkSameColours(file, items, again, itemsAgain);
    if (Buffer.compare(await pixelsOf(again, itemsAgain), elements) !== 0) {
      throw unsuitable('avif', 'sharp does not give the same pixels again');
    }
    const holes = coded.map(hole);
    return pictureDataset(source, {
      format: 'avif',
      fidelity: 'pixels',
      dtype: depth > 8 ? 'u16' : 'u8',
      levels: 1 << depth,
      shape: [height, width, channelsOf(items)],
      elements,
      tail: joinParts(withoutHoles(file, holes)),
    });
  },
  async *restore(contents) {
    const { elements, tail } = await pictureContents(contents);
    const [holes, rest] = splitParts(tail, 2, 'avif') as [Uint8Array, Uint8Array];
    const frame = withHoles(rest, holes);
    yield await withPixels(frame, readItems(frame), elements);
  },
};

export const avif: Format = { title: 'AVIF', dataFormats: [avifPixels] };

/** Whether a file type box names the format, as its own or among those it agrees with. */
function isAvif(start: Uint8Array): boolean {
  const text = (from: number, to: number) =>
    Buffer.from(start.subarray(from, to)).toString('latin1');
  if (text(4, 8) !== 'ftyp') return false;
  const length = Buffer.from(start).readUInt32BE(0);
  const brands = text(8, Math.min(length, 256)).match(/.{4}/gs) ?? [];
  return brands.some((brand, i) => i !== 1 && (brand === 'avif' || brand === 'avis'));
}

/** Samples of 16 bits have those of the file in their upper bits. */
async function pixelsOf(file: Uint8Array, items: AvifItems): Promise<Uint8Array> {
  const { width, height, depth } = items;
  const pixels = await decodeWithSharp(file, 'avif', depth > 8 ? 16 : 8);
  const [w, h, c] = [pixels.width, pixels.height, pixels.channels];
  if (w !== width || h !== height || c !== channelsOf(items)) {
    const expected = `${width} x ${height} x ${channelsOf(items)}`;
    throw unsuitable('avif', `expected ${expected}, got ${w} x ${h} x ${c}`);
  }
  return depth > 8 ? shifted(pixels.elements, (sample) => sample >> (16 - depth)) : pixels.elements;
}

/** The file with these pixels in place of its own. @throws CrayError DATA_INVALID, CORRUPT */
async function withPixels(
  frame: Uint8Array,
  items: AvifItems,
  elements: Uint8Array,
): Promise<Uint8Array> {
  const { width, height, depth } = items;
  const channels = channelsOf(items);
  const expected = width * height * channels * (depth > 8 ? 2 : 1);
  if (elements.length !== expected) {
    throw new CrayError('CORRUPT', `avif: expected ${expected} bytes, got ${elements.length}`);
  }
  const samples = depth > 8 ? shifted(elements, (sample) => sample << (16 - depth)) : elements;
  const image = await sharpOf(samples, { width, height, channels, depth: depth > 8 ? 16 : 8 });
  const file = await image
    .avif({ lossless: true, bitdepth: depth, chromaSubsampling: '4:4:4', effort: EFFORT })
    .toBuffer()
    .catch((cause: Error) => {
      throw unsuitable('avif', `${width} x ${height}: sharp: ${cause.message}`);
    });
  return replaceItems(frame, items, file, readItems(file));
}

function channelsOf({ coded }: AvifItems): 3 | 4 {
  return coded.length === 2 ? 4 : 3;
}

function shifted(elements: Uint8Array, shift: (sample: number) => number): Uint8Array {
  const samples = new Uint16Array(new Uint8Array(elements).buffer);
  return new Uint8Array(samples.map(shift).buffer);
}
