// Linear prediction from the last n values by normalised least mean squares (Widrow and Hoff, 1960;
// Haykin, "Adaptive filter theory", chapter 7), in single precision.
//
// State: energy of the history (f64), place (u32), unused (u32), weights [n], history [3 n] (f32):
// a window of n moves up the history, which is taken back to its start when it arrives at the end.
// n is a multiple of 16.

import { sumFour } from './four';

const HEAD: usize = 16;

/** Bytes of state of n taps. */
export function leastMeanSquaresBytes(n: usize): usize {
  return HEAD + 16 * n;
}

// @ts-ignore: decorator
@inline
function windowOf(state: usize, n: usize): usize {
  return state + HEAD + (n << 2) + ((<usize>load<u32>(state, 8)) << 2);
}

/** The prediction of the next value. */
export function leastMeanSquaresPredict(state: usize, n: usize): f64 {
  const weights = state + HEAD;
  const window = windowOf(state, n);
  let a = f32x4.splat(0.0);
  let b = f32x4.splat(0.0);
  for (let i: usize = 0; i < n << 2; i += 32) {
    a = f32x4.add(a, f32x4.mul(v128.load(weights + i), v128.load(window + i)));
    b = f32x4.add(b, f32x4.mul(v128.load(weights + i, 16), v128.load(window + i, 16)));
  }
  return <f64>sumFour(f32x4.add(a, b));
}

/** Learns the next value, which the prediction missed by `error`. */
export function leastMeanSquaresLearn(
  state: usize,
  n: usize,
  value: f64,
  error: f64,
  rate: f64,
): void {
  const weights = state + HEAD;
  const window = windowOf(state, n);
  const energy = load<f64>(state);
  const step = f32x4.splat(<f32>((rate * error) / (energy + 1.0)));
  for (let i: usize = 0; i < n << 2; i += 16) {
    v128.store(
      weights + i,
      f32x4.add(v128.load(weights + i), f32x4.mul(step, v128.load(window + i))),
    );
  }
  const oldest = <f64>load<f32>(window);
  const newest = <f32>value;
  store<f32>(window + (n << 2), newest);
  // Rounding must not take the sum below what it is a sum of.
  store<f64>(state, max(energy - oldest * oldest, 0.0) + <f64>newest * <f64>newest);
  const place = load<u32>(state, 8) + 1;
  store<u32>(state, place, 8);
  if (<usize>place == 2 * n) {
    memory.copy(weights + (n << 2), weights + 3 * (n << 2), n << 2);
    store<u32>(state, 0, 8);
  }
}
