import { fromElements, toElements, WIDE } from '../samples.js';
import { filter, type Rows, smallestFilter, unfilter } from './rows.js';

/** What IHDR says (W3C PNG, section 11.2.1). */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  /** Bits of a sample: 1, 2, 4, 8 or 16. */
  readonly depth: number;
  readonly channels: number;
  readonly palette: boolean;
  readonly interlaced: boolean;
}

/** Start and step of the columns and rows of each pass of Adam7. */
const ADAM7 = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;

interface Pass extends Rows {
  /** Left and top pixel, and steps to the next. */
  readonly place: readonly [x: number, dx: number, y: number, dy: number];
  readonly width: number;
}

function passesOf(header: PngHeader): Pass[] {
  const { width, height, depth, channels, interlaced } = header;
  const places = interlaced ? ADAM7 : [[0, 1, 0, 1] as const];
  return places
    .map((place) => {
      const [x, dx, y, dy] = place;
      const columns = Math.ceil((width - x) / dx);
      const bytes = Math.ceil((columns * channels * depth) / 8);
      return { place, width: columns, count: Math.ceil((height - y) / dy), bytes };
    })
    .filter((pass) => pass.width > 0 && pass.count > 0);
}

/** Bytes of all rows and their filters. */
export function filteredBytes(header: PngHeader): number {
  return passesOf(header).reduce((sum, { count, bytes }) => sum + count * (1 + bytes), 0);
}

/** Bytes of an element. */
export function sampleBytes({ depth }: PngHeader): 1 | 2 {
  return depth === 16 ? 2 : 1;
}

function stepOf({ channels, depth }: PngHeader): number {
  return Math.max(1, (channels * depth) / 8);
}

/**
 * The elements of a picture, row after row, and the filter of each row.
 *
 * @param filtered is no longer what it was.
 * @returns undefined where a filter is not known.
 */
export function decodePixels(
  filtered: Uint8Array,
  header: PngHeader,
): { elements: Uint8Array; filters: Uint8Array } | undefined {
  const passes = passesOf(header);
  const bare = unfilter(filtered, passes, stepOf(header));
  if (!bare) return undefined;
  const { width, height, channels, depth, interlaced } = header;
  const samples =
    depth < 8
      ? unpackRows(bare.rows, passes, header)
      : depth === 16
        ? toElements(bare.rows, WIDE, 1)
        : bare.rows;
  if (!interlaced) return { elements: samples, filters: bare.filters };
  const elements = new Uint8Array(width * height * channels * sampleBytes(header));
  eachPixel(passes, header, (inPass, inPicture, bytes) => {
    for (let i = 0; i < bytes; i++) elements[inPicture + i] = samples[inPass + i] as number;
  });
  return { elements, filters: bare.filters };
}

/**
 * The inverse of {@link decodePixels}: filtered rows, some at a time.
 *
 * @param filters of each row; those of the smallest differences where they are left out.
 */
export function encodePixels(
  elements: Uint8Array,
  header: PngHeader,
  filters?: Uint8Array,
): Generator<Uint8Array> {
  const { depth, palette, interlaced } = header;
  const passes = passesOf(header);
  let samples = elements;
  if (interlaced) {
    samples = new Uint8Array(elements.length);
    eachPixel(passes, header, (inPass, inPicture, bytes) => {
      for (let i = 0; i < bytes; i++) samples[inPass + i] = elements[inPicture + i] as number;
    });
  }
  const rows =
    depth < 8
      ? packRows(samples, passes, header)
      : depth === 16
        ? fromElements(samples, WIDE, 1)
        : samples;
  // Differences of indices, or of several pixels a byte, say nothing.
  const filterOf = palette || depth < 8 ? () => 0 : smallestFilter;
  return filter(rows, passes, stepOf(header), filters ? (row) => filters[row] ?? 0 : filterOf);
}

/** Visits the pixels of an interlaced picture: where each is in its pass, and in the picture. */
function eachPixel(
  passes: readonly Pass[],
  header: PngHeader,
  visit: (inPass: number, inPicture: number, bytes: number) => void,
): void {
  const bytes = header.channels * sampleBytes(header);
  let at = 0;
  for (const {
    place: [left, dx, top, dy],
    width,
    count,
  } of passes) {
    for (let y = 0; y < count; y++) {
      for (let x = 0; x < width; x++, at += bytes) {
        visit(at, ((top + y * dy) * header.width + left + x * dx) * bytes, bytes);
      }
    }
  }
}

/** Samples of less than a byte, the first in the top bits, to one byte each. */
function unpackRows(rows: Uint8Array, passes: readonly Pass[], header: PngHeader): Uint8Array {
  const out = new Uint8Array(header.width * header.height);
  eachSample(passes, header.depth, (at, byte, shift, mask) => {
    out[at] = ((rows[byte] as number) >> shift) & mask;
  });
  return out;
}

function packRows(samples: Uint8Array, passes: readonly Pass[], header: PngHeader): Uint8Array {
  const out = new Uint8Array(passes.reduce((sum, { count, bytes }) => sum + count * bytes, 0));
  eachSample(passes, header.depth, (at, byte, shift) => {
    out[byte] = (out[byte] as number) | ((samples[at] as number) << shift);
  });
  return out;
}

function eachSample(
  passes: readonly Pass[],
  depth: number,
  visit: (at: number, byte: number, shift: number, mask: number) => void,
): void {
  const mask = (1 << depth) - 1;
  let [at, start] = [0, 0];
  for (const { width, count, bytes } of passes) {
    for (let y = 0; y < count; y++, start += bytes) {
      for (let x = 0; x < width; x++, at++) {
        const bit = x * depth;
        visit(at, start + (bit >> 3), 8 - depth - (bit & 7), mask);
      }
    }
  }
}
