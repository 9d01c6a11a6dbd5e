// From real parameters to integer intervals. A distribution over n symbols at a precision is its
// quantised cumulative distribution c(0) = 0 … c(n) = 2^precision; symbol s has
// [c(s), c(s + 1)). Rounding is to the nearest integer, halves down, as the Python craystack does.

import { normalPpf } from './gaussian';
import { sigmoidLanes } from './vector';

// @ts-ignore: decorator
@inline
function nearest(x: f64): f64 {
  return ceil(x - 0.5);
}

/**
 * The frequency of symbol 0 of n Bernoulli variables from their logits (f32), at least 1 and at
 * most 2^precision - 1. Both arrays are padded to whole vectors.
 * @returns the index of the first logit that is not finite, or n.
 */
export function bernoulliFromLogits(logits: usize, out: usize, n: usize, precision: i32): usize {
  const scale = f32x4.splat(<f32>(1 << precision));
  const least = i32x4.splat(1);
  const most = i32x4.splat((1 << precision) - 1);
  const half = f32x4.splat(0.5);
  let bad = i32x4.splat(0);
  for (let i: usize = 0; i < n; i += 4) {
    const x = v128.load(logits + (i << 2));
    // x - x is 0 for finite x and NaN otherwise; what padding holds does not count.
    bad = v128.or(bad, f32x4.ne(f32x4.sub(x, x), f32x4.splat(0)));
    const q = f32x4.mul(sigmoidLanes(f32x4.neg(x)), scale);
    const c = i32x4.trunc_sat_f32x4_s(f32x4.ceil(f32x4.sub(q, half)));
    v128.store(out + (i << 2), i32x4.min_s(i32x4.max_s(c, least), most));
  }
  if (v128.any_true(bad)) {
    for (let i: usize = 0; i < n; i++) {
      const x = load<f32>(logits + (i << 2));
      if (x - x != 0) return i;
    }
  }
  return n;
}

/**
 * The same from probabilities of symbol 1 (f64), which must be in [0, 1].
 * @returns the index of the first that is not, or n.
 */
export function bernoulliFromProbabilities(p: usize, out: usize, n: usize, precision: i32): usize {
  const top = <f64>(1 << precision);
  for (let i: usize = 0; i < n; i++) {
    const x = load<f64>(p + (i << 3));
    if (!(x >= 0 && x <= 1)) return i;
    store<u32>(out + (i << 2), <u32>min(max(nearest((1.0 - x) * top), 1.0), top - 1.0));
  }
  return n;
}

/** Edges (f64, 2^bits + 1) of the bins of equal mass under the standard Gaussian. */
export function gaussianEdges(out: usize, bits: u32): void {
  const n: u32 = 1 << bits;
  for (let i: u32 = 0; i <= n; i++) store<f64>(out + ((<usize>i) << 3), normalPpf(<f64>i / <f64>n));
}

/** Centres by mass (f32, 2^bits) of the same bins. */
export function gaussianCentres(out: usize, bits: u32): void {
  const n: u32 = 1 << bits;
  for (let i: u32 = 0; i < n; i++) {
    store<f32>(out + ((<usize>i) << 2), <f32>normalPpf((<f64>i + 0.5) / <f64>n));
  }
}
