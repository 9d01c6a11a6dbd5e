import { experts, expertsMemory, MOST_VALUES } from '../../codecs/learning/experts.js';
import { itemSize } from '../../data/dataset.js';
import type { CodedItem } from '../context.js';
import { asNumbers, type Node } from '../node.js';
import { specError } from '../parse.js';
import type { ExpertsSpec } from './index.js';

/** Bytes of small images that a chunk should have, so that there is something to learn from. */
const CHUNK_BYTES = 1 << 23;

/** @throws CrayError SPEC_INVALID where the items are no images of at most 65536 levels. */
export function buildExperts({ effort }: ExpertsSpec, path: string, item: CodedItem): Node {
  const { shape, levels } = item;
  const image = imageOf(shape);
  const fits = shape.length <= 3 && image[2] <= 4 && itemSize(shape) <= MOST_VALUES;
  if (!fits || levels > 0x10000) {
    throw specError(
      path,
      `expected images of 1 to 4 channels, 65536 levels and ${MOST_VALUES} values at most, got [${shape}] of ${levels} levels`,
    );
  }
  const bits = bitsOfValues(levels);
  const of = (items: number) => ({ shape: image, effort, bits, items });
  return {
    size: itemSize(shape),
    limit: 1 << bits,
    learns: { memory: (items) => expertsMemory(of(items)) },
    chunkItems: (bytes) => CHUNK_BYTES / bytes,
    codec: (items) => experts(of(items)),
    embed: asNumbers,
  };
}

/** Rows, columns and channels of items; what has no rows is one. */
export function imageOf(shape: readonly number[]): readonly [number, number, number] {
  const [rows = 1, columns = 1, channels = 1] = shape.length < 2 ? [1, ...shape] : shape;
  return [rows, columns, channels];
}

/** Bits of a value of so many levels, as the codec knows them. */
export function bitsOfValues(levels: number): 8 | 16 {
  return levels <= 0x100 ? 8 : 16;
}
