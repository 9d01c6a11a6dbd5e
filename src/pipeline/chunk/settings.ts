import type { Header } from '../../container/header.js';
import { elementBytes, itemSize } from '../../data/dataset.js';
import type { ChunkSettings } from './chunks.js';

/** What the chunks of a part depend on, by its header. */
export function settingsOf(header: Header): ChunkSettings {
  const { dtype, shape, levels, seed, unordered, lanes } = header;
  const width = elementBytes(dtype) as number;
  return { size: itemSize(shape), width, levels, seed, unordered, lanes };
}
