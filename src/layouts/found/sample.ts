/** Places spread over a file, from which its layout is guessed. */

/** Longest distance from one record to the next. */
export const LONGEST_RECORD = 4096;

/** How many places, and bytes of each. */
const [WINDOWS, WINDOW] = [8, 3 * LONGEST_RECORD];

/** Where a place begins and ends. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Places of one length, the first at the beginning and the last at the end; one of all where a file is small. */
export function windowsOf(bytes: Uint8Array): Window[] {
  const count = Math.max(1, Math.min(WINDOWS, Math.floor(bytes.length / WINDOW)));
  const length = Math.min(bytes.length, WINDOW);
  return Array.from({ length: count }, (_, i) => {
    const from = count === 1 ? 0 : Math.floor(((bytes.length - length) * i) / (count - 1));
    return { from, to: from + length };
  });
}

/** Bytes of records that are looked at, and most records. */
const [LOOKED_AT, MOST_RECORDS] = [3 << 14, 3000];

/** Where some records begin, spread evenly, in the places that have one before them and one after. */
export function recordsIn(windows: readonly Window[], length: number): number[] {
  const runs = windows.map(({ from, to }) => {
    const first = length * Math.ceil(from / length) + length;
    return { first, count: Math.max(0, Math.floor((to - first) / length) - 1) };
  });
  const all = runs.reduce((sum, { count }) => sum + count, 0);
  const step = Math.max(1, all / Math.min(MOST_RECORDS, LOOKED_AT / length));
  const starts: number[] = [];
  let [passed, next] = [0, 0];
  for (const { first, count } of runs) {
    for (; next < passed + count; next += step) {
      starts.push(first + (Math.floor(next) - passed) * length);
    }
    passed += count;
  }
  return starts;
}
