/** Pictures that have been read whole, as data sets and back. */
import { collect } from '../bytes/collect.js';
import { joinNumbers, splitNumbers } from '../bytes/numbers.js';
import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { BAND_PIXELS, bandRows, filled, SMALL_BAND_PIXELS } from './bands.js';
import { bytesOf } from './bytes.js';
import {
  type Contents,
  type Dataset,
  type Dtype,
  elementBytes,
  type Fidelity,
  itemSize,
  NO_SIDE,
} from './dataset.js';
import { MAX_ITEM_BYTES, MAX_WHOLE, unsuitable } from './format.js';

/** Pictures of more pixels take much of the memory themselves. */
const MANY_PIXELS = 1 << 25;

/** A file that has been read whole, as one item and what restoring needs beside it. */
export interface Picture {
  readonly format: string;
  readonly fidelity: Fidelity;
  readonly dtype: Dtype;
  readonly levels: number;
  /** Rows, columns and, where there are several, channels. */
  readonly shape: readonly number[];
  readonly elements: Uint8Array;
  /** What restoring has to know; it may be long, so it comes after the item. */
  readonly tail: Uint8Array;
}

/** Sizes of a picture as an item. */
export function pictureShape(height: number, width: number, channels: number): number[] {
  return channels === 1 ? [height, width] : [height, width, channels];
}

/** Largest picture, in bytes of its elements. */
const MAX_PICTURE_BYTES = 1 << 29;

/** @throws CrayError DATA_INVALID for a picture that is too large. */
export function checkPicture(
  format: string,
  { width, height, bytes }: { width: number; height: number; bytes: number },
): void {
  const most = Math.min(MAX_PICTURE_BYTES, height * MAX_ITEM_BYTES);
  if (!(width * height * bytes <= most)) {
    throw unsuitable(format, `${width} x ${height} pixels are more than ${most} bytes`);
  }
}

/**
 * A picture as a data set of one item, or where it is large of bands of rows, all of as many: the last is
 * filled with copies of the last row, and the head has the number of rows.
 *
 * @param source of the file, which is taken from it.
 * @param exactForm as data sets have it.
 */
export async function pictureDataset(
  source: ByteSource,
  picture: Picture,
  exactForm?: Dataset['exactForm'],
): Promise<Dataset> {
  const file = await source.readUpTo(MAX_WHOLE);
  const { elements, tail, shape, ...properties } = picture;
  const [height = 1, ...row] = shape;
  const width = row[0] ?? 1;
  const pixels = height * width > MANY_PIXELS ? SMALL_BAND_PIXELS : BAND_PIXELS;
  const rows = bandRows(height, width, pixels);
  const items = Math.ceil(height / rows);
  const rowBytes = elements.length / height;
  return {
    ...properties,
    shape: [rows, ...row],
    head: items > 1 ? joinNumbers([height]) : new Uint8Array(0),
    items,
    sideBytes: 0,
    note: undefined,
    ...(exactForm && { exactForm }),
    fileBytes: file.length,
    asBytes: () => bytesOf(file),
    async *pieces(most) {
      for (let at = 0; at < height; at += most * rows) {
        const there = elements.subarray(at * rowBytes, (at + most * rows) * rowBytes);
        yield { elements: filled(there, rows * rowBytes, rowBytes), side: NO_SIDE };
      }
    },
    async *tail() {
      yield tail;
    },
    position: () => source.position,
  };
}

/**
 * The elements, the shape and the tail of a picture on its way back.
 *
 * @throws CrayError CORRUPT for bands that are not those of a picture.
 */
export async function pictureContents(contents: Contents) {
  const { shape, head } = contents;
  if (head.length === 0) return { ...(await wholeContents(contents)), shape };
  const [rows = 1, ...row] = shape;
  const [height = 0, ...more] = splitNumbers(head, 'picture');
  const rowBytes = itemSize(row) * (elementBytes(contents.dtype) ?? 1);
  const end = height * rowBytes;
  const bands = Math.ceil(height / rows) * rows * rowBytes;
  const elements = more.length === 0 && (await placed(contents.pieces, bands));
  // What fills the last band is what is a row before it.
  if (
    !elements ||
    Buffer.compare(elements.subarray(end), elements.subarray(end - rowBytes, -rowBytes))
  ) {
    throw new CrayError('CORRUPT', `picture: the bands are not those of ${height} rows`);
  }
  const tail = await collect(contents.tail);
  return { elements: elements.subarray(0, end), tail, shape: [height, ...row] };
}

/** All elements and the tail. */
export async function wholeContents({
  pieces,
  tail,
}: Contents): Promise<{ elements: Uint8Array; tail: Uint8Array }> {
  const all: Uint8Array[] = [];
  for await (const { elements } of pieces) all.push(elements);
  return { elements: Buffer.concat(all), tail: await collect(tail) };
}

/**
 * All elements of pieces, each put in its place as it comes, so that a large picture is in memory once.
 *
 * @returns undefined unless they are so many bytes.
 */
async function placed(pieces: Contents['pieces'], bytes: number): Promise<Uint8Array | undefined> {
  if (bytes > MAX_PICTURE_BYTES + MAX_ITEM_BYTES) return undefined;
  const all = new Uint8Array(bytes);
  let at = 0;
  for await (const { elements } of pieces) {
    if (at + elements.length > bytes) return undefined;
    all.set(elements, at);
    at += elements.length;
  }
  return at === bytes ? all : undefined;
}
