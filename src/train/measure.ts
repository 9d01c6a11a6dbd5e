import { seededMessage } from '../ans/message.js';
import { itemSize } from '../data/dataset.js';
import { paidLength } from '../eval/length.js';
import { buildCodec } from '../model/build.js';
import type { Model } from '../model/model.js';
import type { Steps } from '../pipeline/chunk/steps.js';
import type { Items } from './data.js';
import type { Objective } from './objective.js';

/** Elements that are coded at once, about: what a step is of. */
const ELEMENTS_A_STEP = 1 << 15;

/** What items take, in bits a dimension. */
export interface Measured {
  /** How many items, the first ones. */
  readonly items: number;
  /** What the codec itself takes, without what a file has around it. */
  readonly coded: number;
  /** What the objective makes of the very same items. */
  readonly estimate: number;
}

/**
 * Codes items by a model, and has its objective estimate what they take.
 *
 * @param objective of the items.
 * @param elements that are enough; all of them unless told.
 */
export function* measure(
  model: Model,
  objective: Objective,
  { dtype, shapes, levels }: Items,
  elements = Infinity,
): Steps<Measured> {
  const message = seededMessage(1, 1);
  const before = paidLength(message);
  let [items, coded, estimated] = [0, 0, 0];
  while (items < shapes.length && (coded < elements || items === 0)) {
    const shape = shapes[items] as readonly number[];
    const size = itemSize(shape);
    const codec = buildCodec(model, { item: { dtype, shape } });
    const most = Math.min(
      codec.width,
      Math.ceil(Math.min(ELEMENTS_A_STEP, elements - coded) / size),
    );
    const run = runOf(shapes, items, Math.max(1, most));
    const symbols = Uint32Array.from(levels.subarray(coded, coded + run * size));
    codec.group(run).push(message, symbols);
    estimated += objective.estimateOf(items, items + run) * run * size;
    items += run;
    coded += run * size;
    yield run;
  }
  const rate = (paidLength(message) - before) / coded;
  return { items, coded: rate, estimate: estimated / coded };
}

/** How many items from one on have its shape, as a file has them; so many at most. */
function runOf(shapes: Items['shapes'], from: number, most: number): number {
  let run = 1;
  while (run < most && `${shapes[from + run]}` === `${shapes[from]}`) run++;
  return run;
}

/**
 * Builds the codec of the first of some items.
 *
 * @throws CrayError SPEC_INVALID where the parts of the model do not meet.
 */
export function checkBuilds(model: Model, { dtype, shapes }: Items): void {
  buildCodec(model, { item: { dtype, shape: shapes[0] as readonly number[] } });
}
