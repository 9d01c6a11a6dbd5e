import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { type Dataset, NO_SIDE } from '../dataset.js';
import { type DataFormat, MAX_HEAD, MAX_ITEM_BYTES, unsuitable, WITHOUT_COUNT } from '../format.js';
import { pictureShape } from '../picture.js';
import { fromElements, toElements, WIDE } from '../samples.js';
import { byBytes, rowBytes } from './bands.js';
import { type PnmHeader, readPnmHeader } from './header.js';

/** Bytes of a tail that are read at once. */
const TAIL_BYTES = 1 << 20;

/** Several pictures in one stream, one after another, as Netpbm and video programs write them. */
export const pnmStream: DataFormat = {
  name: 'pnm-stream',
  fidelity: 'bytes',
  holds: {
    head: 'the header of each picture, which is the same for all',
    items: 'the pictures; of samples of one or two bytes each, not of bits or digits',
    tail: 'from the first byte that is not of such a picture to the end',
  },
  async open(source) {
    const header = readPnmHeader(await source.peek(MAX_HEAD));
    if (!byBytes(header)) throw unsuitable('pnm', 'its samples are bits or digits');
    checkItem(header);
    return openStream(source, header);
  },
  async *restore({ head, shape, pieces, tail }) {
    const header = readPnmHeader(head);
    const expected = pictureShape(header.height, header.width, header.channels);
    if (!byBytes(header) || header.bytes !== head.length || `${shape}` !== `${expected}`) {
      throw new CrayError(
        'CORRUPT',
        `pnm: expected the header of pictures of ${shape.join(' x ')}`,
      );
    }
    const bytes = header.height * rowBytes(header);
    for await (const { elements } of pieces) {
      const samples = header.maxval > 255 ? fromElements(elements, WIDE, 1) : elements;
      for (let at = 0; at < samples.length; at += bytes) {
        yield head;
        yield samples.subarray(at, at + bytes);
      }
    }
    yield* tail;
  },
  heads: WITHOUT_COUNT,
};

/** @throws CrayError DATA_INVALID for pictures that no container holds. */
function checkItem(header: PnmHeader): void {
  if (header.height * rowBytes(header) <= MAX_ITEM_BYTES) return;
  throw unsuitable('pnm', `its pictures have more than ${MAX_ITEM_BYTES} bytes`);
}

/** Whether another picture of the same header follows the first. */
export async function goesOn(source: ByteSource, header: PnmHeader): Promise<boolean> {
  if (!byBytes(header)) return false;
  const bytes = recordBytes(header);
  const start = await source.peek(bytes + header.bytes);
  return beginsAt(start, bytes, start.subarray(0, header.bytes));
}

/** Opens a stream that begins with a header. */
export async function openStream(source: ByteSource, header: PnmHeader): Promise<Dataset> {
  const { width, height, channels, maxval, bytes } = header;
  const record = recordBytes(header);
  const head = (await source.peek(bytes)).slice();
  const wide = maxval > 255;
  let rest: Uint8Array = new Uint8Array(0);
  return {
    format: 'pnm-stream',
    fidelity: 'bytes',
    dtype: wide ? 'u16' : 'u8',
    levels: wide ? 65536 : 256,
    shape: pictureShape(height, width, channels),
    head,
    items: undefined,
    sideBytes: 0,
    note: undefined,
    async *pieces(most) {
      for (let whole = true; whole; ) {
        const records = await source.readUpTo(most * record);
        const pictures: Uint8Array[] = [];
        let at = 0;
        for (; at + record <= records.length && beginsAt(records, at, head); at += record) {
          pictures.push(records.subarray(at + bytes, at + record));
        }
        whole = at === most * record;
        rest = records.subarray(at);
        const samples = Buffer.concat(pictures);
        const elements = wide ? toElements(samples, WIDE, 1) : new Uint8Array(samples);
        if (at > 0) yield { elements, side: NO_SIDE };
      }
    },
    async *tail() {
      yield rest;
      yield* source.pieces(TAIL_BYTES);
    },
    position: () => source.position,
  };
}

/** Bytes of a picture with its header. */
function recordBytes(header: PnmHeader): number {
  return header.bytes + header.height * rowBytes(header);
}

/** Whether some bytes are at a place of others. */
function beginsAt(bytes: Uint8Array, at: number, head: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(at, at + head.length), head) === 0;
}
