/** How a chunk is taken apart: its fields, and how each is coded. FORMAT.md has the bytes of it. */
import type { Column } from './column.js';
import { type Field, NUMBER_TYPES } from './field.js';
import { PlanReader } from './planReader.js';
import { numberOf, type Tree } from './tree.js';
import { corrupt } from './views/bits.js';

/** A field, and how its numbers are coded. */
export interface Planned {
  readonly field: Field;
  readonly tree: Tree;
}

/** A field with its tree, and the bits that it is estimated to take. */
export interface Estimated extends Planned {
  readonly bits: number;
  /** The columns that its coders have, where they are known already. */
  readonly columns?: readonly Column[];
}

/** Bits that all of a plan is estimated to take. */
export function bitsOf(plan: readonly Estimated[]): number {
  return plan.reduce((total, { bits }) => total + bits, 0);
}

/** A plan as bytes. */
export function planBytes(plan: readonly Planned[]): Uint8Array {
  const out: number[] = [];
  const put = (value: number | bigint) => {
    let left = BigInt(value);
    for (; left > 0x7fn; left >>= 7n) out.push(Number(left & 0x7fn) | 0x80);
    out.push(Number(left));
  };
  const putTree = (tree: Tree) => {
    put(numberOf(tree));
    if ('coder' in tree) return;
    put(tree.parameters.length);
    for (const value of tree.parameters) put(value < 0n ? -2n * value - 1n : 2n * value);
    tree.inner.forEach(putTree);
  };
  put(plan.length);
  let before = 0;
  for (const { field, tree } of plan) {
    put(NUMBER_TYPES.indexOf(field.type));
    put(field.bigEndian ? 1 : 0);
    put(field.offset - before < 0 ? 2 * (before - field.offset) - 1 : 2 * (field.offset - before));
    before = field.offset;
    put(field.axes.length);
    for (const { count, stride } of field.axes) {
      put(count);
      put(stride);
    }
    putTree(tree);
  }
  return Uint8Array.from(out);
}

/**
 * The plan of bytes, for a chunk of so many.
 *
 * @throws CrayError CORRUPT for one that makes no sense, before anything of its size is made.
 */
export function planOf(bytes: Uint8Array, size: number): Planned[] {
  const reader = new PlanReader(bytes, size);
  const plan: Planned[] = [];
  for (let left = reader.count(); left > 0; left--) plan.push(reader.planned());
  if (!reader.isDone) throw corrupt('a plan has bytes at its end');
  return plan;
}
