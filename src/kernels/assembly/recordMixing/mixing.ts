// Weighted sums of the inputs of record mixing, and how the weights learn.

import { INPUTS_AT } from './state';

/** Σ weights · inputs, in four parts. */
// @ts-ignore: decorator
@inline
export function products(
  weights: usize,
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  e: v128,
  f: v128,
): v128 {
  const ab = f32x4.add(f32x4.mul(v128.load(weights), a), f32x4.mul(v128.load(weights, 16), b));
  const cd = f32x4.add(f32x4.mul(v128.load(weights, 32), c), f32x4.mul(v128.load(weights, 48), d));
  const ef = f32x4.add(f32x4.mul(v128.load(weights, 64), e), f32x4.mul(v128.load(weights, 80), f));
  return f32x4.add(f32x4.add(ab, cd), ef);
}

/** Moves weights down the gradient. @param steps the error, bit - probability, times the rate, four times. */
// @ts-ignore: decorator
@inline
export function train(weights: usize, base: usize, steps: v128): void {
  trainFour(weights, base, 0, steps);
  trainFour(weights, base, 16, steps);
  trainFour(weights, base, 32, steps);
  trainFour(weights, base, 48, steps);
  trainFour(weights, base, 64, steps);
  trainFour(weights, base, 80, steps);
}

// @ts-ignore: decorator
@inline
function trainFour(weights: usize, base: usize, at: usize, steps: v128): void {
  const inputs = v128.load(base + at, INPUTS_AT);
  v128.store(weights + at, f32x4.add(v128.load(weights + at), f32x4.mul(steps, inputs)));
}
