// Distributions over k symbols as tables: a row c(0) = 0 … c(k) = 2^precision (u32) for each
// element, or one row for all. Each function that fills rows does so for every element on its own.

import { exp, normalCdf } from './gaussian';
import { expPair } from './pair';
import { step } from './rans';

/** Row of real numbers (f64) to a row of the table by their running sums over the last one. */
export function weightTables(
  weights: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
): void {
  const top = <f64>((<u64>1) << precision);
  for (let row: usize = 0; row < rows; row++) {
    let total = 0.0;
    for (let s: usize = 0; s < k; s++) total += load<f64>(weights + (s << 3));
    let sum = 0.0;
    for (let s: usize = 0; s < k; s++) {
      store<u32>(out + (s << 2), <u32>ceil(top * (sum / total) - 0.5));
      sum += load<f64>(weights + (s << 3));
    }
    store<u32>(out + (k << 2), <u32>((<u64>1) << precision));
    weights += k << 3;
    out += (k + 1) << 2;
  }
}

/**
 * Rows of probabilities (f64), each rounded to the nearest frequency, halves to even, and at least
 * 1; what they are together above or below 2^precision is taken from the first of the largest.
 * @returns the first row of which the largest is not large enough for that, or rows.
 */
export function probabilityTables(
  p: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
): usize {
  for (let row: usize = 0; row < rows; row++) {
    if (!rebalanced(p, out, k, precision)) return row;
    p += k << 3;
    out += (k + 1) << 2;
  }
  return rows;
}

function rebalanced(p: usize, out: usize, k: usize, precision: u64): bool {
  const top = f64x2.splat(<f64>((<u64>1) << precision));
  const one = f64x2.splat(1);
  // Frequencies are integers below 2^53, so their sum is exact in doubles in any order.
  let sums = f64x2.splat(0);
  let mosts = one;
  const pairs = k & ~1;
  for (let s: usize = 0; s < pairs; s += 2) {
    const freq = f64x2.pmax(one, f64x2.nearest(f64x2.mul(v128.load(p + (s << 3)), top)));
    sums = f64x2.add(sums, freq);
    mosts = f64x2.pmax(mosts, freq);
    v128.store64_lane(out + (s << 2), i32x4.trunc_sat_f64x2_u_zero(freq), 0);
  }
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  let most = max(f64x2.extract_lane(mosts, 0), f64x2.extract_lane(mosts, 1));
  if (pairs < k) {
    const freq = max(nearest(load<f64>(p + (pairs << 3)) * f64x2.extract_lane(top, 0)), 1.0);
    sum += freq;
    most = max(most, freq);
    store<u32>(out + (pairs << 2), <u32>freq);
  }
  const excess = sum - f64x2.extract_lane(top, 0);
  if (most <= excess) return false;
  let largest = out;
  while (load<u32>(largest) != <u32>most) largest += 4;
  store<u32>(largest, <u32>(most - excess));
  let start: u32 = 0;
  for (let s: usize = 0; s < k; s++) {
    const freq = load<u32>(out + (s << 2));
    store<u32>(out + (s << 2), start);
    start += freq;
  }
  store<u32>(out + (k << 2), start);
  return true;
}

/** Rows of k + 1 cumulative probabilities (f64), rounded; the first and last become 0 and 2^precision. */
export function cumulativeTables(
  cdf: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
): void {
  const top = <f64>((<u64>1) << precision);
  for (let row: usize = 0; row < rows; row++) {
    store<u32>(out, 0);
    for (let s: usize = 1; s < k; s++) {
      store<u32>(out + (s << 2), <u32>ceil(top * load<f64>(cdf + (s << 3)) - 0.5));
    }
    store<u32>(out + (k << 2), <u32>((<u64>1) << precision));
    cdf += (k + 1) << 3;
    out += (k + 1) << 2;
  }
}

/**
 * Logistic distributions over k bins between lower and upper. c(s) is the rounded cumulative
 * distribution, held between s and 2^precision - (k - s), and where it still does not rise, one
 * more than its predecessor: c(s) - s never falls.
 */
