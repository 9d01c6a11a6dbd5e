/** Where records begin and end in a file: heads and tails are not like them. */
import { log2 } from './bits.js';

/** Most bytes at either end that may be none of the records. */
const MOST = 1 << 16;

/** How far beyond the mean a record's cost is that is none, and by so many bits. */
const [BEYOND, BITS] = [1.3, 8];

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
  const limit = (BEYOND * usual.reduce((a, b) => a + b, 0)) / usual.length + BITS;
  const last = start + length * Math.floor((bytes.length - start) / length);
  let [from, to] = [start, last];
  while (from < to && from - start < MOST && costAt(from) > limit) from += length;
  while (to > from && last - to < MOST && costAt(to - length) > limit) to -= length;
  return { from, to };
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
