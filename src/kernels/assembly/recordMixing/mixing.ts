// Weighted sums of the inputs of record mixing, and how the weights learn.

import { INPUTS_AT } from './state';

/** Moves weights down the gradient. @param steps the error, bit - probability, times the rate, four times. */
// @ts-ignore: decorator
@inline
export function train(weights: usize, base: usize, steps: v128): void {
  trainFour(weights, base, 0, steps);
  trainFour(weights, base, 16, steps);
  trainFour(weights, base, 32, steps);
  trainFour(weights, base, 48, steps);
  trainFour(weights, base, 64, steps);
}

// @ts-ignore: decorator
@inline
function trainFour(weights: usize, base: usize, at: usize, steps: v128): void {
  const inputs = v128.load(base + at, INPUTS_AT);
  v128.store(weights + at, f32x4.add(v128.load(weights + at), f32x4.mul(steps, inputs)));
}
