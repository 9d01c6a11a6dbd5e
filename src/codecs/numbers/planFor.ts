/** How bytes are best taken apart. */
import { createHash } from 'node:crypto';
import { Remembered } from '../remembered.js';
import { bitsBy, sketched, treeBelow } from './choose/choose.js';
import { type Pains, painsFor } from './choose/pains.js';
import { bytes as plain } from './coders/bytes.js';
import { floats } from './coders/floats.js';
import { gather } from './column.js';
import { byExample, type Example } from './example.js';
import { about, bytesOf, countOf, type Field, shapeOf } from './field.js';
import { isSound } from './limits.js';
import { bitsOf, type Estimated } from './plan.js';
import { planField } from './planField.js';
import { takenApart } from './runs.js';
import { narrowed, withTables } from './tables.js';
import type { Tree } from './tree.js';

/** Of the bits by a tree that arrays have in common, what another may take for it to be taken. */
const MUCH_LESS = 0.9;
/** Fields of which each is tried; those after them are coded as they are. */
const MOST_CHOSEN = 64;
/** Bytes of a field that is worth its place in a plan. */
const LEAST_BYTES = 64;
/** Arrays of floats of a file that are few enough to be looked at each on its own. */
const FEW_ARRAYS = 6;
/** Of more, how many of the largest other ways are tried on, and numbers that these have at least. */
const [MOST_ARRAYS, LARGE] = [12, 4096];

/**
 * A plan for bytes with these fields: each as it is, or as columns of its last axis; and for what comes again and again.
 *
 * @param example of other bytes of the same file: what is like it is coded as it is, without anything being tried.
 */
export function planFor(
  bytes: Uint8Array,
  fields: readonly Field[],
  example?: Example,
): readonly Estimated[] {
  const hash = createHash('sha256').update(bytes).update(JSON.stringify(fields));
  const digest = hash.update(example?.plan ?? '').digest('hex');
  const { last } = remembered;
  if (last?.digest === digest) return last.plan;
  const plan = newPlan(bytes, fields, example);
  remembered.last = { digest, plan };
  return plan;
}

/** What was asked for last. */
const remembered = new Remembered<{
  readonly digest: string;
  readonly plan: readonly Estimated[];
}>();

function newPlan(
  bytes: Uint8Array,
  all: readonly Field[],
  example: Example | undefined,
): readonly Estimated[] {
  const { runs, fields } = takenApart(bytes, all) ?? { runs: [], fields: all };
  const known = example && byExample(example, bytes);
  const worthwhile = fields.filter(isWorthwhile);
  // Arrays that are coded together are looked at together.
  const weights = new Set(weightsOf(worthwhile));
  const like = worthwhile.map((field) => (weights.has(field) ? undefined : known?.(field)));
  const others = worthwhile.filter((_, i) => like[i] === undefined);
  const plan = [...runs, ...like.flatMap((one) => one ?? []), ...planFields(bytes, others)];
  return plan.sort((a, b) => a.field.offset - b.field.offset);
}

function planFields(bytes: Uint8Array, fields: readonly Field[]): readonly Estimated[] {
  const alike = weightsOf(fields);
  const axes = fields.reduce((most, field) => Math.max(most, field.axes.length), 0);
  const pains = painsFor(fields.length - alike.length, axes);
  const others = new Set(alike);
  const known = fields
    .filter((field) => !others.has(field))
    .flatMap((field, i) =>
      i < MOST_CHOSEN ? planField(bytes, field, pains) : [planUnseen(bytes, field)],
    );
  return [...withTables(bytes, known), ...likeOthers(bytes, alike)];
}

/** Whether a field is large enough to be worth its place in a plan: what others have is coded as bytes. */
function isWorthwhile(field: Field): boolean {
  return countOf(field) * bytesOf(field.type) >= LEAST_BYTES;
}

/** A field for which no time is taken, since there are too many. */
function planUnseen(bytes: Uint8Array, field: Field): Estimated {
  const { type } = field;
  const bits = about(type).bits * countOf(field);
  if (about(type).kind === 'float') return { field, tree: { coder: floats }, bits };
  const tree = narrowed(gather(bytes, field));
  return { field, tree: isSound(tree, shapeOf(field)) ? tree : { coder: plain }, bits };
}

/** Arrays of floats of which there are many, as in a checkpoint. */
function weightsOf(fields: readonly Field[]): readonly Field[] {
  const all = fields.filter((field) => about(field.type).kind === 'float' && isPacked(field));
  return all.length > FEW_ARRAYS ? all : [];
}

/** Whether the numbers of a field follow each other, as those of a column of records do not. */
function isPacked({ type, axes }: Field): boolean {
  let step: number = bytesOf(type);
  return [...axes].reverse().every(({ count, stride }) => {
    const follows = stride === step;
    step *= count;
    return follows;
  });
}

/** Plans for arrays of floats: together, but for those large ones that take much less in another way. */
function likeOthers(bytes: Uint8Array, fields: readonly Field[]): Estimated[] {
  const tree: Tree = { coder: floats };
  const large = [...fields].sort((a, b) => countOf(b) - countOf(a)).slice(0, MOST_ARRAYS);
  const tried = large
    .filter((field) => countOf(field) >= LARGE)
    .map((field, _, { length }) => unlessMuchLess(bytes, field, tree, painsFor(length, 2)));
  const known = new Map(tried.map((one) => [one.field, one]));
  const numbers = tried.reduce((n, { field }) => n + countOf(field), 0);
  const rate = numbers > 0 ? bitsOf(tried) / numbers : 32;
  return fields.map((field) => known.get(field) ?? { field, tree, bits: rate * countOf(field) });
}

/** An array by a tree, unless another takes much less: together with others it takes less than it does alone. */
function unlessMuchLess(bytes: Uint8Array, field: Field, tree: Tree, pains: Pains): Estimated {
  const column = gather(bytes, field);
  const bits = bitsBy(floats, column, pains);
  const other = treeBelow(MUCH_LESS * bits, sketched(column, pains));
  return { field, tree: other?.tree ?? tree, bits: other?.bits ?? bits };
}
