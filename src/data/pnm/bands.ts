import type { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { bandOf, MANY_BYTES, rowsDataset, rowsOf } from '../bands.js';
import type { Dataset } from '../dataset.js';
import { type DataFormat, MAX_HEAD, MAX_ITEM_BYTES, unsuitable } from '../format.js';
import { pictureShape } from '../picture.js';
import { fromElements, toElements, WIDE } from '../samples.js';
import { type PnmHeader, readPnmHeader } from './header.js';

/** PGM, PPM and PAM (Netpbm), raw, too large to be read at once: rows go by as they are coded. */
export const pnmBands: DataFormat = {
  name: 'pnm-bands',
  fidelity: 'bytes',
  rebuilt: true,
  holds: {
    head: 'the header',
    items: 'as in `pnm`, in bands; of samples of one or two bytes each, not of bits or digits',
    tail: 'what follows the last whole band or the picture',
  },
  async open(source) {
    const header = readPnmHeader(await source.peek(MAX_HEAD));
    if (!byBytes(header)) throw unsuitable('pnm', 'its samples are bits or digits');
    return openBands(source, header);
  },
  async *restore({ head, pieces, tail }) {
    const header = readPnmHeader(head);
    if (!byBytes(header) || header.bytes !== head.length) {
      throw new CrayError('CORRUPT', 'pnm: expected the header of samples of one or two bytes');
    }
    yield head;
    for await (const rows of rowsOf(pieces, header.height * rowBytes(header))) {
      yield header.maxval > 255 ? fromElements(rows, WIDE, 1) : rows;
    }
    yield* tail;
  },
};

/** Whether a picture goes by in bands. */
export function inBands(header: PnmHeader): boolean {
  const row = rowBytes(header);
  return byBytes(header) && header.height * row > MANY_BYTES && row <= MAX_ITEM_BYTES;
}

/** Opens a file that begins with a header. */
export async function openBands(source: ByteSource, header: PnmHeader): Promise<Dataset> {
  const { width, height, channels, maxval, bytes } = header;
  const wide = maxval > 255;
  const shape = {
    dtype: wide ? ('u16' as const) : ('u8' as const),
    height,
    row: pictureShape(height, width, channels).slice(1),
  };
  const { bandBytes } = bandOf(shape);
  const got = (await source.peek(bytes + bandBytes)).length - bytes;
  if (got < bandBytes) {
    const expected = height * rowBytes(header);
    throw unsuitable('pnm', `expected ${expected} bytes of pixels, got ${got}`);
  }
  return rowsDataset({
    ...shape,
    format: 'pnm-bands',
    fidelity: 'bytes',
    levels: wide ? 65536 : 256,
    head: await source.readUpTo(bytes),
    rows: source,
    elements: (rows) => (wide ? toElements(rows, WIDE, 1) : rows),
    tail: () => source.pieces(1 << 20),
    position: () => source.position,
  });
}

/** Whether samples are bytes, one or two each. */
export function byBytes({ plain, packed }: PnmHeader): boolean {
  return !plain && !packed;
}

/** Bytes of a row of such samples. */
export function rowBytes({ width, channels, maxval }: PnmHeader): number {
  return width * channels * (maxval > 255 ? 2 : 1);
}
