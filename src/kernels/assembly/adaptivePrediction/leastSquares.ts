// Linear prediction by least squares with forgetting: the normal equations are summed up element by
// element, the older ones by ever less, and solved every few elements by Cholesky's method (Golub and
// Van Loan, "Matrix computations", 4.2; as predictors of signals: Haykin, "Adaptive filter theory").
//
// Instead of shrinking all sums at each element, new ones are weighed by ever more.
//
// State: gain (f64), elements until the next solution (f64), b[n], weights[n], rows of R (n * n),
// rows of Cholesky's factor (n * n), its inverse diagonal [n], scratch [n]. n is even.

const HEAD: usize = 16;

/** Bytes of state of n regressors. */
export function leastSquaresBytes(n: usize): usize {
  return HEAD + 8 * (2 * n * n + 4 * n);
}

/** The prediction from n regressors (f64). */
// @ts-ignore: decorator
@inline
export function leastSquaresPredict(state: usize, x: usize, n: usize): f64 {
  return dotTo(state + HEAD + (n << 3), x, n);
}

/** Learns that the regressors went with y. */
export function leastSquaresLearn(
  state: usize,
  x: usize,
  n: usize,
  y: f64,
  forget: f64,
  every: f64,
  ridge: f64,
): void {
  const span = n << 3;
  let gain = load<f64>(state);
  if (gain == 0.0) gain = 1.0;
  const b = state + HEAD;
  const rows = b + 2 * span;
  const weighed = f64x2.splat(gain * y);
  for (let i: usize = 0; i < span; i += 16) {
    v128.store(b + i, f64x2.add(v128.load(b + i), f64x2.mul(weighed, v128.load(x + i))));
  }
  // Two rows at a time: what is loaded of x serves both.
  let row = rows;
  for (let i: usize = 0; i < span; i += 16) {
    const first = f64x2.splat(gain * load<f64>(x + i));
    const second = f64x2.splat(gain * load<f64>(x + i, 8));
    const below = row + span;
    for (let j: usize = 0; j <= i; j += 16) {
      const xj = v128.load(x + j);
      v128.store(row + j, f64x2.add(v128.load(row + j), f64x2.mul(first, xj)));
      v128.store(below + j, f64x2.add(v128.load(below + j), f64x2.mul(second, xj)));
    }
    row = below + span;
  }
  const left = load<f64>(state, 8) - 1.0;
  store<f64>(state, left > 0.0 ? left : every, 8);
  if (left <= 0.0) solve(state, n, ridge * gain);
  gain /= forget;
  if (gain > 1e30) {
    rescale(b, n, 1.0 / gain);
    rescale(rows, n * n, 1.0 / gain);
    gain = 1.0;
  }
  store<f64>(state, gain);
}

function rescale(at: usize, n: usize, factor: f64): void {
  for (let i: usize = 0; i < n << 3; i += 8) store<f64>(at + i, load<f64>(at + i) * factor);
}

/** Weights from the sums; those before stay where the sums do not determine any. */
function solve(state: usize, n: usize, ridge: f64): void {
  const span = n << 3;
  const b = state + HEAD;
  const weights = b + span;
  const rows = weights + span;
  const factor = rows + n * span;
  const inverse = factor + n * span;
  const z = inverse + span;
  for (let i: usize = 0; i < n; i++) {
    const ri = factor + i * span;
    const source = rows + i * span;
    for (let j: usize = 0; j < i; j++) {
      const rj = factor + j * span;
      const s = load<f64>(source + (j << 3)) - dotTo(ri, rj, j);
      store<f64>(ri + (j << 3), s * load<f64>(inverse + (j << 3)));
    }
    const diagonal = load<f64>(source + (i << 3));
    const d = diagonal + ridge - dotTo(ri, ri, i);
    if (!(d > 1e-12 * diagonal)) return;
    store<f64>(inverse + (i << 3), 1.0 / sqrt(d));
    store<f64>(z + (i << 3), (load<f64>(b + (i << 3)) - dotTo(ri, z, i)) / sqrt(d));
  }
  for (let i = n; i > 0; ) {
    i--;
    const w = load<f64>(z + (i << 3)) * load<f64>(inverse + (i << 3));
    store<f64>(weights + (i << 3), w);
    const ri = factor + i * span;
    for (let j: usize = 0; j < i << 3; j += 8) {
      store<f64>(z + j, load<f64>(z + j) - w * load<f64>(ri + j));
    }
  }
}

/** Sum over the first n products. */
// @ts-ignore: decorator
@inline
function dotTo(a: usize, b: usize, n: usize): f64 {
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
