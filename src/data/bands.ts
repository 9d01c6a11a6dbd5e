/** Pictures that are too large to be one item: bands of rows. */
import type { ByteSource } from '../bytes/source.js';
import { bytesOf } from './bytes.js';
import {
  type Contents,
  type Dataset,
  type Dtype,
  ELEMENT_BYTES,
  type Fidelity,
  itemSize,
  NO_SIDE,
} from './dataset.js';

/** Pixels of a band of a large picture: what learns takes some hundred bytes for each. */
export const BAND_PIXELS = 1 << 21;
/** The same where the picture is very large. */
export const SMALL_BAND_PIXELS = 1 << 20;

/** Pictures of more bytes are not in memory whole, where their format allows that. */
export const MANY_BYTES = 1 << 27;

/** A picture whose rows are read as they are coded. */
export interface RowPicture {
  readonly format: string;
  readonly fidelity: Fidelity;
  readonly dtype: Dtype;
  readonly levels: number;
  readonly height: number;
  /** Columns and, where there are several, channels. */
  readonly row: readonly number[];
  /** What restoring has to know before the rows: how many there are, among other things. */
  readonly head: Uint8Array;
  /** The rows, which may end early. */
  readonly rows: ByteSource;
  /** Rows as elements. */
  elements(rows: Uint8Array): Uint8Array;
  /** What restoring has to know after them. */
  tail(): AsyncIterable<Uint8Array>;
  /** Bytes of the file read so far. */
  position(): number;
  /** The file, where it is in memory. */
  readonly file?: Uint8Array;
}

/** Rows of a band: all, or those of bands of at most so many pixels that are as equal as can be. */
export function bandRows(height: number, width: number, pixels: number): number {
  const most = Math.max(1, Math.floor(pixels / width));
  return Math.ceil(height / Math.ceil(height / most));
}

/**
 * A large picture as a data set of bands of rows, all of as many: the last is filled with copies of the
 * last row. Where rows are missing, those of the last band that is not whole go into the tail.
 */
export function rowsDataset(picture: RowPicture): Dataset {
  const { height, row, file, dtype } = picture;
  const { rows, rowBytes, bandBytes } = bandOf(picture);
  const items = Math.ceil(height / rows);
  let rest: Uint8Array = new Uint8Array(0);
  const { format, fidelity, levels, head } = picture;
  return {
    format,
    fidelity,
    dtype,
    levels,
    head,
    shape: [rows, ...row],
    items,
    sideBytes: 0,
    note: undefined,
    ...(file && { fileBytes: file.length, asBytes: () => bytesOf(file) }),
    async *pieces(most) {
      for (let left = height * rowBytes; left > 0; ) {
        const bytes = await picture.rows.readUpTo(Math.min(left, most * bandBytes));
        left -= bytes.length;
        const whole = bytes.length - (bytes.length % bandBytes);
        if (left === 0 && whole < bytes.length) {
          const elements = picture.elements(bytes);
          yield { elements: filled(elements, bandBytes, rowBytes), side: NO_SIDE };
          return;
        }
        const elements = picture.elements(bytes.subarray(0, whole));
        if (whole > 0) yield { elements, side: NO_SIDE };
        rest = bytes.subarray(whole);
        if (bytes.length === 0 || rest.length > 0) return;
      }
    },
    async *tail() {
      if (rest.length > 0) yield rest;
      yield* picture.tail();
    },
    position: () => picture.position(),
  };
}

/** Rows of a band of a picture whose rows go by, and bytes of a row and of a band. */
export function bandOf({ height, row, dtype }: Pick<RowPicture, 'height' | 'row' | 'dtype'>) {
  const rows = bandRows(height, row[0] ?? 1, SMALL_BAND_PIXELS);
  const rowBytes = itemSize(row) * ELEMENT_BYTES[dtype];
  return { rows, rowBytes, bandBytes: rows * rowBytes };
}

/** Rows as whole bands, of which the last is filled with copies of the last row. */
export function filled(bytes: Uint8Array, bandBytes: number, rowBytes: number): Uint8Array {
  if (bytes.length % bandBytes === 0) return bytes;
  const bands = new Uint8Array(Math.ceil(bytes.length / bandBytes) * bandBytes);
  bands.set(bytes);
  for (let at = bytes.length; at < bands.length; at += rowBytes) {
    bands.copyWithin(at, at - rowBytes, at);
  }
  return bands;
}

/** The elements of the rows that a picture has, as they come. @param bytes of all its rows. */
export async function* rowsOf(
  pieces: Contents['pieces'],
  bytes: number,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const { elements } of pieces) {
    if (left > 0) yield elements.subarray(0, left);
    left -= elements.length;
  }
}
