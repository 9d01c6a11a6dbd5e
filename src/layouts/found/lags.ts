/** How often bytes are equal to those so many before: what comes again comes after a record. */
import { LONGEST_RECORD, type Window } from './sample.js';

/** Bytes that are compared in all places together, at short distances and at long ones. */
const [NEAR, NEAR_BYTES, FAR_BYTES] = [512, 1 << 15, 1 << 13];

/** For each distance up to the longest, which part of the bytes is equal to the one so far before. */
export function equalAtLags(bytes: Uint8Array, windows: readonly Window[]): Float64Array {
  const equal = new Float64Array(LONGEST_RECORD + 1);
  const compared = new Float64Array(LONGEST_RECORD + 1);
  for (const { from, to } of windows) {
    // Four copies, each a byte further: so words begin anywhere.
    const shifted = [0, 1, 2, 3].map((shift) => {
      const words = new Int32Array((to - from) >> 2);
      new Uint8Array(words.buffer).set(
        bytes.subarray(from + shift, from + shift + words.byteLength),
      );
      return words;
    });
    for (let lag = 1; lag <= Math.min(LONGEST_RECORD, to - from - 4); lag++) {
      const most = (lag <= NEAR ? NEAR_BYTES : FAR_BYTES) / windows.length;
      const words = Math.min(most, to - from - lag - 4) >> 2;
      equal[lag] = (equal[lag] as number) + equalBytes(shifted, lag, words);
      compared[lag] = (compared[lag] as number) + 4 * words;
    }
  }
  return equal.map((count, lag) => (compared[lag] === 0 ? 0 : count / (compared[lag] as number)));
}

/** How many bytes of the first words are equal to those a distance further: four at a time. */
function equalBytes(shifted: readonly Int32Array[], lag: number, words: number): number {
  const near = shifted[0] as Int32Array;
  const far = shifted[lag & 3] as Int32Array;
  const distance = lag >> 2;
  let total = 0;
  for (let from = 0; from < words; from += 255) {
    const to = Math.min(words, from + 255);
    let sums = 0;
    for (let i = from; i < to; i++) {
      const x = (near[i] as number) ^ (far[i + distance] as number);
      // The highest bit of each byte that is zero.
      const zeros = ~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | 0 | x | 0x7f7f7f7f);
      sums = (sums + (zeros >>> 7)) | 0;
    }
    total += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
  }
  return total;
}

/** How much more than usual must be equal at a divisor of a distance, to be tried too. */
const NEARLY = 0.3;

/** Distances at which most is equal, each a peak among multiples of a step, and their divisors; the shortest first. */
export function lagsOf(equal: Float64Array, most: number, step = 1): number[] {
  const usual = [...equal].sort((a, b) => a - b)[equal.length >> 1] as number;
  const lags = peaksOf(equal, most, step).flatMap((peak) => {
    const least = usual + NEARLY * ((equal[peak] as number) - usual);
    const divisors = [peak];
    for (let lag = 2 * step; lag <= peak / 2; lag += step) {
      if (peak % lag === 0 && (equal[lag] as number) > least) divisors.push(lag);
    }
    return divisors;
  });
  return [...new Set(lags)].sort((a, b) => a - b);
}

/** The highest peaks. */
function peaksOf(equal: Float64Array, most: number, step: number): number[] {
  const peaks: number[] = [];
  for (let lag = 2 * step; lag + step < equal.length; lag += step) {
    const [before, here, after] = [lag - step, lag, lag + step].map((at) => equal[at] as number);
    if ((here ?? 0) > (before ?? 0) && (here ?? 0) >= (after ?? 0)) peaks.push(lag);
  }
  return peaks.sort((a, b) => (equal[b] as number) - (equal[a] as number) || a - b).slice(0, most);
}
