/** What plans keep to, so that what a message says takes no more memory and time than its chunk is worth. */
import { codes } from './coders/coder.js';
import { leavesOf, type Tree } from './tree.js';
import { sizeOf } from './views/bits.js';
import type { Shape } from './views/view.js';

/** Numbers that coders may have for each one of a field. */
const MOST_NUMBERS = 8;
/** Bits of the number that says how long a plan is. */
export const LENGTH_BITS = 24;

/** Bytes of a plan for a chunk of so many: one that is longer is not worth it. */
export function mostPlanBytes(size: number): number {
  return Math.min(0xffffff, size + 1024);
}

/** Groups of columns in a chunk of so many bytes: each takes the time and memory of a codec that starts. */
export function mostGroups(size: number): number {
  return 256 + (size >>> 10);
}

/** Whether coders can code all that a tree makes of a column, and that is not much more than the column. */
export function isSound(tree: Tree, shape: Shape): boolean {
  const leaves = leavesOf(tree, shape);
  const numbers = leaves.reduce((n, leaf) => n + sizeOf(leaf.shape.sizes), 0);
  return (
    numbers <= MOST_NUMBERS * sizeOf(shape.sizes) &&
    leaves.every(({ coder, shape }) => codes(coder, shape))
  );
}
