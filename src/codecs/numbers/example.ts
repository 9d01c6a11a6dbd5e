/** The plan of one chunk as an example for others of the same file, whose fields are mostly the same. */

import { variantOf } from './choose/sketch.js';
import { codes } from './coders/coder.js';
import { type Column, gather } from './column.js';
import { guessOf } from './estimate.js';
import { countOf, type Field } from './field.js';
import { isSound } from './limits.js';
import { type Estimated, planBytes, planOf } from './plan.js';
import { columnsOf } from './planField.js';
import type { Tree } from './tree.js';

/** What a chunk tells others, as it may go to another thread. */
export interface Example {
  /** Bytes of the chunk. */
  readonly size: number;
  /** Where its numbers are. */
  readonly fields: readonly Field[];
  /** Its plan, as files have it. */
  readonly plan: Uint8Array;
  /** Of each field of the plan, bits for each number as they were estimated, and guessed for what its coders have. */
  readonly costs: readonly Costs[];
}

/** What a field costs for each number. */
export interface Costs {
  /** Bits as they were estimated. */
  readonly bits: number;
  /** Bits guessed for what each of its coders has. */
  readonly guesses: readonly number[];
}

/** How far a guess for other numbers may be from the one of the example, as a part of it and in bits. */
const [SAME_SHARE, SAME_BITS] = [1 / 8, 1 / 4];

/** What a chunk and its plan tell other chunks. */
export function exampleOf(
  bytes: Uint8Array,
  fields: readonly Field[],
  plan: readonly Estimated[],
): Example {
  const costs = plan.map(({ field, tree, bits }): Costs => {
    const drawn = redrawn(tree, gather(bytes, field));
    const guesses = drawn?.columns.map(guessed) ?? [];
    return { bits: bits / Math.max(1, countOf(field)), guesses };
  });
  return { size: bytes.length, fields, plan: planBytes(plan), costs };
}

/** Whether the largest of some fields is one that an example has, or there are none. */
export function isLike({ fields }: Example, others: readonly Field[]): boolean {
  const [largest] = [...others].sort((a, b) => countOf(b) - countOf(a));
  return !largest || fields.some((field) => keyOf(field) === keyOf(largest));
}

/** The plan of a field of other bytes, as an example says; nothing where that has none like it, or the numbers seem to be others. */
export type ByExample = (field: Field) => readonly Estimated[] | undefined;

/** What an example says of fields of some bytes. */
export function byExample({ size, fields, plan, costs }: Example, bytes: Uint8Array): ByExample {
  const planned = planOf(plan, size).map(({ field, tree }, i) => ({
    tree,
    axes: field.axes.length,
    costs: costs[i] as Costs,
    offset: field.offset,
  }));
  const at = new Map(planned.map((one) => [one.offset, one]));
  const alike = new Map(fields.map((field) => [keyOf(field), field]));
  return (field) => {
    const example = alike.get(keyOf(field));
    if (!example) return undefined;
    const isWhole = at.get(example.offset)?.axes === example.axes.length;
    const [own, others] = isWhole ? [[field], [example]] : [field, example].map(columnsOf);
    const estimated = (own as readonly Field[]).map((one, i) => {
      const known = at.get(others?.[i]?.offset ?? -1);
      return known && alikeBy(known.tree, known.costs, one, bytes);
    });
    return estimated.length > 0 && estimated.every((one) => one !== undefined)
      ? estimated
      : undefined;
  };
}

/** What fields have in common that are of the same numbers of a file, wherever the chunk that they are in begins and ends. */
function keyOf({ name, type, bigEndian, axes }: Field): string {
  const widest = Math.max(...axes.map(({ stride }) => stride));
  const sizes = axes.map(({ count, stride }) => [stride === widest ? 0 : count, stride]);
  return JSON.stringify([name, type, bigEndian, sizes]);
}

function alikeBy(
  tree: Tree,
  { bits, guesses }: Costs,
  field: Field,
  bytes: Uint8Array,
): Estimated | undefined {
  const column = gather(bytes, field);
  const drawn = redrawn(tree, column);
  if (drawn?.columns.length !== guesses.length || !isSound(drawn.tree, column)) return undefined;
  const same = drawn.columns.every((one, i) => isNear(guessed(one), guesses[i] as number));
  return same ? { field, ...drawn, bits: bits * countOf(field) } : undefined;
}

function isNear(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME_SHARE * other + SAME_BITS;
}

function guessed(column: Column): number {
  const { near, alike } = guessOf(column);
  return Math.min(near, alike);
}

/** A tree for another column, with the parameters that are right for it; undefined where a view or a coder is not for it. */
function redrawn(
  tree: Tree,
  column: Column,
): { readonly tree: Tree; readonly columns: readonly Column[] } | undefined {
  if ('coder' in tree) return codes(tree.coder, column) ? { tree, columns: [column] } : undefined;
  const { view, inner } = tree;
  const variant = variantOf(view, tree.parameters);
  const parameters = view.propose(column).find((some) => variantOf(view, some) === variant);
  if (!parameters) return undefined;
  const columns = view.apply(column, parameters);
  if (columns.length !== inner.length) return undefined;
  const own = columns.map((one, i) => redrawn(inner[i] as Tree, one));
  if (own.some((one) => one === undefined)) return undefined;
  const drawn = own as { tree: Tree; columns: readonly Column[] }[];
  return {
    tree: { view, parameters, inner: drawn.map(({ tree }) => tree) },
    columns: drawn.flatMap(({ columns }) => columns),
  };
}
