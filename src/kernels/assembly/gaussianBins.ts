// Gaussians over bins of the real line, given by 2^bits + 1 edges from -∞ to ∞: c(i) is the
// cumulative distribution at edge i, rounded as in quantise.ts. It never falls, since neither do
// the edges, their distances from the mean in deviations, or normalCdfAt.
//
// What is one long chain of operations for each symbol is done in short loops over blocks of them:
// a processor looks only so many operations ahead for what it could do at the same time.

import { evens, largest, odds } from './lanes';
import { normalCdfAt, placed, prepareNormal, roughCdf, roughPpf } from './normal';
import { pushFour, pushOne, singlesTo } from './push';
import { step } from './rans';

/** Symbols in a block. */
const BLOCK: usize = 64;
/** For each symbol of a block, and one more, where its bin's edges fall; then c(i) and c(i + 1). */
const scratch: usize = memory.data(16 * 64 + 16, 16);

/** 2^n as a double; converting an integer takes longer, and gets done once a symbol. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: u64): f64 {
  return reinterpret<f64>((1023 + n) << 52);
}

/** Where the edges of a bin fall in the table of normal.ts. */
// @ts-ignore: decorator
@inline
function placedEdges(edges: usize, bin: u32, mean: usize, std: usize): v128 {
  const pair = v128.load(edges + ((<usize>bin) << 3));
  return placed(f64x2.div(f64x2.sub(pair, v128.load64_splat(mean)), v128.load64_splat(std)));
}

/** c(i) and c(i + 1), in the words 0 and 2. */
// @ts-ignore: decorator
@inline
function cumulatives(place: v128, top: f64): v128 {
  const y = f64x2.mul(normalCdfAt(place), f64x2.splat(top));
  // An integer added to 2^52 has itself in the last bits.
  return f64x2.add(f64x2.ceil(f64x2.sub(y, f64x2.splat(0.5))), f64x2.splat(4503599627370496));
}

/** Puts c(i) and c(i + 1) (u32) of a block of symbols into scratch. */
// @ts-ignore: decorator
@inline
function cumulateBlock(
  edges: usize,
  means: usize,
  stds: usize,
  symbols: usize,
  n: usize,
  top: f64,
): void {
  for (let i: usize = 0; i < n; i++) {
    const bin = load<u32>(symbols + (i << 2));
    v128.store(scratch + (i << 4), placedEdges(edges, bin, means + (i << 3), stds + (i << 3)));
  }
  // Two at a time, the last one twice where it has no other.
  v128.store(scratch + (n << 4), v128.load(scratch + (n << 4) - 16));
  for (let i: usize = 0; i < n; i += 2) {
    const at = scratch + (i << 4);
    const a = cumulatives(v128.load(at), top);
    v128.store(scratch + (i << 3), evens(a, cumulatives(v128.load(at, 16), top)));
  }
}

/**
 * Pushes n bins under n Gaussians (mean and standard deviation f64, std > 0). A bin whose mass
 * rounds to nothing is outside the support. Returns the end of the tail, or 0 for such a bin, and for
 * one that is not there.
 */
export function gaussianPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  edges: usize,
  bins: u32,
  means: usize,
  stds: usize,
  symbols: usize,
  n: usize,
  precision: u64,
): usize {
  if (largest(symbols, n) >= bins) return 0;
  prepareNormal();
  const top = powerOfTwo(precision);
  for (let end = n; end > 0; ) {
    const row = ((end - 1) / lanes) * lanes;
    const size = min(BLOCK, end - row);
    const from = end - size;
    const slots = heads + ((from - row) << 3);
    cumulateBlock(edges, means + (from << 3), stds + (from << 3), symbols + (from << 2), size, top);
    for (const to = from + singlesTo(size, 0, precision); end > to; ) {
      end--;
      const at = scratch + ((end - from) << 3);
      const start = <u64>load<u32>(at);
      const freq = <u64>load<u32>(at, 4) - start;
      if (freq == 0) return 0;
      tail = pushOne(slots + ((end - from) << 3), tail, start, freq, precision);
    }
    for (; end > from; ) {
      end -= 4;
      const at = scratch + ((end - from) << 3);
      const a = v128.load(at);
      const b = v128.load(at, 16);
      const start = evens(a, b);
      const freq = i32x4.sub(odds(a, b), start);
      if (!i32x4.all_true(freq)) return 0;
      tail = pushFour(slots + ((end - from) << 3), tail, start, freq, <i32>precision);
    }
  }
  return tail;
}