export function logisticTables(
  means: usize,
  logScales: usize,
  out: usize,
  rows: usize,
  k: usize,
  lower: f64,
  upper: f64,
  precision: u64,
): void {
  const top = <f64>((<u64>1) << precision);
  const spare = top - <f64>k;
  for (let row: usize = 0; row < rows; row++) {
    const mean = load<f64>(means + (row << 3));
    const scale = exp(clampLog(load<f64>(logScales + (row << 3))));
    let above = 0.0;
    store<u32>(out, 0);
    for (let s: usize = 1; s < k; s++) {
      const x = lower + ((upper - lower) * <f64>s) / <f64>k;
      const c = ceil(top / (1.0 + exp((mean - x) / scale)) - 0.5);
      above = max(above, min(c - <f64>s, spare));
      store<u32>(out + (s << 2), <u32>(above + <f64>s));
    }
    store<u32>(out + (k << 2), <u32>top);
    out += (k + 1) << 2;
  }
}

/** Keeps scales and their inverses numbers that can be multiplied. */
// @ts-ignore: decorator
@inline
export function clampLog(x: f64): f64 {
  return min(max(x, -300.0), 300.0);
}

/**
 * Mixtures of `components` logistic distributions (an even number; parameters f64, a row of
 * components for each element) over k bins between lower and upper, by probabilityTables.
 * @param scratch 3 · components + 3 · k + 32 numbers (f64).
 */
export function logisticMixtureTables(
  means: usize,
  logScales: usize,
  logits: usize,
  out: usize,
  rows: usize,
  components: usize,
  k: usize,
  lower: f64,
  upper: f64,
  precision: u64,
  scratch: usize,
): usize {
  const span = components << 3;
  const mixture = scratch;
  const fine = scratch + 3 * span;
  const sums = fine + 256;
  const p = sums + (k << 4);
  const width = (upper - lower) / <f64>k;
  for (let row: usize = 0; row < rows; row++) {
    for (let i: usize = 0; i < span; i += 8) {
      store<f64>(mixture + i, load<f64>(means + i));
      store<f64>(mixture + span + i, exp(-clampLog(load<f64>(logScales + i))));
      store<f64>(mixture + 2 * span + i, load<f64>(logits + i));
    }
    softmax(mixture + 2 * span, components);
    mixtureCdfs(mixture, components, sums, fine, k, lower, width);
    let before = 0.0;
    for (let s: usize = 1; s <= k; s++) {
      const at = sums + (s << 4);
      const here = s == k ? 1.0 : load<f64>(at) + load<f64>(at, 8);
      store<f64>(p + ((s - 1) << 3), max(here - before, 0.0));
      before = here;
    }
    if (!rebalanced(p, out, k, precision)) return row;
    means += span;
    logScales += span;
    logits += span;
    out += (k + 1) << 2;
  }
  return rows;
}

/** Bins whose exponentials are products of one for all of them and one for each; even. */
const RUN: usize = 16;
/** The largest step between bins, in scales, for that. */
const STEEPEST = 18.0;
/** The largest exponent then: the product of two exponentials of it is a number. */
const LARGEST = 345.0;

/**
 * The cumulative distribution of a mixture at lower + s · width, s = 0 … k - 1, k even, as pairs
 * (f64) of which the sum is meant: mixtureCdf at each, but where no scale is so small against the
 * bins that the factors could leave the range of exp, with a few exponentials and half of the
 * divisions. Fine: 32 numbers (f64).
 */
function mixtureCdfs(
  mixture: usize,
  n: usize,
  sums: usize,
  fine: usize,
  k: usize,
  lower: f64,
  width: f64,
): void {
  const span = n << 3;
  const one = f64x2.splat(1);
  memory.fill(sums, 0, k << 4);
  for (let i: usize = 0; i < span; i += 16) {
    const mean = v128.load(mixture + i);
    const inverse = v128.load(mixture + span + i);
    const weight = v128.load(mixture + 2 * span + i);
    if (v128.any_true(f64x2.gt(inverse, f64x2.splat(STEEPEST / width)))) {
      for (let s: usize = 0; s < k; s++) {
        const x = f64x2.splat(lower + <f64>s * width);
        const e = expPair(f64x2.mul(f64x2.sub(mean, x), inverse));
        const at = sums + (s << 4);
        v128.store(at, f64x2.add(v128.load(at), f64x2.div(weight, f64x2.add(one, e))));
      }
      continue;
    }
    const step = expPair(f64x2.mul(f64x2.splat(-width), inverse));
    let power = one;
    for (let l: usize = 0; l < RUN; l++) {
      v128.store(fine + (l << 4), power);
      power = f64x2.mul(power, step);
    }
    // A run spans less than 18 · 16 = 288: an exponent held at 345 stands for terms that are below
    // exp(-57) either way. From the first run that is not held on, factors are products again.
    let held = true;
    let coarse = one;
    for (let s: usize = 0; s < k; s += RUN) {
      if (held) {
        const x = f64x2.mul(f64x2.sub(mean, f64x2.splat(lower + <f64>s * width)), inverse);
        held = v128.any_true(f64x2.gt(x, f64x2.splat(LARGEST)));
        coarse = expPair(f64x2.pmin(f64x2.splat(LARGEST), x));
      } else {
        coarse = f64x2.mul(coarse, power);
      }
      const size = min(RUN, k - s) << 4;
      const at = sums + (s << 4);
      for (let l: usize = 0; l < size; l += 32) {
        const a = f64x2.add(one, f64x2.mul(coarse, v128.load(fine + l)));
        const b = f64x2.add(one, f64x2.mul(coarse, v128.load(fine + l, 16)));
        const both = f64x2.div(weight, f64x2.mul(a, b));
        v128.store(at + l, f64x2.add(v128.load(at + l), f64x2.mul(both, b)));
        v128.store(at + l, f64x2.add(v128.load(at + l, 16), f64x2.mul(both, a)), 16);
      }
    }
  }
}

