import {
  adaptivePrediction,
  adaptivePredictionMemory,
  type ElementBits,
} from '../../codecs/learning/adaptivePrediction.js';
import { itemSize } from '../../data/dataset.js';
import type { CodedItem } from '../context.js';
import { asNumbers, type Node } from '../node.js';

/** Bytes of items that a chunk should have: what is learned first costs some hundred bytes. */
const CHUNK_BYTES = 1 << 22;

export function buildAdaptivePrediction({ shape, levels }: CodedItem): Node {
  const bits = bitsOfElements(levels);
  return {
    size: itemSize(shape),
    limit: { 8: 0x100, 16: 0x10000, 32: 0x100000000 }[bits],
    learns: { memory: (items) => adaptivePredictionMemory([items, ...shape], bits) },
    chunkItems: (bytes) => CHUNK_BYTES / bytes,
    codec: (items) => adaptivePrediction([items, ...shape], bits),
    embed: asNumbers,
  };
}

/** Bits of elements that are 0 … levels - 1, as the codec takes them. */
export function bitsOfElements(levels: number): ElementBits {
  return levels <= 0x100 ? 8 : levels <= 0x10000 ? 16 : 32;
}
