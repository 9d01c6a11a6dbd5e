/** Records taken apart into numbers, as they cost least. */
import type { Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';
import { columnCosts } from './columns.js';
import type { Records } from './differenceCost.js';
import { KINDS } from './kinds.js';
import { numberCost } from './numberCost.js';

/** What a number more in a record is taken to cost. */
const EACH = 0.02;

/** How much more a record of one number may cost than the same of several. */
const ALONE = 1.1;

/** Longest record whose first number is looked for anywhere, and at how many places that of a longer one is. */
const [LONGEST_TURNED, FEW] = [256, 8];

/** A number of a record: where it begins, counted from the first one. */
export interface Part {
  readonly kind: Kind;
  readonly at: number;
}

/** How a record is taken apart. */
export interface Partition {
  /** Where the first record begins. */
  readonly start: number;
  readonly parts: readonly Part[];
  /** Bits a byte. */
  readonly cost: number;
}

/** The records that begin at these places, with what their columns cost. */
export function recordsAt(bytes: Uint8Array, starts: readonly number[], length: number): Records {
  const columns = columnCosts(bytes, starts, length);
  return { bytes, starts, length, columns };
}

/** The cheapest way to take records apart. */
export function partitionOf(records: Records): Partition {
  const { length } = records;
  const kinds = KINDS.filter((kind) => isTried(kind, length));
  const costs = kinds.map((kind) =>
    Float64Array.from({ length }, (_, column) => numberCost(records, column, kind) + EACH),
  );
  const starts = Array.from({ length: length > LONGEST_TURNED ? FEW : length }, (_, i) => i);
  const best = cheapest(starts.map((start) => fromStart(costs, kinds, start, length)));
  // A record of one number is likelier than what is hardly cheaper.
  const alone = kinds.map(({ type }) => NUMBER_BYTES[type] === length);
  if (!alone.includes(true)) return best;
  const one = cheapest(
    starts.map((start) => {
      const some = costs.filter((_, k) => alone[k]);
      return fromStart(
        some,
        kinds.filter((_, k) => alone[k]),
        start,
        length,
      );
    }),
  );
  return one.cost <= best.cost * ALONE ? one : best;
}

/** Numbers as long as a record; short floats look like anything, so nothing else may be in it. */
function isTried({ type }: Kind, length: number): boolean {
  const isShort = type === 'f16' || type === 'bf16';
  return isShort ? length === 2 : NUMBER_BYTES[type] <= length;
}

function cheapest(partitions: readonly Partition[]): Partition {
  return partitions.reduce((best, each) => (each.cost < best.cost - 1e-9 ? each : best));
}

/** The cheapest way where a record begins at a column. */
function fromStart(
  costs: readonly Float64Array[],
  kinds: readonly Kind[],
  start: number,
  length: number,
): Partition {
  const best = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const chosen = new Int32Array(length + 1);
  best[0] = 0;
  for (let at = 0; at < length; at++) {
    const column = (start + at) % length;
    for (let k = 0; k < kinds.length; k++) {
      const to = at + NUMBER_BYTES[(kinds[k] as Kind).type];
      const cost = (best[at] as number) + ((costs[k] as Float64Array)[column] as number);
      if (to > length || cost >= (best[to] as number)) continue;
      best[to] = cost;
      chosen[to] = k;
    }
  }
  const parts: Part[] = [];
  for (let to = Number.isFinite(best[length]) ? length : 0; to > 0; ) {
    const kind = kinds[chosen[to] as number] as Kind;
    to -= NUMBER_BYTES[kind.type];
    parts.unshift({ kind, at: to });
  }
  return { start, parts, cost: (best[length] as number) / length };
}
