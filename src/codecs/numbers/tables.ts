/** Columns of tables, which may be coded row by row together. */
import { MOST_ROW_BYTES, records, recordsUpTo } from './coders/records.js';
import { type Column, gather } from './column.js';
import { type Axis, about, type Field, shapeOf } from './field.js';
import { isSound } from './limits.js';
import type { Estimated } from './plan.js';
import { columnsOf, leavesOf, type Tree } from './tree.js';
import { affine } from './views/affine.js';
import { sizeOf } from './views/bits.js';

/** Rows that a table is tried on. */
const LOOK = 4096;
/** Of what a way takes by these, what another of more columns in a row may, which learns on for longer. */
const LEARNS_ON = 1.02;
/** Bytes of them, at most. */
const MOST_BYTES = 1 << 16;

/**
 * Puts columns of as many rows together where that takes less: those that are coded as bytes, or all of them.
 */
export function withTables(bytes: Uint8Array, plan: readonly Estimated[]): readonly Estimated[] {
  const tables = new Map<string, Estimated[]>();
  for (const one of plan) {
    const [outer] = one.field.axes;
    if (!outer || outer.count < 16) continue;
    const key = `${outer.count} ${outer.stride}`;
    tables.set(key, [...(tables.get(key) ?? []), one]);
  }
  const changed = new Map<Estimated, Estimated>();
  for (const table of tables.values()) {
    if (table.length < 2) continue;
    for (const [i, one] of together(bytes, table).entries())
      changed.set(table[i] as Estimated, one);
  }
  return plan.map((one) => changed.get(one) ?? one);
}

/** The columns of a table in the best of the ways that there are. */
function together(bytes: Uint8Array, table: readonly Estimated[]): readonly Estimated[] {
  const apart = table.reduce((sum, { bits }) => sum + bits, 0);
  const all = table.map((one) => asRow(bytes, one));
  const some = table.map((one, i) => (isBytes(one.tree) ? (all[i] as Estimated) : one));
  const isSame = some.every((one, i) => one === all[i]);
  const ways = (isSame ? [all] : [some, all]).map((way) => ({
    way,
    bits: bitsOf(bytes, way, table),
  }));
  const best = ways.reduce((a, b) => (b.bits < LEARNS_ON * a.bits ? b : a));
  if (best.bits >= apart) return table;
  const ratio = best.bits / apart;
  return best.way.map((one) => ({ ...one, bits: one.bits * ratio }));
}

/** Whether what is coded of a column in the end is bytes, but for views that make it narrower. */
function isBytes(tree: Tree): boolean {
  if ('coder' in tree) return tree.coder === records;
  return tree.view === affine && isBytes(tree.inner[0] as Tree);
}

/** A column as part of a row: integers narrowed, what has a view of one column within it, all else as it is. */
function asRow(bytes: Uint8Array, one: Estimated): Estimated {
  const { field, tree } = one;
  const inRow = rowTree(tree) ?? narrowed(gather(bytes, field));
  return isSound(inRow, shapeOf(field)) ? { ...one, tree: inRow } : one;
}

/** A tree of views that end in one column of as many rows, which a row has then. */
function rowTree(tree: Tree): Tree | undefined {
  if ('coder' in tree) return undefined;
  const [first, ...others] = tree.inner;
  if (!first) return tree;
  if (others.length > 0 || tree.view.name === 'delta') return undefined;
  return { ...tree, inner: [rowTree(first) ?? { coder: records }] };
}

/** Integers narrowed to the bytes that they need, and all else as it is, as part of a row. */
export function narrowed(column: Column): Tree {
  const [parameters] = affine.propose(column);
  if (!parameters || column.type === 'text') return { coder: records };
  return { view: affine, parameters, inner: [{ coder: records }] };
}

/** Bits of a table in a way: what its rows take, and what the columns take that are on their own. */
function bitsOf(bytes: Uint8Array, way: readonly Estimated[], apart: readonly Estimated[]): number {
  const inRows = way.filter((one) => !apart.includes(one));
  const own = way.filter((one) => apart.includes(one)).reduce((sum, { bits }) => sum + bits, 0);
  const [first] = inRows;
  if (!first) return Number.POSITIVE_INFINITY;
  const rows = (first.field.axes[0] as Axis).count;
  const width = inRows.reduce((sum, { tree, field }) => sum + leafBytes(tree, field), 0);
  if (width > MOST_ROW_BYTES) return Number.POSITIVE_INFINITY;
  const look = Math.min(rows, LOOK, Math.max(16, Math.floor(MOST_BYTES / width)));
  const columns = inRows.flatMap(({ tree, field }) =>
    leafOf(bytes, tree, partOf(field, rows, look)),
  );
  if (columns.length === 0) return Number.POSITIVE_INFINITY;
  const inRow = columns.reduce((n, { sizes }) => n + sizeOf(sizes.slice(1)), 0);
  const half = look >> 1;
  const [before = 0, bits = 0] = recordsUpTo(columns, [inRow * half, inRow * look]);
  return own + bits + ((bits - before) / (look - half)) * (rows - look);
}

function leafBytes(tree: Tree, field: Field): number {
  const [leaf] = leavesOf(tree, {
    type: field.type,
    sizes: field.axes.slice(1).map(({ count }) => count),
  });
  return leaf ? (about(leaf.shape.type).bits / 8) * leaf.shape.sizes.reduce((a, b) => a * b, 1) : 0;
}

/** The rows in the middle of a field. */
function partOf(field: Field, rows: number, look: number): Field {
  const [outer, ...inner] = field.axes as [Axis, ...Axis[]];
  const from = (rows - look) >> 1;
  return {
    ...field,
    offset: field.offset + from * outer.stride,
    axes: [{ ...outer, count: look }, ...inner],
  };
}

function leafOf(bytes: Uint8Array, tree: Tree, field: Field): readonly Column[] {
  return columnsOf(tree, gather(bytes, field)).slice(0, 1);
}
