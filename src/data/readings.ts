/** Other ways to read the items of an array: several as one picture, or channels beside each other. */
import { BAND_PIXELS } from './bands.js';
import { ELEMENT_BYTES, itemSize, NO_SIDE, type Piece, type Reading } from './dataset.js';
import type { PeekableDataset } from './peekable.js';
import { fromElements, type SampleType } from './samples.js';

/** Names of the data formats that hold an array as pictures, by what its items are. */
export interface PictureNames {
  /** Rows, of which several are one picture. */
  readonly rows: string;
  /** Channels, which all together are one picture, beside each other then. */
  readonly planes: string;
  /** Pictures, whose channels are beside each other then. */
  readonly pixels: string;
}

/** Least rows, and columns, of what may be a picture, and how much longer one side may be. */
const [LEAST_SIDE, MOST_ASPECT] = [16, 16];
const MOST_CHANNELS = 4;

/** The ways to read so many items of a shape as pictures; none of numbers that pictures do not have. */
export function readingsOf(
  {
    items = 0,
    shape,
    type,
  }: Readonly<{ items: number | undefined; shape: readonly number[]; type: SampleType }>,
  names: PictureNames,
): Reading[] {
  if (type.bytes > 2 || type.kind === 'float') return [];
  const reading = (together: number, some: readonly number[]) => ({
    format: names.rows,
    together,
    shape: some,
    pixels: false,
    inFile: (elements: Uint8Array) => fromElements(elements, type, 1),
  });
  const [a = 0, b = 0, c = 0] = shape;
  if (shape.length === 1 || (shape.length === 2 && b <= MOST_CHANNELS)) {
    // Items are rows.
    const rows = isPicture(items, a) ? rowsTogether(items, a) : 0;
    return rows > 0 ? [reading(rows, [rows, ...shape])] : [];
  }
  const apart = (
    format: string,
    together: number,
    [channels, height, width]: readonly [number, number, number],
  ) =>
    isPicture(height, width) && isChannels(channels) && height * width <= BAND_PIXELS
      ? [{ ...reading(together, [height, width, channels]), format, pixels: true }]
      : [];
  if (shape.length === 2) return apart(names.planes, items, [items, a, b]);
  return shape.length === 3 ? apart(names.pixels, 1, [a, b, c]) : [];
}

function isChannels(count: number): boolean {
  return count > 1 && count <= MOST_CHANNELS;
}

function isPicture(height: number, width: number): boolean {
  const [least, most] = [Math.min(height, width), Math.max(height, width)];
  return least >= LEAST_SIDE && most <= MOST_ASPECT * least;
}

/** Rows of a band, of which there are as many in all: the most that are not too many pixels; 0 for none. */
function rowsTogether(height: number, width: number): number {
  for (
    let bands = Math.ceil((height * width) / BAND_PIXELS);
    bands * LEAST_SIDE <= height;
    bands++
  ) {
    if (height % bands === 0) return height / bands;
  }
  return 0;
}

/** A data set read in another way; what is taken from it is taken from the one that is given. */
export function readAs(dataset: PeekableDataset, reading: Reading): PeekableDataset {
  const { format, together, shape, pixels } = reading;
  const bytes = ELEMENT_BYTES[dataset.dtype];
  const itemBytes = itemSize(shape) * bytes;
  let rest: Uint8Array = new Uint8Array(0);
  const turned = ({ elements }: Piece): Piece => {
    const whole = elements.subarray(0, elements.length - (elements.length % itemBytes));
    rest = elements.subarray(whole.length);
    return { elements: pixels ? channelsLast(whole, shape, bytes) : whole, side: NO_SIDE };
  };
  return {
    ...dataset,
    format,
    shape,
    items: dataset.items && dataset.items / together,
    first: async (items) => turned(await dataset.first(items * together)),
    async *pieces(most) {
      for await (const piece of dataset.pieces(most * together)) {
        const { elements, side } = turned(piece);
        if (elements.length > 0) yield { elements, side };
      }
    },
    async *tail() {
      // Of a file that is cut short, some items are no whole one.
      if (rest.length > 0) yield reading.inFile(rest);
      yield* dataset.tail();
    },
  };
}

/** Items of channels one after another as items of pixels. @param shape of these: rows, columns, channels. */
export function channelsLast(
  elements: Uint8Array,
  [height = 1, width = 1, channels = 1]: readonly number[],
  bytes: number,
): Uint8Array {
  return moved(elements, channels, height * width, bytes);
}

/** The inverse of {@link channelsLast}. */
export function channelsFirst(
  elements: Uint8Array,
  [height = 1, width = 1, channels = 1]: readonly number[],
  bytes: number,
): Uint8Array {
  return moved(elements, height * width, channels, bytes);
}

/** Items of so many runs of a length, as many of the other: each a matrix turned over. */
function moved(elements: Uint8Array, runs: number, length: number, bytes: number): Uint8Array {
  const out = new Uint8Array(elements.length);
  const item = runs * length * bytes;
  for (let start = 0; start < elements.length; start += item) {
    let from = start;
    for (let run = 0; run < runs; run++) {
      for (let i = 0; i < length; i++) {
        const to = start + (i * runs + run) * bytes;
        for (let k = 0; k < bytes; k++) out[to + k] = elements[from++] as number;
      }
    }
  }
  return out;
}
