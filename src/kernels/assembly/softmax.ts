// Symbols by logits (f32), k a row: c(s) = s + floor(F(s) (2^precision - k) / F(k)), where F(s) is the sum
// of the first s exponentials, worked out in blocks of 16: a block's sum from its first exponential on,
// then the blocks' sums one after another. Sums never fall, so neither does c(s) - s, and every
// symbol has a frequency of at least 1.

import { step } from './rans';
import { expLanes } from './vector';

// @ts-ignore: decorator
@inline
const BLOCK: usize = 16;

/** @returns the first row with a logit that is not finite, or rows. */
export function softmaxBadRow(logits: usize, rows: usize, k: usize): usize {
  const n = rows * k;
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    const x = v128.load(logits + (i << 2));
    if (v128.any_true(f32x4.ne(f32x4.sub(x, x), f32x4.splat(0)))) break;
  }
  for (; i < n; i++) {
    const x = load<f32>(logits + (i << 2));
    if (x - x != 0) return i / k;
  }
  return rows;
}

/** The largest of k finite numbers. */
// @ts-ignore: decorator
@inline
function largest(numbers: usize, k: usize): f32 {
  let top = load<f32>(numbers);
  let i: usize = 0;
  if (k >= 4) {
    let tops = v128.load(numbers);
    for (i = 4; i + 4 <= k; i += 4) tops = f32x4.pmax(tops, v128.load(numbers + (i << 2)));
    tops = f32x4.pmax(tops, v128.shuffle<f32>(tops, tops, 2, 3, 0, 1));
    top = max(f32x4.extract_lane(tops, 0), f32x4.extract_lane(tops, 1));
  }
  for (; i < k; i++) top = max(top, load<f32>(numbers + (i << 2)));
  return top;
}

/**
 * Exponentials (f32) of a row's logits less the largest, and the sums (f64) before each block of 16
 * and of all. Returns 1 / F(k) · (2^precision - k).
 */
function begin(logits: usize, k: usize, exps: usize, sums: usize, spare: f64): f64 {
  const all = f32x4.splat(largest(logits, k));
  for (let i: usize = 0; i < k; i += 4) {
    v128.store(exps + (i << 2), expLanes(f32x4.sub(v128.load(logits + (i << 2)), all)));
  }
  let before = 0.0;
  let block: usize = 0;
  for (; block + 2 * BLOCK <= k; block += 2 * BLOCK) {
    const two = withinTwo(exps + (block << 2));
    store<f64>(sums, before);
    before += f64x2.extract_lane(two, 0);
    store<f64>(sums, before, 8);
    before += f64x2.extract_lane(two, 1);
    sums += 16;
  }
  for (; block < k; block += BLOCK) {
    store<f64>(sums, before);
    sums += 8;
    before += within(exps + (block << 2), min(BLOCK, k - block));
  }
  return spare / before;
}

/** The sums of the exponentials of two whole blocks, each from its first on. */
// @ts-ignore: decorator
@inline
function withinTwo(exps: usize): v128 {
  let sums = f64x2.splat(0);
  for (let i: usize = 0; i < BLOCK << 2; i += 16) {
    const a = v128.load(exps + i);
    const b = v128.load(exps + i, BLOCK << 2);
    const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(low));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<f32>(low, low, 2, 3, 2, 3)));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(high));
    sums = f64x2.add(sums, f64x2.promote_low_f32x4(v128.shuffle<f32>(high, high, 2, 3, 2, 3)));
  }
  return sums;
}

/** The sum of the first n exponentials of a block. */
// @ts-ignore: decorator
@inline
function within(exps: usize, n: usize): f64 {
  let sum = 0.0;
  for (let i: usize = 0; i < n; i++) sum += <f64>load<f32>(exps + (i << 2));
  return sum;
}

// @ts-ignore: decorator
@inline
function cumulative(exps: usize, sums: usize, k: usize, scale: f64, s: usize, total: u64): u64 {
  if (s == k) return total;
  const block = s / BLOCK;
  const sum = load<f64>(sums + (block << 3)) + within(exps + ((block * BLOCK) << 2), s % BLOCK);
  return <u64>s + <u64>(sum * scale);
}

/**
 * Intervals of n symbols (u32), each below k.
 * @param exps room for k singles, rounded up to whole vectors
 * @param sums room for a double for every 16 symbols, rounded up
 */
export function softmaxIntervals(
  logits: usize,
  symbols: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  k: usize,
  precision: u64,
  exps: usize,
  sums: usize,
): void {
  const total = (<u64>1) << precision;
  for (let i: usize = 0; i < n; i++) {
    const scale = begin(logits + ((i * k) << 2), k, exps, sums, <f64>(total - k));
    const s = <usize>load<u32>(symbols + (i << 2));
    const start = cumulative(exps, sums, k, scale, s, total);
    store<u32>(starts + (i << 2), <u32>start);
    const end = cumulative(exps, sums, k, scale, s + 1, total);
    store<u32>(freqs + (i << 2), <u32>(end - start));
  }
}

/** Pops n symbols into `out` (u32). Returns the end of the tail. */
export function softmaxPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  logits: usize,
  out: usize,
  n: usize,
  k: usize,
  precision: u64,
  exps: usize,
  sums: usize,
): usize {
  const total = (<u64>1) << precision;
  let lane: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const scale = begin(logits + ((i * k) << 2), k, exps, sums, <f64>(total - k));
    const slot = heads + (lane << 3);
    const cf = load<u64>(slot) & (total - 1);
    // The last block that does not begin beyond the position, then symbol by symbol.
    let s: usize = 0;
    for (let next = BLOCK; next < k; next += BLOCK) {
      if (cumulative(exps, sums, k, scale, next, total) > cf) break;
      s = next;
    }
    let start = cumulative(exps, sums, k, scale, s, total);
    const base = load<f64>(sums + ((s / BLOCK) << 3));
    let sum = 0.0;
    let end: u64 = 0;
    const last = min(s + BLOCK, k);
    for (; ; s++) {
      sum += <f64>load<f32>(exps + (s << 2));
      end =
        s + 1 == last
          ? cumulative(exps, sums, k, scale, last, total)
          : <u64>(s + 1) + <u64>((base + sum) * scale);
      if (end > cf) break;
      start = end;
    }
    store<u32>(out + (i << 2), <u32>s);
    tail = step(slot, tail, start, end - start, precision);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}
