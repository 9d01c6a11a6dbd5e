import { fieldCosts } from '../codecs/numbers/costs.js';
import { type Field, shapeOf } from '../codecs/numbers/field.js';
import { popPlan } from '../codecs/numbers/numbers.js';
import { unfold } from '../codecs/resize.js';
import type { ItemChunk } from '../container/chunk.js';
import { inRevision } from '../kernels/kernels.js';

/** What a field of a chunk is, and what it costs, of a model that takes data apart by fields. */
export interface InspectedField {
  /** Number of the chunk, from 0 on. */
  readonly chunk: number;
  /** Where in the chunk its first number is, in bytes. */
  readonly offset: number;
  readonly type: Field['type'];
  /** Sizes of the array, outermost first. */
  readonly shape: readonly number[];
  /** What it was taken for: views, and what codes what they make. */
  readonly how: string;
  readonly bits: number;
  /** Other fields that are coded together with it, of whose bits this is a share. */
  readonly together: number;
}

/** The fields of a chunk, whose bytes are known, by the plan in its message; none of a plain one. */
export function fieldsOfChunk(
  item: ItemChunk,
  bytes: Uint8Array,
  chunk: number,
  revision: number,
): readonly InspectedField[] {
  if (item.kind === 'plain') return [];
  return inRevision(revision, () => {
    const plan = popPlan(unfold(item.words, item.lanes), bytes.length);
    return fieldCosts(bytes, plan).map(({ field, how, bits, together }) => {
      const { offset, type } = field;
      return { chunk, offset, type, shape: shapeOf(field).sizes, how, bits, together };
    });
  });
}
