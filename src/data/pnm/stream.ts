import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import type { Dataset } from '../dataset.js';
import { type DataFormat, MAX_HEAD, MAX_ITEM_BYTES, unsuitable, WITHOUT_COUNT } from '../format.js';
import { pictureShape } from '../picture.js';
import { fromElements, toElements, WIDE } from '../samples.js';
import { goesOn, openStream, restoreStream } from '../stream.js';
import { byBytes, rowBytes } from './bands.js';
import { type PnmHeader, readPnmHeader } from './header.js';

/** Several pictures in one stream, one after another, as Netpbm and video programs write them. */
export const pnmStream: DataFormat = {
  name: 'pnm-stream',
  fidelity: 'bytes',
  headBeforeEach: true,
  holds: {
    head: 'the header of each picture, which is the same for all',
    items: 'the pictures; of samples of one or two bytes each, not of bits or digits',
    tail: 'from the first byte that is not of such a picture to the end',
  },
  async open(source) {
    const header = readPnmHeader(await source.peek(MAX_HEAD));
    if (!byBytes(header)) throw unsuitable('pnm', 'its samples are bits or digits');
    if (pictureBytes(header) > MAX_ITEM_BYTES) {
      throw unsuitable('pnm', `its pictures have more than ${MAX_ITEM_BYTES} bytes`);
    }
    return openPictures(source, header);
  },
  async *restore(contents) {
    const { head, shape } = contents;
    const header = readPnmHeader(head);
    const expected = pictureShape(header.height, header.width, header.channels);
    if (!byBytes(header) || header.bytes !== head.length || `${shape}` !== `${expected}`) {
      throw new CrayError(
        'CORRUPT',
        `pnm: expected the header of pictures of ${shape.join(' x ')}`,
      );
    }
    yield* restoreStream(contents, pictureBytes(header), (elements) =>
      header.maxval > 255 ? fromElements(elements, WIDE, 1) : elements,
    );
  },
  heads: WITHOUT_COUNT,
};

/** Whether another picture of the same header follows the first. */
export async function picturesFollow(source: ByteSource, header: PnmHeader): Promise<boolean> {
  return byBytes(header) && goesOn(source, header.bytes, pictureBytes(header));
}

/** Opens a stream that begins with a header. */
export async function openPictures(source: ByteSource, header: PnmHeader): Promise<Dataset> {
  const { width, height, channels, maxval, bytes } = header;
  const wide = maxval > 255;
  return openStream(source, {
    format: 'pnm-stream',
    dtype: wide ? 'u16' : 'u8',
    levels: wide ? 65536 : 256,
    shape: pictureShape(height, width, channels),
    head: (await source.peek(bytes)).slice(),
    bytes: pictureBytes(header),
    elements: (samples) => (wide ? toElements(samples, WIDE, 1) : samples),
  });
}

function pictureBytes(header: PnmHeader): number {
  return header.height * rowBytes(header);
}
