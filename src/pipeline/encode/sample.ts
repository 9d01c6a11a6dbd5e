import { type Dataset, ELEMENT_BYTES, itemSize, itemsOf, type Piece } from '../../data/dataset.js';
import { itemsIn, type PeekableDataset } from '../../data/peekable.js';
import { recordBytes } from '../../data/records.js';

/** Bytes from the start of the data that are looked at. */
export const LOOK_BYTES = 4 << 20;
/** Elements of a sample, at most: the slowest models take half a second for them and their half. */
const ELEMENTS = 1 << 16;
/** Runs of items, spread over what is looked at. */
const RUNS = 4;

/** Some items, or the middle of one. */
export interface Excerpt {
  /** Sizes of one item, outermost first: smaller than those of the data where these are large. */
  readonly shape: readonly number[];
  readonly elements: Uint8Array;
}

/** Some of the data, to try models on. */
export interface Sample extends Excerpt {
  /** About half of the sample, where there is more than the sample. */
  readonly half?: Excerpt;
  /** How large the data are, or what of them was looked at, as a multiple of the sample. */
  readonly times: number;
}

/**
 * Takes a sample of a data set's first 4 MiB: all there is, or four runs of items, of which every other
 * is the half, or of a large item its middle, of which the middle is the half. Of an array that is read as bytes, the bytes
 * of its sample, so that both are of the same, and its head too where that is all there is.
 */
export async function sampleOf(dataset: PeekableDataset): Promise<Sample> {
  const { shape, dtype, array } = dataset;
  if (array?.inFile) {
    const sample = await sampleOf(array);
    if (sample.half) return bytesOf(sample, array.inFile);
    const { elements } = await dataset.first(array.inFile.head.length + sample.elements.length);
    return { shape, elements, times: 1 };
  }
  const size = itemSize(shape);
  const piece = await dataset.first(Math.max(1, Math.floor(LOOK_BYTES / recordBytes(dataset))));
  const items = itemsIn(piece, dataset);
  if (items * size <= ELEMENTS) return { shape, elements: piece.elements, times: 1 };
  const known = (dataset.items ?? items) * size * ELEMENT_BYTES[dtype];
  const most = Math.floor(ELEMENTS / size);
  if (most > 1) {
    const runs = spread(piece, items, most);
    const elements = Buffer.concat(runs);
    const half = { shape, elements: Buffer.concat(runs.filter((_, i) => i % 2 === 0)) };
    return { shape, elements, half, times: known / elements.length };
  }
  const { elements } = itemsOf(piece, items, 0, 1);
  const sample = middle({ shape, elements }, dtype, ELEMENTS);
  const half = middle(sample, dtype, Math.ceil(itemSize(sample.shape) / 2));
  return { ...sample, half, times: known / sample.elements.length };
}

/** A sample of an array, as the bytes that it is in the file. */
function bytesOf(
  { half, times, ...sample }: Sample,
  inFile: NonNullable<Dataset['inFile']>,
): Sample {
  const turned = ({ elements, shape }: Excerpt) => ({
    shape: [],
    elements: inFile.bytes(elements, shape),
  });
  return { ...turned(sample), ...(half && { half: turned(half) }), times };
}

/** Of the items of a piece at most so many, in two to four runs that are as far from each other as can be. */
function spread(piece: Piece, items: number, most: number): Uint8Array[] {
  const run = Math.max(1, Math.floor(most / RUNS));
  const runs = Math.min(RUNS, most);
  return Array.from({ length: runs }, (_, i) => {
    const from = Math.floor((i * (items - run)) / (runs - 1));
    return itemsOf(piece, items, from, from + run).elements;
  });
}

/** The middle of an item, whose longest side is halved until there are no more elements than asked. */
function middle({ elements, shape }: Excerpt, dtype: Dataset['dtype'], most: number): Excerpt {
  const sizes = [...shape];
  while (itemSize(sizes) > most) {
    const longest = sizes.indexOf(Math.max(...sizes));
    sizes[longest] = Math.ceil((sizes[longest] as number) / 2);
  }
  return { shape: sizes, elements: crop(elements, shape, sizes, ELEMENT_BYTES[dtype]) };
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
