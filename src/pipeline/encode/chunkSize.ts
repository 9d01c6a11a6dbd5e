import { MAX_CHUNK_BYTES, MAX_UNORDERED_ITEMS } from '../../container/header.js';
import type { Dataset } from '../../data/dataset.js';
import { recordBytes } from '../../data/records.js';
import type { ItemCodec } from '../../model/build.js';

/** Bytes of items in a chunk, unless the number of items is given or the model asks for others. */
export const DEFAULT_CHUNK_BYTES = 4 << 20;
/** Most items of a chunk that can be asked for, of whatever size they are. */
export const MAX_CHUNK_ITEMS = 0x7fffffff;
/** The same where there is no order: the more items, the more bits it saves. */
const UNORDERED_CHUNK_BYTES = 128 << 20;

type Items = Pick<Dataset, 'dtype' | 'shape' | 'sideBytes' | 'items'>;

/** Items of a chunk where nobody says how many. */
export function defaultChunkItems(
  dataset: Items,
  { chunkItems }: Pick<ItemCodec, 'chunkItems'>,
  unordered: boolean,
): number {
  const most = mostChunkItems(dataset, unordered);
  const bytes = recordBytes(dataset);
  const inOrder = () => chunkItems?.(bytes) ?? DEFAULT_CHUNK_BYTES / bytes;
  const wanted = Math.floor(unordered ? UNORDERED_CHUNK_BYTES / bytes : inOrder());
  return Math.max(1, Math.min(wanted, most, unordered ? (dataset.items ?? most) : most));
}

/** Items of a chunk where somebody says how many: no more than a chunk may have. */
export function askedChunkItems(asked: number, dataset: Items, unordered: boolean): number {
  return Math.min(asked, mostChunkItems(dataset, unordered));
}

/** Most items that a chunk may have. */
export function mostChunkItems(dataset: Items, unordered: boolean): number {
  const most = Math.floor(MAX_CHUNK_BYTES / recordBytes(dataset));
  return unordered ? Math.min(most, MAX_UNORDERED_ITEMS) : most;
}
