import { atomically } from '../../ans/atomically.js';
import { type Message, seededMessage } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import { counted } from '../../words.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { contextMixing, contextMixingMemory } from '../learning/contextMixing.js';
import { uniform } from '../uniform.js';
import { type Column, gather, scatter, type Values } from './column.js';
import { coverOf, leftOf, putRest, restOf } from './cover.js';
import { type Example, exampleOf, isLike } from './example.js';
import { checkField, countOf, type Field, shapeOf, withoutOnes } from './field.js';
import { LENGTH_BITS, mostGroups, mostPlanBytes } from './limits.js';
import { modest } from './modest.js';
import { pushOnce } from './once.js';
import { bitsOf, type Estimated, type Planned, planBytes, planOf } from './plan.js';
import { columnsOf, groupsOf, type Leaf, leavesOf, valuesOf } from './tree.js';
import { corrupt } from './views/bits.js';
import { THOROUGH, type Way } from './way.js';

/** Bytes that a byte of numbers takes at most while it is coded: singles by neighbours take 90 each. */
const MOST_BYTES_A_BYTE = 48;

/**
 * Bytes that hold numbers: a file of arrays, of a table, of anything with fields of a fixed length. Each field is gathered, seen
 * by views that make its numbers small or alike, and coded by a codec that learns; what no field has is coded as
 * bytes. A plan, which a push makes and a pop takes from the message, says which fields there are and how each is coded.
 *
 * Law 2 of codecs does not hold, since a push chooses one of many plans: it stands where nothing is popped first.
 *
 * @param size bytes of a value.
 * @param fields that a push looks for: where they are in the value, apart from each other. A pop has no need of them.
 * @param way how much trouble is taken, which decides how what no field has is coded.
 * @param example what other bytes of the same file were like.
 * @throws RangeError for fields that are not in the value.
 */
export function numbers(
  size: number,
  fields: readonly Field[] = [],
  way: Way = THOROUGH,
  example?: Example,
): Codec<Uint32Array> {
  for (const field of fields) checkField(field, size);
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, 256);
      const bytes = Uint8Array.from(symbols);
      const known = withNumbers(fields);
      coverOf(size, known, (message) => new ArgumentError(message));
      const found = way.planFor(bytes, known, example);
      atomically(message, () =>
        pushOnce(message, found, () => {
          const plan = modest(found, size);
          const rest = restOf(symbols, coverOf(size, fieldsOf(plan)));
          way.rest(rest.length).push(message, rest);
          pushColumns(message, bytes, plan);
          pushPlan(message, plan);
        }),
      );
    },
    pop: (message) =>
      atomically(message, () => {
        const plan = popPlan(message, size);
        const bytes = new Uint8Array(size);
        const cover = coverOf(size, fieldsOf(plan));
        popColumns(message, bytes, plan);
        putRest(bytes, cover, way.rest(leftOf(cover)).pop(message));
        return Uint32Array.from(bytes);
      }),
  };
}

/** The fields that have numbers, without axes of one. */
function withNumbers(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => countOf(field) > 0).map(withoutOnes);
}

function fieldsOf(plan: readonly Planned[]): readonly Field[] {
  return plan.map(({ field }) => field);
}

const length = uniform(1, LENGTH_BITS);

function pushPlan(message: Message, plan: readonly Planned[]): void {
  const said = planBytes(plan);
  contextMixing(said.length).push(message, Uint32Array.from(said));
  length.push(message, Uint32Array.of(said.length));
}

/** The plan of so many bytes that is on top of a message of {@link numbers}. @throws CrayError CORRUPT */
export function popPlan(message: Message, size: number): readonly Planned[] {
  const [said = 0] = length.pop(message);
  if (said > mostPlanBytes(size)) throw corrupt(`a plan of ${counted(said, 'byte')} for ${size}`);
  return planOf(Uint8Array.from(contextMixing(said).pop(message)), size);
}

/** Pushes the fields of a plan; what a pop takes first is pushed last. */
function pushColumns(message: Message, bytes: Uint8Array, plan: readonly Estimated[]): void {
  const columns = plan.flatMap(
    ({ field, tree, columns }) => columns ?? columnsOf(tree, gather(bytes, field)),
  );
  const leaves = plan.flatMap(({ field, tree }) => leavesOf(tree, shapeOf(field)));
  for (const group of [...groupsOf(leaves)].reverse()) {
    const own = group.map((i) => columns[i] as Column);
    (leaves[group[0] as number] as Leaf).coder.codec(own).push(
      message,
      own.map(({ values }) => values),
    );
  }
}

/** Pops them into their places. @throws CrayError CORRUPT */
function popColumns(message: Message, bytes: Uint8Array, plan: readonly Planned[]): void {
  const leaves = plan.flatMap(({ field, tree }) => leavesOf(tree, shapeOf(field)));
  const all: Values[] = [];
  const groups = groupsOf(leaves);
  if (groups.length > mostGroups(bytes.length))
    throw corrupt(`${counted(groups.length, 'group')} of columns`);
  for (const group of groups) {
    const own = group.map((i) => leaves[i] as Leaf);
    const popped = (own[0] as Leaf).coder.codec(own.map(({ shape }) => shape)).pop(message);
    group.forEach((leaf, i) => {
      all[leaf] = popped[i] as Values;
    });
  }
  let next = 0;
  for (const { field, tree } of plan) {
    scatter(
      bytes,
      field,
      valuesOf(tree, shapeOf(field), () => all[next++] as Values),
    );
  }
}

/** Up to so many bytes they are coded to see what they take: what is told from parts of them may be off by a fifth. */
export const MOST_TRIED = 1 << 20;

/**
 * Bits that bytes with these fields take, or, of more than a megabyte, are estimated to take; undefined where there is
 * nothing to be taken apart.
 */
export function numbersEstimate(
  bytes: Uint8Array,
  fields: readonly Field[],
  way: Way = THOROUGH,
): number | undefined {
  const message = seededMessage(1, 0);
  const plan = modest(way.planFor(bytes, withNumbers(fields)), bytes.length);
  if (plan.length === 0) return undefined;
  if (bytes.length <= MOST_TRIED) {
    numbers(bytes.length, fields, way).push(message, Uint32Array.from(bytes));
    return 32 * message.tail.length;
  }
  const rest = restOf(bytes, coverOf(bytes.length, fieldsOf(plan)));
  const some = rest.subarray(0, MOST_TRIED >> 2);
  way.rest(some.length).push(message, some);
  return bitsOf(plan) + (32 * message.tail.length * rest.length) / Math.max(1, some.length);
}

/**
 * What bytes with these fields tell of others of the same file.
 *
 * @param before what some before them told, which is told on where most of these are like it.
 */
export function numbersExample(
  bytes: Uint8Array,
  fields: readonly Field[],
  before?: Example,
): Example {
  const known = withNumbers(fields);
  if (before && isLike(before, known)) return before;
  return exampleOf(bytes, known, THOROUGH.planFor(bytes, known, before));
}

/** Bytes of memory that {@link numbers} takes while it codes. */
export function numbersMemory(size: number): number {
  return contextMixingMemory(0) + MOST_BYTES_A_BYTE * size;
}
