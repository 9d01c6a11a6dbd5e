import { countOf, shapeOf } from './field.js';
import { mostGroups, mostPlanBytes } from './limits.js';
import { type Planned, planBytes } from './plan.js';
import { groupsOf, leavesOf } from './tree.js';

/**
 * What of a plan keeps to the limits of a chunk: all of nearly every one, otherwise the fields of most numbers. What the
 * others have is coded as bytes.
 */
export function modest<T extends Planned>(plan: readonly T[], size: number): readonly T[] {
  let kept = plan;
  while (!isModest(kept, size)) {
    const bySize = [...kept].sort((a, b) => countOf(b.field) - countOf(a.field));
    const larger = new Set(bySize.slice(0, kept.length >> 1));
    kept = kept.filter((one) => larger.has(one));
  }
  return kept;
}

function isModest(plan: readonly Planned[], size: number): boolean {
  const leaves = plan.flatMap(({ field, tree }) => leavesOf(tree, shapeOf(field)));
  return (
    groupsOf(leaves).length <= mostGroups(size) && planBytes(plan).length <= mostPlanBytes(size)
  );
}
