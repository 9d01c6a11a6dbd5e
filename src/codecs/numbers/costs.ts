import { pushedBits } from './coders/coder.js';
import { type Column, gather } from './column.js';
import { type Field, shapeOf } from './field.js';
import type { Planned } from './plan.js';
import { columnsOf, groupsOf, type Leaf, leavesOf, treeText } from './tree.js';

/** What a field of a chunk costs. */
export interface FieldCost {
  readonly field: Field;
  /** Views and coders, for people. */
  readonly how: string;
  /** Bits; of what is coded together with other fields its own, or where these cannot be told its share by bytes. */
  readonly bits: number;
  /** Other fields that share a coder with it. */
  readonly together: number;
}

/** What each field of a plan costs in bytes that it is for. */
export function fieldCosts(bytes: Uint8Array, plan: readonly Planned[]): readonly FieldCost[] {
  const columns = plan.map(({ field, tree }) => columnsOf(tree, gather(bytes, field)));
  const leaves = plan.map(({ field, tree }) => leavesOf(tree, shapeOf(field)));
  const owner = leaves.flatMap((own, i) => own.map(() => i));
  const [all, flat] = [columns.flat(), leaves.flat()];
  const bits = new Float64Array(plan.length);
  const together = new Uint32Array(plan.length);
  for (const group of groupsOf(flat)) {
    const own = group.map((i) => all[i] as Column);
    const costs = costsOf(flat[group[0] as number] as Leaf, own);
    const owners = new Set(group.map((i) => owner[i]));
    group.forEach((leaf, k) => {
      const i = owner[leaf] as number;
      bits[i] = (bits[i] as number) + (costs[k] as number);
      together[i] = Math.max(together[i] as number, owners.size - 1);
    });
  }
  return plan.map(({ field, tree }, i) => ({
    field,
    how: treeText(tree),
    bits: bits[i] as number,
    together: together[i] as number,
  }));
}

/** Bits of columns that are coded together. */
function costsOf({ coder }: Leaf, columns: readonly Column[]): readonly number[] {
  if (columns.length > 1 && coder.costs) return coder.costs(columns);
  const bits = pushedBits(coder, columns);
  const total = columns.reduce((sum, { values }) => sum + values.byteLength, 0);
  return columns.map(({ values }) => (total > 0 ? (bits * values.byteLength) / total : 0));
}
