/** What fields would take, on a stretch of a file, as the model guesses it and, where that tells too little, tries it. */
import { guessOf, sketched } from '../../codecs/numbers/choose/choose.js';
import { type Pains, painsFor } from '../../codecs/numbers/choose/pains.js';
import { gather } from '../../codecs/numbers/column.js';
import { about } from '../../codecs/numbers/field.js';
import { planFor } from '../../codecs/numbers/planFor.js';
import { fieldsWithin } from '../../codecs/numbers/within.js';
import { bytesIn } from '../check.js';
import type { Field } from '../layout.js';

/** Bytes of the stretch. */
const STRETCH = 1 << 16;

/** Numbers of it that are looked at, and of a column at least. */
const [LOOK, LEAST] = [4096, 256];

/** Longest last axis whose places are columns of their own, as the model has it. */
const MOST_COLUMNS = 64;

/** How much more than the least guess another may be for both to be tried, and how many are with the first proposal. */
const [DOUBTFUL, MOST] = [0.15, 3];

/** Of the least guess, what floats without rows may be guessed at that are the first proposal, to be taken untried. */
const AS_WELL = 1.02;

/** Of what a table takes that is the first proposal, what another must: it has columns that learn little from a stretch. */
const SURELY = 0.97;

/** The bytes in the middle of a file. */
export interface Stretch {
  readonly from: number;
  readonly bytes: Uint8Array;
}

/** The middle of a file, where heads and tails are not. */
export function stretchOf(bytes: Uint8Array): Stretch {
  const size = Math.min(bytes.length, STRETCH);
  const from = (bytes.length - size) >>> 1;
  return { from, bytes: bytes.subarray(from, from + size) };
}

/**
 * Of several ways to see a file the one that takes least; of those that take about the same the first.
 *
 * @param plain bits a byte of what no field has.
 */
export function cheapestOf(
  stretch: Stretch,
  proposals: readonly (readonly Field[])[],
  plain: number,
): readonly Field[] | undefined {
  const guessed = distinct(proposals)
    .map((fields) => ({ fields, cost: guessedCost(stretch, fields, plain) }))
    .sort((a, b) => a.cost - b.cost);
  const [least] = guessed;
  if (guessed.length < 2 || !least) return least?.fields;
  const [first] = proposals;
  const own = guessed.find(({ fields }) => fields === first);
  if (own && isFloats(own.fields) && own.cost <= AS_WELL * least.cost) return first;
  const most = doubtful(least.cost, DOUBTFUL);
  const others = guessed.filter((one) => one !== own && one.cost <= most).slice(0, MOST - 1);
  const near = own ? [own, ...others] : others;
  const tried = near.map(({ fields }) => {
    const cost = triedCost(stretch, fields, plain);
    return { fields, cost: fields === first && isTable(first) ? cost * SURELY : cost };
  });
  return tried.sort((a, b) => a.cost - b.cost)[0]?.fields;
}

/** Whether fields are one array of floats without rows. */
function isFloats([field, ...others]: readonly Field[]): boolean {
  return others.length === 0 && field?.axes.length === 1 && about(field.type).kind === 'float';
}

/** Whether fields lie between each other. */
function isTable([one, other]: readonly Field[]): boolean {
  const [a, b] = [one?.axes[0]?.stride, other?.axes[0]?.stride];
  return a !== undefined && a === b;
}

function distinct(proposals: readonly (readonly Field[])[]): readonly (readonly Field[])[] {
  const texts = proposals.map((fields) => JSON.stringify(fields));
  return proposals.filter((_, i) => texts.indexOf(texts[i] as string) === i);
}

/** Bits a byte that may in truth be less than so many: a share more of what they are, or of what they save. */
export function doubtful(bits: number, share: number): number {
  return bits + share * Math.max(0, Math.min(bits, 8 - bits));
}

/** Bits a byte, as each field is guessed to take; what no field has takes what is told. */
function guessedCost(stretch: Stretch, fields: readonly Field[], plain: number): number {
  const own = fieldsIn(stretch, fields);
  const bits = own.reduce((sum, field) => sum + guessedBits(stretch.bytes, field, own.length), 0);
  return withRest(stretch, own, bits, plain);
}

/** Bits a byte, as a plan for the stretch is estimated to take. */
function triedCost(stretch: Stretch, fields: readonly Field[], plain: number): number {
  const own = fieldsIn(stretch, fields);
  const bits = planFor(stretch.bytes, own).reduce((sum, one) => sum + one.bits, 0);
  return withRest(stretch, own, bits, plain);
}

function fieldsIn({ from, bytes }: Stretch, fields: readonly Field[]): readonly Field[] {
  return fieldsWithin(fields, from, from + bytes.length);
}

function withRest({ bytes }: Stretch, own: readonly Field[], bits: number, plain: number): number {
  return (bits + (bytes.length - bytesIn(own)) * plain) / bytes.length;
}

/** A field as it is, or by the columns of its last axis. @param beside fields of the stretch. */
function guessedBits(bytes: Uint8Array, field: Field, beside: number): number {
  const whole = guessOf(sketched(gather(bytes, field), guessPains(beside)));
  const last = field.axes.at(-1);
  const outer = field.axes.slice(0, -1);
  if (!last || outer.length === 0 || last.count > MOST_COLUMNS) return whole;
  let apart = 0;
  for (let i = 0; i < last.count; i++) {
    const column = { ...field, offset: field.offset + i * last.stride, axes: outer };
    apart += guessOf(sketched(gather(bytes, column), guessPains(beside * last.count)));
  }
  return Math.min(whole, apart);
}

function guessPains(columns: number): Pains {
  return {
    ...painsFor(columns),
    look: Math.max(LEAST, Math.floor(LOOK / columns)),
    sample: 0,
    ideas: 1,
  };
}
