import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type DataFormat, type Format, peekWhole, unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset } from '../picture.js';
import { decodeWithSharp, sharpOf } from '../sharpPixels.js';
import { chunk, hintOf, isWebp, readChunks, riff, sizesOf, withHint } from './chunks.js';

/**
 * WebP without loss, of which the same pixels come back, also those under full transparency, in a file
 * with the same chunks beside them: colour profile, EXIF, XMP. The pixels of a picture with loss would
 * take more than its bytes do, so such a file is bytes.
 */
const webpPixels: DataFormat = {
  name: 'webp',
  fidelity: 'pixels',
  holds: {
    head: 'nothing',
    items: 'one picture',
    tail: 'parts: chunks before VP8L; chunks after it',
  },
  detects: isWebp,
  async open(source: ByteSource) {
    const { before, pixels, after } = readChunks(await peekWhole(source, 'webp'));
    const { width, height } = sizesOf(pixels);
    checkPicture('webp', { width, height, bytes: 4 });
    const all = await decodeAll(pixels);
    const channels = hintOf(pixels) ? 4 : 3;
    if (channels === 3 && hasAlpha(all)) {
      // Some readers show this alpha and some do not, so a new file would have to have the same hint.
      throw unsuitable('webp', 'it has an alpha and says that it has none');
    }
    const elements = channels === 4 ? all : withoutAlpha(all);
    const shape = [height, width, channels];
    const again = await decodeAll(await encode(elements, shape));
    if (Buffer.compare(again, all) !== 0) {
      throw unsuitable('webp', 'sharp does not give the same pixels again');
    }
    return pictureDataset(source, {
      format: 'webp',
      fidelity: 'pixels',
      dtype: 'u8',
      levels: 256,
      shape,
      elements,
      tail: joinParts([before, after]),
    });
  },
  async *restore(contents) {
    const { elements, tail, shape } = await pictureContents(contents);
    const [before, after] = splitParts(tail, 2, 'webp') as [Uint8Array, Uint8Array];
    yield riff([before, chunk(await encode(elements, shape)), after]);
  },
};

export const webp: Format = { title: 'WebP', dataFormats: [webpPixels] };

/** All that a VP8L payload holds, whatever it says of its alpha: red, green, blue and alpha of each pixel. */
async function decodeAll(pixels: Uint8Array): Promise<Uint8Array> {
  const file = riff([chunk(withHint(pixels, true))]);
  const { channels, elements } = await decodeWithSharp(file, 'webp', 8);
  if (channels !== 4) throw unsuitable('webp', `expected 4 channels, got ${channels}`);
  return elements;
}

/** Whether a pixel is not opaque. */
function hasAlpha(all: Uint8Array): boolean {
  return all.some((byte, i) => i % 4 === 3 && byte !== 255);
}

function withoutAlpha(all: Uint8Array): Uint8Array {
  const elements = new Uint8Array((all.length / 4) * 3);
  for (let from = 0, to = 0; from < all.length; from += 4, to += 3) {
    elements[to] = all[from] as number;
    elements[to + 1] = all[from + 1] as number;
    elements[to + 2] = all[from + 2] as number;
  }
  return elements;
}

/** The payload of a VP8L chunk, which says of its alpha that it is used where there is one. */
async function encode(elements: Uint8Array, shape: readonly number[]): Promise<Uint8Array> {
  const [height = 0, width = 0, channels = 0] = shape;
  if ((channels !== 3 && channels !== 4) || elements.length !== height * width * channels) {
    throw new CrayError('CORRUPT', `webp: ${elements.length} bytes are no ${shape.join(' x ')}`);
  }
  const image = await sharpOf(elements, { width, height, channels, depth: 8 });
  const encoded = image.webp({ lossless: true, exact: true }).toBuffer();
  const file = await encoded.catch((cause: Error) => {
    throw new CrayError('CORRUPT', `webp: ${shape.join(' x ')}: sharp: ${cause.message}`, {
      cause,
    });
  });
  return withHint(readChunks(file).pixels, channels === 4);
}
