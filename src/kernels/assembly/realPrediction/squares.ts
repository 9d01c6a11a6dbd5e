// Linear prediction by least squares with forgetting, as in ../adaptivePrediction/leastSquares.ts, but for real
// numbers that may be smooth: then regressors nearly depend on each other. What is too nearly so is
// left out, by what is left of its sum of squares.
//
// State: gain (f64), elements until the next solution (f64), b[n], weights[n], pairs of rows of R: of rows
// 2 p and 2 p + 1 the first 2 p + 2 numbers each. n is even. Scratch: rows of Cholesky's factor (n * n), its inverse
// diagonal [n], z[n].

const HEAD: usize = 16;
/** What is added to each sum of squares, and what has to be left of it: parts of it. */
const RIDGE = 1e-11;
const LEFT = 1e-13;

/** Bytes of state of n regressors. */
export function squaresBytes(n: usize): usize {
  return HEAD + 8 * (2 * n + (n * (n + 2)) / 2);
}

/** Bytes of scratch. */
export function scratchBytes(n: usize): usize {
  return 8 * (n * n + 2 * n);
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
  let gain = load<f64>(state);
  if (gain == 0.0) gain = 1.0;
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
  const left = load<f64>(state, 8) - 1.0;
  store<f64>(state, left > 0.0 ? left : every, 8);
  if (left <= 0.0) solve(state, n, scratch);
  gain /= forget;
  if (gain > 1e30) {
    const end = b + 2 * span + 4 * n * (n + 2);
    for (let at = b; at < end; at += 8) {
      if (at == b + span) at += span;
      store<f64>(at, load<f64>(at) / gain);
    }
    gain = 1.0;
  }
  store<f64>(state, gain);
}

/** Weights from the sums. */
function solve(state: usize, n: usize, scratch: usize): void {
  const span = n << 3;
  const b = state + HEAD;
  const weights = b + span;
  const inverse = scratch + n * span;
  const z = inverse + span;
  let source = weights + span;
  for (let i: usize = 0; i < n; i++) {
    const ri = scratch + i * span;
    for (let j: usize = 0; j < i; j++) {
      const rj = scratch + j * span;
      const s = load<f64>(source + (j << 3)) - dot(ri, rj, j);
      store<f64>(ri + (j << 3), s * load<f64>(inverse + (j << 3)));
    }
    const diagonal = load<f64>(source + (i << 3));
    const d = diagonal * (1.0 + RIDGE) - dot(ri, ri, i);
    const root = d > LEFT * diagonal && diagonal > 1e-200 ? 1.0 / sqrt(d) : 0.0;
    store<f64>(inverse + (i << 3), root);
    store<f64>(z + (i << 3), (load<f64>(b + (i << 3)) - dot(ri, z, i)) * root);
    // Two rows of the same length each.
    source += ((i & ~1) + 2) << 3;
  }
  for (let i = n; i > 0; ) {
    i--;
    const w = load<f64>(z + (i << 3)) * load<f64>(inverse + (i << 3));
    store<f64>(weights + (i << 3), w);
    const ri = scratch + i * span;
    for (let j: usize = 0; j < i << 3; j += 8) {
      store<f64>(z + j, load<f64>(z + j) - w * load<f64>(ri + j));
    }
  }
}

/** Sum over the first n products. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, n: usize): f64 {
  // Two sums, since one would wait for each addition.
  const fours = (n & ~3) << 3;
  let p = f64x2.splat(0.0);
  let q = f64x2.splat(0.0);
  let i: usize = 0;
  for (; i < fours; i += 32) {
    p = f64x2.add(p, f64x2.mul(v128.load(a + i), v128.load(b + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  const sum = f64x2.add(p, q);
  let total = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
  for (; i < n << 3; i += 8) total += load<f64>(a + i) * load<f64>(b + i);
  return total;
}
