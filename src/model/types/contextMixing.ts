import { contextMixing, contextMixingMemory } from '../../codecs/learning/contextMixing.js';
import { itemSize } from '../../data/dataset.js';
import type { Context } from '../context.js';
import { asNumbers, type Node } from '../node.js';
import { specError } from '../parse.js';

const BYTES = 256;
/** What is learned pays for ever longer, and an encoder's memory is some 17 times the chunk. */
const CHUNK_BYTES = 1 << 23;

/** Builds context mixing over all bytes of a chunk. @throws CrayError SPEC_INVALID for wider items. */
export function buildContextMixing(path: string, { item }: Context): Node {
  if (item.levels > BYTES) {
    throw specError(path, `codes ${BYTES} values, expected the ${item.levels} of the data`);
  }
  const size = itemSize(item.shape);
  return {
    size,
    limit: BYTES,
    learns: { memory: (items) => contextMixingMemory(items * size) },
    chunkItems: (bytes) => CHUNK_BYTES / bytes,
    codec: (items) => contextMixing(items * size),
    embed: asNumbers,
  };
}
