import { MAX_CHUNK_BYTES, MAX_UNORDERED_ITEMS } from '../../container/header.js';
import type { Dataset } from '../../data/dataset.js';
import { recordBytes } from '../../data/records.js';
import type { ItemCodec } from '../../model/build.js';
import { itemsWithin } from '../memory.js';

/** Bytes of items in a chunk, unless the number of items is given or the model asks for others. */
export const DEFAULT_CHUNK_BYTES = 4 << 20;
/** Most items of a chunk that can be asked for, of whatever size they are. */
export const MAX_CHUNK_ITEMS = 0x7fffffff;
/** The same where there is no order: the more items, the more bits it saves. */
const UNORDERED_CHUNK_BYTES = 128 << 20;

/** How much larger chunks of pictures may be than the model asks for, so that they are an even number of them. */
const MAY_BE_LARGER = 5 / 4;

type Items = Pick<Dataset, 'dtype' | 'shape' | 'sideBytes' | 'items' | 'pictures'>;

/** How chunks are asked for, and what there is for them. */
interface Asked {
  /** Items of a chunk, where somebody says how many. */
  readonly chunkItems?: number | undefined;
  readonly unordered: boolean;
  /** Bytes that coding a chunk of so many items takes. */
  readonly needOf: (items: number) => number;
  readonly memory: number;
}

/** Items of a chunk. */
export function chunkItemsOf(
  dataset: Items,
  codec: Pick<ItemCodec, 'chunkItems'>,
  { chunkItems: asked, unordered, needOf, memory }: Asked,
): number {
  if (asked !== undefined) return askedChunkItems(asked, dataset, unordered);
  const wanted = defaultChunkItems(dataset, codec, unordered);
  return itemsWithin(wanted, recordBytes(dataset), needOf, memory);
}

/** Items of a chunk where nobody says how many. */
function defaultChunkItems(
  dataset: Items,
  { chunkItems }: Pick<ItemCodec, 'chunkItems'>,
  unordered: boolean,
): number {
  const most = mostChunkItems(dataset, unordered);
  const bytes = recordBytes(dataset);
  const inOrder = () => chunkItems?.(bytes) ?? DEFAULT_CHUNK_BYTES / bytes;
  const each = Math.floor(unordered ? UNORDERED_CHUNK_BYTES / bytes : inOrder());
  const wanted = dataset.pictures && !unordered ? inEvenChunks(each, dataset.items ?? 0) : each;
  return Math.max(1, Math.min(wanted, most, unordered ? (dataset.items ?? most) : most));
}

/**
 * Items of a chunk of so many, or somewhat more, of all that there are, so that the chunks are of one size and an even number: two threads
 * are then done with a picture at the same time.
 */
function inEvenChunks(each: number, items: number): number {
  if (items <= each) return each;
  const pairs = Math.ceil(items / (2 * MAY_BE_LARGER * each));
  return Math.ceil(items / (2 * pairs));
}

/** Items of a chunk where somebody says how many: no more than a chunk may have. */
function askedChunkItems(asked: number, dataset: Items, unordered: boolean): number {
  return Math.min(asked, mostChunkItems(dataset, unordered));
}

/** Most items that a chunk may have. */
export function mostChunkItems(dataset: Items, unordered: boolean): number {
  const most = Math.floor(MAX_CHUNK_BYTES / recordBytes(dataset));
  return unordered ? Math.min(most, MAX_UNORDERED_ITEMS) : most;
}
