import { z } from 'zod';
import {
  experts as expertsCodec,
  expertsDecisions,
  expertsMemory,
  MOST_VALUES,
} from '../../codecs/learning/experts.js';
import { itemSize } from '../../data/dataset.js';
import { counted } from '../../words.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { specError } from '../specError.js';

/** Bytes of small images that a chunk should have, so that there is something to learn from. */
const CHUNK_BYTES = 1 << 23;

export const experts = codecType({
  type: 'experts',
  codes: 'Images of [rows, columns] or [rows, columns, channels], learned while they are coded.',
  fields: () => ({
    effort: z.int().min(1).max(9).describe('1 is fast, 9 makes the smallest files.'),
  }),
  withEffort: (spec, effort) => (spec.effort === effort ? spec : { ...spec, effort }),
  build({ effort }, path, { item: { shape, levels } }) {
    const image = imageOf(shape);
    const fits = shape.length <= 3 && image[2] <= 4 && itemSize(shape) <= MOST_VALUES;
    if (!fits || levels > 0x10000) {
      throw specError(
        path,
        `expected images of 1 to 4 channels, 65536 levels and ${MOST_VALUES} values at most, got [${shape}] of ${counted(levels, 'level')}`,
      );
    }
    const bits = bitsOfValues(levels);
    const of = (items: number) => ({ shape: image, effort, bits, items });
    return {
      size: itemSize(shape),
      limit: 1 << bits,
      learns: { memory: (items) => expertsMemory(of(items)) },
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items) => expertsCodec(of(items)),
      embed: asNumbers,
    };
  },
  decisions({ effort }, { shape, levels }, symbols, items) {
    const image = imageOf(shape);
    const bits = bitsOfValues(levels);
    const chances = expertsDecisions({ shape: image, effort, bits, items }, symbols);
    const of = new Uint32Array(chances.length);
    byPlanes(image, items).forEach((symbol, i) => {
      of.fill(symbol, bits * i, bits * (i + 1));
    });
    return { chances, symbols: of };
  },
});

/** Rows, columns and channels of items; what has no rows is one. */
function imageOf(shape: readonly number[]): readonly [number, number, number] {
  const [rows = 1, columns = 1, channels = 1] = shape.length < 2 ? [1, ...shape] : shape;
  return [rows, columns, channels];
}

/** Bits of a value of so many levels, as the codec knows them. */
function bitsOfValues(levels: number): 8 | 16 {
  return levels <= 0x100 ? 8 : 16;
}

/** The numbers of the elements in the order in which they are coded: plane by plane, green first. */
function byPlanes(
  [rows, columns, channels]: readonly [number, number, number],
  items: number,
): Uint32Array {
  const pixels = rows * columns;
  const order = new Uint32Array(items * pixels * channels);
  let at = 0;
  for (let i = 0; i < items; i++) {
    for (let plane = 0; plane < channels; plane++) {
      const channel = channels >= 3 && plane < 2 ? 1 - plane : plane;
      for (let p = 0; p < pixels; p++) order[at++] = (i * pixels + p) * channels + channel;
    }
  }
  return order;
}
