import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type DataFormat, type Format, peekWhole, unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset } from '../picture.js';
import { decodeWithSharp, sharpOf } from '../sharpPixels.js';

/** "RIFF", a length, "WEBP". */
const HEADER = 12;

const tag = (bytes: Uint8Array, at: number) =>
  Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');

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
  detects: (start) => tag(start, 0) === 'RIFF' && tag(start, 8) === 'WEBP',
  async open(source: ByteSource) {
    const { before, pixels, after } = readChunks(await peekWhole(source, 'webp'));
    checkPicture('webp', { ...sizesOf(pixels), bytes: 4 });
    const bare = riff([chunk(pixels)]);
    const { width, height, channels, elements } = await decodeWithSharp(bare, 'webp', 8);
    if (channels !== 3 && channels !== 4) throw unsuitable('webp', `${channels} channels`);
    const again = await decodeWithSharp(
      riff([chunk(await encode(elements, [height, width, channels]))]),
      'webp',
      8,
    );
    if (Buffer.compare(again.elements, elements) !== 0) {
      throw unsuitable('webp', 'sharp does not give the same pixels again');
    }
    return pictureDataset(source, {
      format: 'webp',
      fidelity: 'pixels',
      dtype: 'u8',
      levels: 256,
      shape: [height, width, channels],
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

/** The payload of a VP8L chunk. */
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
  return readChunks(file).pixels;
}

/** What is before, in and after the one VP8L chunk. @throws CrayError DATA_INVALID */
function readChunks(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const end = HEADER - 4 + (file.length >= HEADER ? view.getUint32(4, true) : 0);
  if (end !== file.length) throw unsuitable('webp', 'its length is not what it says');
  let found: { before: Uint8Array; pixels: Uint8Array; after: Uint8Array } | undefined;
  for (let at = HEADER; at < end; ) {
    const name = tag(file, at);
    const length = at + 8 <= end ? view.getUint32(at + 4, true) : end;
    const next = at + 8 + length + (length % 2);
    if (next > end) throw unsuitable('webp', `the file ends within chunk ${name}`);
    if (['VP8 ', 'ALPH', 'ANIM', 'ANMF'].includes(name)) {
      throw unsuitable('webp', name.startsWith('AN') ? 'it is animated' : 'it is not without loss');
    }
    if (name === 'VP8L') {
      if (found) throw unsuitable('webp', 'it has several pictures');
      const pixels = file.subarray(at + 8, at + 8 + length);
      found = { before: file.subarray(HEADER, at), pixels, after: file.subarray(next) };
    }
    at = next;
  }
  if (!found) throw unsuitable('webp', 'it has no picture');
  return found;
}

/** Width and height, of 14 bits each, less one (RFC 9649, section 3.4). */
function sizesOf(pixels: Uint8Array) {
  const [, a = 0, b = 0, c = 0, d = 0] = pixels;
  return { width: 1 + (a | ((b & 63) << 8)), height: 1 + ((b >> 6) | (c << 2) | ((d & 15) << 10)) };
}

function chunk(pixels: Uint8Array): Uint8Array {
  const header = Buffer.from('VP8L\0\0\0\0', 'latin1');
  header.writeUInt32LE(pixels.length, 4);
  return Buffer.concat([header, pixels, new Uint8Array(pixels.length % 2)]);
}

function riff(chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const header = Buffer.from('RIFF\0\0\0\0', 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}
