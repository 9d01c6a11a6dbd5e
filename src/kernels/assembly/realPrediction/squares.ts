// Linear prediction by least squares with forgetting, as in ../adaptivePrediction/leastSquares.ts, but for real
// numbers that may be smooth: then regressors nearly depend on each other. What is too nearly so is
// left out, by what is left of its sum of squares.
//
// State: gain (f64), elements until the next solution (f64), b[n], weights[n], pairs of rows of R: of rows
// 2 p and 2 p + 1 the first 2 p + 2 numbers each. n is even. Scratch: see solve.ts.

import { dot, solve } from './solve';

const HEAD: usize = 16;
/** Bytes of state of n regressors. */
export function squaresBytes(n: usize): usize {
  return HEAD + 8 * (2 * n + (n * (n + 2)) / 2);
}

/** The prediction from n regressors. */
// @ts-ignore: decorator
@inline
export function squaresPredict(state: usize, x: usize, n: usize): f64 {
  return dot(state + HEAD + (n << 3), x, n);
}

/** Sets a weight. */
export function squaresWeigh(state: usize, n: usize, i: usize, weight: f64): void {
  store<f64>(state + HEAD + ((n + i) << 3), weight);
}

/** Learns that the regressors went with y. */
export function squaresLearn(
  state: usize,
  x: usize,
  n: usize,
  y: f64,
  forget: f64,
  every: f64,
  scratch: usize,
): void {
  const span = n << 3;
  const gain = gainOf(state);
  const b = state + HEAD;
  const weighed = f64x2.splat(gain * y);
  for (let i: usize = 0; i < span; i += 16) {
    v128.store(b + i, f64x2.add(v128.load(b + i), f64x2.mul(weighed, v128.load(x + i))));
  }
  let row = b + 2 * span;
  for (let i: usize = 0; i < span; i += 16) {
    const first = f64x2.splat(gain * load<f64>(x + i));
    const second = f64x2.splat(gain * load<f64>(x + i, 8));
    const below = row + i + 16;
    for (let j: usize = 0; j <= i; j += 16) {
      const xj = v128.load(x + j);
      v128.store(row + j, f64x2.add(v128.load(row + j), f64x2.mul(first, xj)));
      v128.store(below + j, f64x2.add(v128.load(below + j), f64x2.mul(second, xj)));
    }
    row = below + i + 16;
  }
  advance(state, n, gain, forget, 1.0, every, scratch);
}

/**
 * Learns four at once: of each a gain for its own weight, y, and regressors, 16 + 8 n bytes apart, from `rows` on. The
 * oldest one is the first.
 */
export function squaresLearnFour(
  state: usize,
  rows: usize,
  n: usize,
  forget: f64,
  every: f64,
  scratch: usize,
): void {
  const span = n << 3;
  const gain = gainOf(state);
  const gain1 = gain / forget;
  const gain2 = gain1 / forget;
  const gain3 = gain2 / forget;
  const stride = span + 16;
  const x0 = rows + 16;
  const x1 = x0 + stride;
  const x2 = x1 + stride;
  const x3 = x2 + stride;
  const b = state + HEAD;
  const y0 = f64x2.splat(gain * load<f64>(x0 - 8));
  const y1 = f64x2.splat(gain1 * load<f64>(x1 - 8));
  const y2 = f64x2.splat(gain2 * load<f64>(x2 - 8));
  const y3 = f64x2.splat(gain3 * load<f64>(x3 - 8));
  for (let i: usize = 0; i < span; i += 16) {
    const p = f64x2.add(f64x2.mul(y0, v128.load(x0 + i)), f64x2.mul(y1, v128.load(x1 + i)));
    const q = f64x2.add(f64x2.mul(y2, v128.load(x2 + i)), f64x2.mul(y3, v128.load(x3 + i)));
    v128.store(b + i, f64x2.add(v128.load(b + i), f64x2.add(p, q)));
  }
  let row = b + 2 * span;
  for (let i: usize = 0; i < span; i += 16) {
    const a0 = f64x2.splat(gain * load<f64>(x0 + i));
    const b0 = f64x2.splat(gain * load<f64>(x0 + i, 8));
    const a1 = f64x2.splat(gain1 * load<f64>(x1 + i));
    const b1 = f64x2.splat(gain1 * load<f64>(x1 + i, 8));
    const a2 = f64x2.splat(gain2 * load<f64>(x2 + i));
    const b2 = f64x2.splat(gain2 * load<f64>(x2 + i, 8));
    const a3 = f64x2.splat(gain3 * load<f64>(x3 + i));
    const b3 = f64x2.splat(gain3 * load<f64>(x3 + i, 8));
    const below = row + i + 16;
    for (let j: usize = 0; j <= i; j += 16) {
      const c0 = v128.load(x0 + j);
      const c1 = v128.load(x1 + j);
      const c2 = v128.load(x2 + j);
      const c3 = v128.load(x3 + j);
      const p = f64x2.add(f64x2.mul(a0, c0), f64x2.mul(a1, c1));
      const q = f64x2.add(f64x2.mul(a2, c2), f64x2.mul(a3, c3));
      v128.store(row + j, f64x2.add(v128.load(row + j), f64x2.add(p, q)));
      const r = f64x2.add(f64x2.mul(b0, c0), f64x2.mul(b1, c1));
      const t = f64x2.add(f64x2.mul(b2, c2), f64x2.mul(b3, c3));
      v128.store(below + j, f64x2.add(v128.load(below + j), f64x2.add(r, t)));
    }
    row = below + i + 16;
  }
  advance(state, n, gain3, forget, 4.0, every, scratch);
}

// @ts-ignore: decorator
@inline
function gainOf(state: usize): f64 {
  const gain = load<f64>(state);
  return gain == 0.0 ? 1.0 : gain;
}

/** Solves when it is time to, and forgets. */
// @ts-ignore: decorator
@inline
function advance(
  state: usize,
  n: usize,
  gain: f64,
  forget: f64,
  elements: f64,
  every: f64,
  scratch: usize,
): void {
  const left = load<f64>(state, 8) - elements;
  store<f64>(state, left > 0.0 ? left : every, 8);
  if (left <= 0.0) solve(state + HEAD, n, scratch);
  const next = gain / forget;
  if (next > 1e30) rescale(state, n, 1.0 / next);
  store<f64>(state, next > 1e30 ? 1.0 : next);
}

function rescale(state: usize, n: usize, factor: f64): void {
  const b = state + HEAD;
  const rows = b + (n << 4);
  const end = rows + 4 * n * (n + 2);
  for (let at = b; at < b + (n << 3); at += 8) store<f64>(at, load<f64>(at) * factor);
  for (let at = rows; at < end; at += 8) store<f64>(at, load<f64>(at) * factor);
}
