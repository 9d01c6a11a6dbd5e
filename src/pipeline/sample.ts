import { type Dataset, ELEMENT_BYTES, itemSize, itemsOf, type Piece } from '../data/dataset.js';
import { itemsIn, type PeekableDataset } from '../data/peekable.js';
import { itemBytes } from './chunkSize.js';

/** Bytes from the start of the data that are looked at. */
const LOOK_BYTES = 4 << 20;
/** Elements of a sample, at most: the slowest models take half a second for them. */
const ELEMENTS = 1 << 16;
/** Runs of items, spread over what is looked at. */
const RUNS = 4;

/** Some of the data, to try models on. */
export interface Sample {
  /** Sizes of one item, outermost first: smaller than those of the data where these are large. */
  readonly shape: readonly number[];
  readonly elements: Uint8Array;
}

/**
 * Takes a sample of a data set's first 4 MiB: all there is, or four runs of items, or of a large item
 * its middle.
 */
export async function sampleOf(dataset: PeekableDataset): Promise<Sample> {
  const size = itemSize(dataset.shape);
  const piece = await dataset.first(Math.max(1, Math.floor(LOOK_BYTES / itemBytes(dataset))));
  if (size <= ELEMENTS) {
    return { shape: dataset.shape, elements: spread(piece, dataset, Math.floor(ELEMENTS / size)) };
  }
  const items = itemsIn(piece, dataset);
  const { elements } = itemsOf(piece, items, 0, Math.min(1, items));
  return items === 0 ? { shape: dataset.shape, elements } : middle(elements, dataset);
}

/** At most so many items, in runs that are as far from each other as can be. */
function spread(piece: Piece, dataset: Dataset, most: number): Uint8Array {
  const items = itemsIn(piece, dataset);
  if (items <= most) return piece.elements;
  const run = Math.max(1, Math.floor(most / RUNS));
  const runs = Math.min(RUNS, most);
  return Buffer.concat(
    Array.from({ length: runs }, (_, i) => {
      const from = Math.floor((i * (items - run)) / Math.max(1, runs - 1));
      return itemsOf(piece, items, from, from + run).elements;
    }),
  );
}

/** The middle of an item, whose longest side is halved until it is small enough. */
function middle(item: Uint8Array, { shape, dtype }: Dataset): Sample {
  const sizes = [...shape];
  while (itemSize(sizes) > ELEMENTS) {
    const longest = sizes.indexOf(Math.max(...sizes));
    sizes[longest] = Math.ceil((sizes[longest] as number) / 2);
  }
  return { shape: sizes, elements: crop(item, shape, sizes, ELEMENT_BYTES[dtype]) };
}

/** The middle of an array of elements of so many bytes. */
function crop(
  bytes: Uint8Array,
  [size = 1, ...inner]: readonly number[],
  [wanted = 1, ...within]: readonly number[],
  width: number,
): Uint8Array {
  const from = Math.floor((size - wanted) / 2);
  const step = itemSize(inner) * width;
  const whole = bytes.subarray(from * step, (from + wanted) * step);
  if (itemSize(inner) === itemSize(within)) return whole;
  return Buffer.concat(
    Array.from({ length: wanted }, (_, i) =>
      crop(whole.subarray(i * step, (i + 1) * step), inner, within, width),
    ),
  );
}