/** Turns n logits (f64) into probabilities, in place. A logit of -∞ gives 0; not all may. */
export function softmax(x: usize, n: usize): void {
  let most = -Infinity;
  for (let i: usize = 0; i < n; i++) most = max(most, load<f64>(x + (i << 3)));
  let sum = 0.0;
  for (let i: usize = 0; i < n; i++) {
    const e = exp(load<f64>(x + (i << 3)) - most);
    store<f64>(x + (i << 3), e);
    sum += e;
  }
  for (let i: usize = 0; i < n; i++) store<f64>(x + (i << 3), load<f64>(x + (i << 3)) / sum);
}

/**
 * The cumulative distribution at x of a mixture of logistics: n means, n inverse scales and n
 * weights (f64), n even.
 */
// @ts-ignore: decorator
@inline
export function mixtureCdf(mixture: usize, n: usize, x: f64): f64 {
  const span = n << 3;
  const at = f64x2.splat(x);
  const one = f64x2.splat(1);
  let sum = f64x2.splat(0);
  for (let i: usize = 0; i < span; i += 16) {
    const z = f64x2.mul(f64x2.sub(v128.load(mixture + i), at), v128.load(mixture + span + i));
    const weight = v128.load(mixture + 2 * span + i);
    sum = f64x2.add(sum, f64x2.div(weight, f64x2.add(one, expPair(z))));
  }
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Gaussians over k bins with these edges (f64, k + 1), by probabilityTables. Scratch: k numbers (f64). */
export function gaussianTables(
  means: usize,
  stds: usize,
  edges: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
  scratch: usize,
): usize {
  for (let row: usize = 0; row < rows; row++) {
    const mean = load<f64>(means + (row << 3));
    const std = load<f64>(stds + (row << 3));
    let before = 0.0;
    for (let s: usize = 1; s <= k; s++) {
      const here = s == k ? 1.0 : normalCdf((load<f64>(edges + (s << 3)) - mean) / std);
      store<f64>(scratch + ((s - 1) << 3), max(here - before, 0.0));
      before = here;
    }
    if (!rebalanced(scratch, out, k, precision)) return row;
    out += (k + 1) << 2;
  }
  return rows;
}

/** Pops n symbols (u32), element i by the row at tables + i · stride bytes. Returns the end of the tail. */
export function tablePop(
  heads: usize,
  lanes: usize,
  tail: usize,
  tables: usize,
  stride: usize,
  k: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  const mask: u64 = ((<u64>1) << precision) - 1;
  let lane: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const slot = heads + (lane << 3);
    const cf = <u32>(load<u64>(slot) & mask);
    // The last c(s) that is at most cf: c(s) <= cf throughout, and no branch but the loop's.
    let at = tables;
    for (let left = k; left > 1; ) {
      const half = left >> 1;
      const middle = at + (half << 2);
      at = select<usize>(middle, at, load<u32>(middle) <= cf);
      left -= half;
    }
    store<u32>(out + (i << 2), <u32>((at - tables) >> 2));
    const start = load<u32>(at);
    tail = step(slot, tail, <u64>start, <u64>(load<u32>(at + 4) - start), precision);
    tables += stride;
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}
