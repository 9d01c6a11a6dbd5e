/** Where records begin and end in a file: heads and tails are not like them. */
import { log2 } from './bits.js';

/** Most bytes at either end that may be none of the records. */
const MOST = 1 << 16;

/** How far from what is usual to what any bytes cost that is which no record does, and by so many bits at least. */
const [BEYOND, BITS] = [0.5, 6];

/** Least bytes of a head or a tail, and how far beyond that limit it must be, as part of the way to any bytes. */
const [LEAST, SURE] = [16, 0.2];

/** Where the first record begins and the last ends, of those of a length from a start. */
export function endsOf(
  bytes: Uint8Array,
  start: number,
  length: number,
  sample: readonly number[],
): { from: number; to: number } {
  const costs = costsByColumn(bytes, start, length, sample);
  const costAt = (at: number) => {
    let cost = 0;
    for (let i = 0; i < length; i++) cost += costs[i * 256 + (bytes[at + i] as number)] as number;
    return cost;
  };
  const shift = (at: number) => start + length * Math.floor((at - start) / length);
  const usual = sample.map((at) => costAt(shift(at)));
  const [mean, any] = [meanOf(usual), length * meanOf(costs)];
  const limit = mean + Math.max(BEYOND * (any - mean), BITS);
  const records = Math.floor((bytes.length - start) / length);
  const most = Math.min(records >> 1, Math.floor(MOST / length));
  const atEnd = (costOf: (i: number) => number) => {
    const { count, sum } = unlike(most, (i) => costOf(i) - limit);
    return count * length < LEAST || sum < SURE * count * (any - mean) ? 0 : count;
  };
  const before = atEnd((i) => costAt(start + i * length));
  const after = atEnd((i) => costAt(start + (records - 1 - i) * length));
  return { from: start + before * length, to: start + (records - after) * length };
}

/** How many at an end are no records: as many as cost most beyond the limit, all together. */
function unlike(most: number, beyond: (i: number) => number): { count: number; sum: number } {
  let [best, highest, sum] = [0, 0, 0];
  for (let i = 0; i < most; i++) {
    sum += beyond(i);
    if (sum <= highest) continue;
    [best, highest] = [i + 1, sum];
  }
  return { count: best, sum: highest };
}

function meanOf(values: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** Bits of each byte in each column, as often as it is there in a sample. */
function costsByColumn(
  bytes: Uint8Array,
  start: number,
  length: number,
  sample: readonly number[],
): Float32Array {
  const counts = new Float32Array(256 * length);
  for (const at of sample) {
    const from = start + length * Math.floor((at - start) / length);
    for (let i = 0; i < length; i++) {
      const place = i * 256 + (bytes[from + i] as number);
      counts[place] = (counts[place] as number) + 1;
    }
  }
  const total = log2(2 * sample.length + 256);
  return counts.map((count) => total - log2(2 * count + 1));
}
