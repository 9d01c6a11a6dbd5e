import { ByteSource } from '../../bytes/source.js';
import { CrayError } from '../../errors.js';
import { bandOf, MANY_BYTES, rowsDataset, rowsOf } from '../bands.js';
import type { Dataset } from '../dataset.js';
import { type DataFormat, MAX_HEAD, MAX_ITEM_BYTES, peekWhole, unsuitable } from '../format.js';
import { pictureShape } from '../picture.js';
import { fromElements, WIDE } from '../samples.js';
import { deflatedIdats, headerOf, inflatedIdats, type PngFile, readPng } from './chunks.js';
import { decodePixels, encodePixels, type PngHeader, sampleBytes } from './pixels.js';
import { LAST_FILTER } from './rows.js';

/**
 * PNG whose pixels are too many to be in memory at once: the file is, and its rows go by as they are
 * coded. The same pixels come back, as by `png`.
 */
export const pngBands: DataFormat = {
  name: 'png-bands',
  fidelity: 'pixels',
  holds: {
    head: 'all before the first IDAT',
    items: 'as in `png`, in bands; not interlaced, of samples of a byte or two',
    tail: 'all after the last IDAT',
  },
  async open(source) {
    const file = readPng(await peekWhole(source, 'png'));
    if (!byRows(file))
      throw unsuitable(
        'png',
        'its rows are interlaced, of less than bytes, or behind too much else',
      );
    return openBands(source, file);
  },
  async *restore({ head, pieces, tail }) {
    const header = headerOf(head);
    if (!byRows({ header, before: head })) {
      throw new CrayError('CORRUPT', 'png: expected the header of rows of whole bytes');
    }
    yield head;
    const elements = rowsOf(pieces, header.height * rowBytes(header));
    yield* deflatedIdats(filteredRows(elements, header));
    yield* tail;
  },
};

/** Whether a picture goes by in bands. */
export function inBands(file: Pick<PngFile, 'header' | 'before'>): boolean {
  const { height } = file.header;
  const row = rowBytes(file.header);
  return byRows(file) && height * row > MANY_BYTES && row <= MAX_ITEM_BYTES;
}

/**
 * Opens a file that has been taken apart.
 *
 * @throws CrayError DATA_INVALID for rows that do not inflate, are not as many as the header says, or have a
 * filter that is not known.
 */
export async function openBands(source: ByteSource, png: PngFile): Promise<Dataset> {
  const { header, before, idats, after } = png;
  const { width, height, channels, depth } = header;
  const shape = {
    dtype: depth === 16 ? ('u16' as const) : ('u8' as const),
    height,
    row: pictureShape(height, width, channels).slice(1),
  };
  await checkRows(idats, header);
  const file = await source.readUpTo(Number.MAX_SAFE_INTEGER);
  return rowsDataset({
    ...shape,
    format: 'png-bands',
    fidelity: 'pixels',
    levels: 1 << depth,
    head: before,
    rows: new ByteSource(elementsOf(idats, header, bandOf(shape).rows)),
    elements: (rows) => rows,
    async *tail() {
      yield after;
    },
    position: () => source.position,
    file,
  });
}

/** Whether rows come one after another, of whole bytes, behind what is short enough for a head. */
function byRows({ header, before }: Pick<PngFile, 'header' | 'before'>): boolean {
  return !header.interlaced && header.depth >= 8 && before.length <= MAX_HEAD;
}

/** Bytes of the elements of a row. */
function rowBytes(header: PngHeader): number {
  return header.width * header.channels * sampleBytes(header);
}

/** Inflates all rows once, and looks at each one's filter. @throws CrayError DATA_INVALID */
async function checkRows(idats: readonly Uint8Array[], header: PngHeader): Promise<void> {
  const stride = 1 + rowBytes(header);
  let got = 0;
  for await (const rows of inflatedIdats(idats, header.height * stride)) {
    for (let at = (stride - (got % stride)) % stride; at < rows.length; at += stride) {
      if ((rows[at] as number) > LAST_FILTER) {
        throw unsuitable('png', 'a row has a filter that is not known');
      }
    }
    got += rows.length;
  }
}

/** The elements of a picture, so many rows at a time. */
async function* elementsOf(
  idats: readonly Uint8Array[],
  header: PngHeader,
  rows: number,
): AsyncGenerator<Uint8Array> {
  const stride = 1 + rowBytes(header);
  const filtered = new ByteSource(inflatedIdats(idats, header.height * stride));
  // The row above goes before the others, as a row without a filter.
  let above: Uint8Array = new Uint8Array(0);
  for await (const bytes of filtered.pieces(rows * stride)) {
    const together = Buffer.concat([above, bytes]);
    const height = together.length / stride;
    const pixels = decodePixels(together, { ...header, height });
    if (!pixels) throw unsuitable('png', 'a row has a filter that is not known');
    const elements = pixels.elements.subarray(above.length > 0 ? stride - 1 : 0);
    const last = elements.subarray(elements.length - (stride - 1));
    above = Buffer.concat([
      Uint8Array.of(0),
      header.depth === 16 ? fromElements(last, WIDE, 1) : last,
    ]);
    yield elements;
  }
}

/** Filtered rows of elements that come by. @throws CrayError CORRUPT unless they are the picture's. */
async function* filteredRows(
  pixels: AsyncIterable<Uint8Array>,
  header: PngHeader,
): AsyncGenerator<Uint8Array> {
  const bytes = rowBytes(header);
  let above: Uint8Array = new Uint8Array(0);
  let rows = 0;
  for await (const elements of pixels) {
    const together = Buffer.concat([above, elements]);
    const height = together.length / bytes;
    if (!Number.isInteger(height)) throw corrupt(`rows of ${bytes} bytes`, elements.length);
    let known = above.length > 0 ? 1 + bytes : 0;
    for (const strip of encodePixels(together, { ...header, height })) {
      yield strip.subarray(known);
      known = 0;
    }
    above = elements.slice(elements.length - bytes);
    rows += elements.length / bytes;
  }
  if (rows !== header.height) throw corrupt(`${header.height} rows`, rows);
}

function corrupt(expected: string, got: number): CrayError {
  return new CrayError('CORRUPT', `png: expected ${expected}, got ${got}`);
}
