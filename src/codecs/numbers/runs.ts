/** Long stretches of which the same few bytes come again and again: what they are is all there is to say. */
import type { Field } from './field.js';
import type { Estimated } from './plan.js';
import { constant } from './views/constant.js';
import { fieldsWithin } from './within.js';

/** Bytes [from, to), each of which is that of a period before. */
interface Run {
  readonly from: number;
  readonly to: number;
  readonly period: number;
}

/** Bytes of a run of one byte that is worth being told, of one of a longer period, and between places that are looked at. */
const [LEAST, LEAST_OF_RECORDS, STEP] = [1 << 16, 1 << 18, 1 << 15];
/** Longest period, and bytes that are looked at to find one. */
const [LONGEST, LOOK] = [64, 256];
/** Part of all bytes that runs have, for fields to be cut by them. */
const MOSTLY = 1 / 2;
/** What is said of a column of one value. */
const BITS = 64;

/** What of bytes is runs, and the fields that lie between them; nothing where most of it is none. */
export function takenApart(
  bytes: Uint8Array,
  fields: readonly Field[],
): { readonly runs: readonly Estimated[]; readonly fields: readonly Field[] } | undefined {
  const runs = runsOf(bytes);
  const all = sizeOf(runs);
  if (all === 0 || all < MOSTLY * bytes.length) return undefined;
  const ends = [...runs.map(({ from }) => from), bytes.length];
  const between = ends.flatMap((to, i) => {
    const from = runs[i - 1]?.to ?? 0;
    return fieldsWithin(fields, from, to).map((field) => ({
      ...field,
      offset: field.offset + from,
    }));
  });
  return { runs: runs.flatMap((run) => columnsOf(bytes, run)), fields: between };
}

/** Bytes that are in long runs. */
export function bytesInRuns(bytes: Uint8Array): number {
  return sizeOf(runsOf(bytes));
}

function sizeOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Runs, from the first on. */
function runsOf(bytes: Uint8Array): readonly Run[] {
  const runs: Run[] = [];
  let end = 0;
  for (let at = 0; at + LOOK + LONGEST <= bytes.length; at = Math.max(at + STEP, end)) {
    const period = periodAt(bytes, at);
    if (period === undefined) continue;
    let [from, to] = [at, at + period];
    while (to < bytes.length && bytes[to] === bytes[to - period]) to++;
    while (from > end && bytes[from - 1] === bytes[from - 1 + period]) from--;
    if (to - from < (period === 1 ? LEAST : LEAST_OF_RECORDS)) continue;
    runs.push({ from, to, period });
    end = to;
  }
  return runs;
}

/** The shortest period of some bytes from one on. */
function periodAt(bytes: Uint8Array, at: number): number | undefined {
  for (let period = 1; period <= LONGEST; period++) {
    let i = at;
    while (i < at + LOOK && bytes[i] === bytes[i + period]) i++;
    if (i === at + LOOK) return period;
  }
  return undefined;
}

/** A run as columns of one value. */
function columnsOf(bytes: Uint8Array, { from, to, period }: Run): Estimated[] {
  return Array.from({ length: period }, (_, i) => {
    const offset = from + i;
    const count = Math.ceil((to - offset) / period);
    return {
      field: {
        name: 'run',
        offset,
        type: 'u8',
        bigEndian: false,
        axes: [{ count, stride: period }],
      },
      tree: { view: constant, parameters: [BigInt(bytes[offset] as number)], inner: [] },
      bits: BITS,
    };
  });
}
