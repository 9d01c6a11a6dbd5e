import { CrayError } from '../../errors.js';
import { type Format, peekWhole, unsuitable } from '../format.js';
import { joinParts, splitParts } from '../parts.js';
import { checkPicture, pictureContents, pictureDataset, pictureShape } from '../picture.js';
import { decodeQoi, encodeQoi } from './codec.js';

const HEADER = 14;

/** QOI, as its reference encoder writes it, which is tried. */
export const qoi: Format = {
  title: 'QOI',
  dataFormats: [
    {
      name: 'qoi',
      fidelity: 'bytes',
      rebuilt: true,
      holds: {
        head: 'nothing',
        items: 'one picture',
        tail: 'parts: the header; what follows the last pixel',
      },
      detects: (start) => Buffer.from(start.subarray(0, 4)).toString('latin1') === 'qoif',
      async open(source) {
        const file = await peekWhole(source, 'qoi');
        const { width, height, channels } = readHeader(file);
        checkPicture('qoi', { width, height, bytes: channels });
        // A byte says 62 pixels at most.
        if (width * height > 62 * file.length) throw unsuitable('qoi', 'it has too few pixels');
        const decoded = decodeQoi(file, HEADER, width * height, channels);
        if (!decoded) throw unsuitable('qoi', 'it has too few pixels');
        const { samples: elements, end } = decoded;
        if (Buffer.compare(encodeQoi(elements, channels), file.subarray(HEADER, end)) !== 0) {
          throw unsuitable('qoi', 'it is not as the reference encoder writes it');
        }
        return pictureDataset(source, {
          format: 'qoi',
          fidelity: 'bytes',
          dtype: 'u8',
          levels: 256,
          shape: pictureShape(height, width, channels),
          elements,
          tail: joinParts([file.subarray(0, HEADER), file.subarray(end)]),
        });
      },
      async *restore(contents) {
        const { elements, tail } = await pictureContents(contents);
        const [head, after] = splitParts(tail, 2, 'qoi') as [Uint8Array, Uint8Array];
        const { width, height, channels } = readHeader(head);
        const expected = width * height * channels;
        if (elements.length !== expected) {
          throw new CrayError('CORRUPT', `qoi: expected ${expected} bytes, got ${elements.length}`);
        }
        yield head;
        yield encodeQoi(elements, channels);
        yield after;
      },
    },
  ],
};

function readHeader(start: Uint8Array) {
  if (start.length < HEADER) throw unsuitable('qoi', 'the file ends within its header');
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const [width, height, channels] = [view.getUint32(4), view.getUint32(8), start[12]];
  if (width === 0 || height === 0) {
    throw unsuitable('qoi', `expected positive sizes, got ${width} x ${height}`);
  }
  if (channels !== 3 && channels !== 4) {
    throw unsuitable('qoi', `expected 3 or 4 channels, got ${channels}`);
  }
  return { width, height, channels: channels as 3 | 4 };
}
