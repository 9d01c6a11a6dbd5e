import { seededMessage } from '../ans/message.js';
import { itemSize } from '../data/dataset.js';
import { paidLength } from '../eval/length.js';
import { buildCodec } from '../model/build.js';
import type { Model } from '../model/model.js';
import type { Items } from './data.js';

/** About how many elements are coded to see what they take. */
const ELEMENTS = 1 << 17;

/**
 * What the codec itself takes for the first items, in bits a dimension, without what a file has around them.
 *
 * @param elements about how many; the codec is built even for none.
 * @throws CrayError SPEC_INVALID where the parts of the model do not meet.
 */
export function codedRate(
  model: Model,
  { dtype, shapes, levels }: Items,
  elements = ELEMENTS,
): { rate: number; items: number } {
  const message = seededMessage(1, 1);
  const before = paidLength(message);
  let [items, coded] = [0, 0];
  // Runs of items of one shape, as a file has them.
  while (items < shapes.length && (coded < elements || items === 0)) {
    const shape = shapes[items] as readonly number[];
    const size = itemSize(shape);
    const codec = buildCodec(model, { item: { dtype, shape } });
    if (elements === 0) return { rate: Number.NaN, items: 0 };
    let run = 1;
    while (
      run < codec.width &&
      coded + run * size < elements &&
      `${shapes[items + run]}` === `${shape}`
    ) {
      run++;
    }
    const symbols = Uint32Array.from(levels.subarray(coded, coded + run * size));
    codec.group(run).push(message, symbols);
    items += run;
    coded += run * size;
  }
  return { rate: (paidLength(message) - before) / coded, items };
}