/** Intervals of the same; outside the support with frequency 0. */
export function gaussianIntervals(
  edges: usize,
  means: usize,
  stds: usize,
  symbols: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  precision: u64,
): void {
  prepareNormal();
  const top = powerOfTwo(precision);
  for (let i: usize = 0; i < n; i++) {
    const bin = load<u32>(symbols + (i << 2));
    const c = cumulatives(placedEdges(edges, bin, means + (i << 3), stds + (i << 3)), top);
    store<u32>(starts + (i << 2), low(c));
    store<u32>(freqs + (i << 2), high(c) - low(c));
  }
}

// @ts-ignore: decorator
@inline
function low(c: v128): u32 {
  return <u32>i32x4.extract_lane(c, 0);
}

// @ts-ignore: decorator
@inline
function high(c: v128): u32 {
  return <u32>i32x4.extract_lane(c, 2);
}

/** Bins that a first guess may be off before they are searched. */
const STEPS: i32 = 2;

/**
 * Pops n bins under n Gaussians into `out` (u32). Standard: whether the edges are those of bins of
 * equal mass under the standard normal, of which the number is known without a search. Returns the
 * end of the tail.
 */
export function gaussianPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  edges: usize,
  bits: u32,
  standard: bool,
  means: usize,
  stds: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  prepareNormal();
  const top = powerOfTwo(precision);
  const mask: u64 = ((<u64>1) << precision) - 1;
  const bins: u32 = 1 << bits;
  let lane: usize = 0;
  for (let i: usize = 0; i < n; ) {
    const size = min(min(BLOCK, lanes - lane), n - i);
    const slots = heads + (lane << 3);
    placePositions(slots, means, stds, size, mask);
    if (standard) guessStandard(out, size, bins);
    else guess(out, size, edges, bins);
    cumulateBlock(edges, means, stds, out, size, top);
    for (let j: usize = 0; j < size; j++) {
      const slot = slots + (j << 3);
      const cf = <u32>(load<u64>(slot) & mask);
      let start = load<u32>(scratch + (j << 3));
      let end = load<u32>(scratch + (j << 3), 4);
      // Only the integers decide.
      if (u32(start > cf) | u32(cf >= end)) {
        let bin = load<u32>(out + (j << 2));
        // Invariant: c(from) <= cf < c(to).
        let from: u32 = 0;
        let to = bins;
        for (let left = STEPS; to - from > 1; left--) {
          if (start > cf) to = bin;
          else if (cf >= end) from = bin + 1;
          else break;
          bin = left <= 0 ? (from + to) >> 1 : to == bin ? bin - 1 : bin + 1;
          const c = cumulatives(placedEdges(edges, bin, means + (j << 3), stds + (j << 3)), top);
          start = low(c);
          end = high(c);
        }
        store<u32>(out + (j << 2), bin);
      }
      tail = step(slot, tail, <u64>start, <u64>(end - start), precision);
    }
    i += size;
    means += size << 3;
    stds += size << 3;
    out += size << 2;
    lane += size;
    if (lane == lanes) lane = 0;
  }
  return tail;
}

/** Puts into scratch (f64, every other one) about where in the real line positions fall. */
// @ts-ignore: decorator
@inline
function placePositions(slots: usize, means: usize, stds: usize, n: usize, mask: u64): void {
  const unit = 1.0 / <f64>(mask + 1);
  for (let i: usize = 0; i < n; i++) {
    const cf = <i64>(load<u64>(slots + (i << 3)) & mask);
    const deviations = roughPpf((<f64>cf + 0.5) * unit);
    const x = load<f64>(means + (i << 3)) + load<f64>(stds + (i << 3)) * deviations;
    store<f64>(scratch + (i << 4), x);
  }
}

/** The standard bins of what is in scratch, or ones close by. */
// @ts-ignore: decorator
@inline
function guessStandard(out: usize, n: usize, bins: u32): void {
  for (let i: usize = 0; i < n; i++) {
    const bin = <i32>(roughCdf(load<f64>(scratch + (i << 4))) * <f64>bins);
    store<u32>(out + (i << 2), min(<u32>bin, bins - 1));
  }
}

/** The bins of what is in scratch. */
// @ts-ignore: decorator
@inline
function guess(out: usize, n: usize, edges: usize, bins: u32): void {
  for (let i: usize = 0; i < n; i++) {
    const x = load<f64>(scratch + (i << 4));
    let bin: u32 = 0;
    for (let half = bins >> 1; half > 0; half >>= 1) {
      if (load<f64>(edges + ((<usize>(bin + half)) << 3)) <= x) bin += half;
    }
    store<u32>(out + (i << 2), bin);
  }
}
