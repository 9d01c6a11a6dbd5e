/** How bytes are taken apart where there is little time. */
import { lempelZivBits } from '../learning/lempelZiv.js';
import { chooseTree, sketched } from './choose/choose.js';
import { quickPains } from './choose/pains.js';
import { planes } from './coders/planes.js';
import { gather } from './column.js';
import { coverOf, restOf } from './cover.js';
import { about, bytesOf, countOf, type Field } from './field.js';
import type { Estimated } from './plan.js';

/** Bytes of a field that is worth its place in a plan. */
const LEAST_BYTES = 64;
/** Fields of which each is tried; those after them are planes as they are. */
const MOST_CHOSEN = 128;
/** Bytes in the middle that are tried as they are, and where that leaves doubts: more, or much of few. */
const [LITTLE, MORE, MUCH] = [1 << 15, 1 << 18, 1 << 20];
/** Of what little is estimated to take, what fields may take at most for there to be no doubts. */
const CLEAR = 0.8;

/** A plan for bytes with these fields, or none where the bytes as a whole take less. */
export function quickPlan(bytes: Uint8Array, all: readonly Field[]): readonly Estimated[] {
  const fields = all.filter((field) => countOf(field) * bytesOf(field.type) >= LEAST_BYTES);
  const pains = quickPains(fields.length);
  const plan = fields.map((field, i): Estimated => {
    if (i < MOST_CHOSEN) return { field, ...chooseTree(sketched(gather(bytes, field), pains)) };
    return { field, tree: { coder: planes }, bits: about(field.type).bits * countOf(field) };
  });
  if (plan.length === 0) return plan;
  const rest = Uint8Array.from(restOf(bytes, coverOf(bytes.length, fields)));
  const apart = plan.reduce((sum, { bits }) => sum + bits, bitsOf(rest, LITTLE));
  const roughly = bitsOf(bytes, LITTLE);
  if (apart < CLEAR * roughly) return plan;
  return apart < bitsOf(bytes, bytes.length > 2 * MUCH ? MORE : MUCH) ? plan : [];
}

/** Bits that bytes take as they are, by so many in their middle. */
function bitsOf(bytes: Uint8Array, most: number): number {
  const from = Math.max(0, (bytes.length - most) >> 1);
  const some = bytes.subarray(from, from + most);
  return (lempelZivBits(some, 1, most > LITTLE) * bytes.length) / Math.max(1, some.length);
}
