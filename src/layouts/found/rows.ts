/** Rows of arrays of one type: what is above a number may tell more of it than what is before. */
import type { Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';
import { bitsOf, costOf } from './bits.js';
import { columnCost } from './columns.js';
import { type Bits, floatOf, readBits } from './kinds.js';
import { lagsOf } from './lags.js';
import { recordsIn, type Window } from './sample.js';

/** Distances that are tried, and numbers of each place that are looked at. */
const [TRIED, NUMBERS] = [6, 512];

/** Least rows of which anything can be told. */
const LEAST_ROWS = 32;

/** How many bits less numbers must cost with those above them, and which part of what they cost without columns with them. */
const [LESS, MOST_COLUMNS] = [0.25, 0.94];

/** Bytes of a row; undefined where rows tell nothing. @param start where the numbers begin. */
export function rowBytesOf(
  bytes: Uint8Array,
  windows: readonly Window[],
  equal: Float64Array,
  kind: Kind,
  start: number,
): number | undefined {
  const width = NUMBER_BYTES[kind.type];
  const before = rowCost(bytes, windows, kind, start, undefined);
  let best: number | undefined;
  let least = before - LESS;
  for (const row of lagsOf(equal, TRIED, width)) {
    const cost = rowCost(bytes, windows, kind, start, row);
    if (cost >= least) continue;
    best = row;
    least = cost - LESS;
  }
  return best ?? rowByColumns(bytes, windows, equal, width);
}

/** Bytes of a row whose columns are not alike: each costs less by itself than all together. */
function rowByColumns(
  bytes: Uint8Array,
  windows: readonly Window[],
  equal: Float64Array,
  width: number,
): number | undefined {
  let best: number | undefined;
  let least = columnCost(bytes, recordsIn(windows, width), width) * MOST_COLUMNS;
  for (const row of lagsOf(equal, TRIED, width)) {
    const starts = recordsIn(windows, row);
    const cost = starts.length < LEAST_ROWS ? least : columnCost(bytes, starts, row);
    if (cost >= least) continue;
    best = row;
    least = cost * MOST_COLUMNS;
  }
  return best;
}

/** Bits a number less what the two before it say, or where there are rows what is above it, whichever is least. */
function rowCost(
  bytes: Uint8Array,
  windows: readonly Window[],
  kind: Kind,
  start: number,
  row: number | undefined,
): number {
  const width = NUMBER_BYTES[kind.type];
  const counts = [new Uint32Array(80), new Uint32Array(80)] as const;
  const rest = [0, 0];
  let total = 0;
  const add = (way: 0 | 1, error: number) => {
    const bits = bitsOf(Math.abs(error));
    counts[way][bits] = (counts[way][bits] as number) + 1;
    rest[way] = (rest[way] as number) + bits;
  };
  for (const { from, to } of windows) {
    const first = start + width * Math.ceil((from + (row ?? width) + width - start) / width);
    for (let at = first, i = 0; at + width <= to && i < NUMBERS; at += width, i++) {
      const here = valueAt(bytes, at, kind);
      const left = valueAt(bytes, at - width, kind);
      const [above, corner] = [row ?? width, (row ?? width) + width].map((back) =>
        valueAt(bytes, at - back, kind),
      ) as [number, number];
      add(0, here - above);
      add(1, here - (left + above - corner));
      total++;
    }
  }
  const costs = counts.map((count, way) => (costOf(count, total) + (rest[way] as number)) / total);
  return total === 0 ? Number.POSITIVE_INFINITY : Math.min(...costs);
}

const number: Bits = { high: 0, low: 0 };

/** A number by its order among those of its type; of 64 bits without the lowest. */
export function valueAt(bytes: Uint8Array, at: number, kind: Kind): number {
  if (at < 0) return 0;
  readBits(bytes, at, kind, number);
  const sign = NUMBER_BYTES[kind.type] === 2 ? 0x7fff : 0x7fffffff;
  if (!floatOf(kind) || number.high >= 0) return wide(kind, number.high, number.low);
  return -wide(kind, number.high & sign, number.low);
}

function wide({ type }: Kind, high: number, low: number): number {
  return NUMBER_BYTES[type] === 8 ? high * 4294967296 + low : high;
}
