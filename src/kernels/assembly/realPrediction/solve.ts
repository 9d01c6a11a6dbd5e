// Weights from sums of products, by Cholesky's method (Golub and Van Loan, "Matrix computations", 4.2), two rows and two
// columns at a time, so that what is loaded is used twice.
//
// Scratch: rows of the factor (n * n), its inverse diagonal [n], z[n].

/** What is added to each sum of squares, and what has to be left of it: parts of it. */
const RIDGE = 1e-13;
const LEFT = 1e-15;

/** Bytes of scratch. */
export function scratchBytes(n: usize): usize {
  return 8 * (n * n + 2 * n);
}

/** Sum over the first n products. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, n: usize): f64 {
  // Two sums, since one would wait for each addition. n is even.
  const fours = (n & ~3) << 3;
  let p = f64x2.splat(0.0);
  let q = f64x2.splat(0.0);
  let i: usize = 0;
  for (; i < fours; i += 32) {
    p = f64x2.add(p, f64x2.mul(v128.load(a + i), v128.load(b + i)));
    q = f64x2.add(q, f64x2.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  if (i < n << 3) p = f64x2.add(p, f64x2.mul(v128.load(a + i), v128.load(b + i)));
  return total(f64x2.add(p, q));
}

// @ts-ignore: decorator
@inline
function total(sum: v128): f64 {
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Sets the weights, which are after b, from b and the pairs of rows of R after them: see squares.ts. */
export function solve(b: usize, n: usize, scratch: usize): void {
  const span = n << 3;
  const inverse = scratch + n * span;
  const z = inverse + span;
  let source = b + 2 * span;
  for (let i: usize = 0; i < span; i += 16) {
    const row = scratch + (i >> 3) * span;
    const below = source + i + 16;
    for (let j: usize = 0; j < i; j += 16) {
      factorFour(row, scratch + (j >> 3) * span, span, j, source + j, below + j, inverse + j);
    }
    factorDiagonal(row, span, i, source + i, below + i, inverse + i, b + i, z);
    source = below + i + 16;
  }
  back(b + span, n, scratch, inverse, z);
}

/** Two columns from j on of two rows of the factor. */
// @ts-ignore: decorator
@inline
function factorFour(
  row: usize,
  other: usize,
  span: usize,
  j: usize,
  source: usize,
  below: usize,
  inverse: usize,
): void {
  let p = f64x2.splat(0.0);
  let q = p;
  let r = p;
  let t = p;
  for (let k: usize = 0; k < j; k += 16) {
    const a = v128.load(row + k);
    const b = v128.load(row + span + k);
    const c = v128.load(other + k);
    const d = v128.load(other + span + k);
    p = f64x2.add(p, f64x2.mul(a, c));
    q = f64x2.add(q, f64x2.mul(a, d));
    r = f64x2.add(r, f64x2.mul(b, c));
    t = f64x2.add(t, f64x2.mul(b, d));
  }
  const first = load<f64>(inverse);
  const second = load<f64>(inverse, 8);
  const aside = load<f64>(other + span + j);
  const u = (load<f64>(source) - total(p)) * first;
  const v = (load<f64>(below) - total(r)) * first;
  store<f64>(row + j, u);
  store<f64>(row + j, (load<f64>(source, 8) - total(q) - u * aside) * second, 8);
  store<f64>(row + span + j, v);
  store<f64>(row + span + j, (load<f64>(below, 8) - total(t) - v * aside) * second, 8);
}

/** The inverse of what is left of a sum of squares, or 0 where that is nothing. */
// @ts-ignore: decorator
@inline
function inverseRoot(square: f64, explained: f64): f64 {
  const rest = square * (1.0 + RIDGE) - explained;
  return rest > LEFT * square && square > 1e-200 ? 1.0 / sqrt(rest) : 0.0;
}

/** The two diagonal elements of two rows, the one between, and z of both. */
// @ts-ignore: decorator
@inline
function factorDiagonal(
  row: usize,
  span: usize,
  i: usize,
  source: usize,
  below: usize,
  inverse: usize,
  b: usize,
  z: usize,
): void {
  let p = f64x2.splat(0.0);
  let q = p;
  let r = p;
  let t = p;
  let u = p;
  for (let k: usize = 0; k < i; k += 16) {
    const first = v128.load(row + k);
    const second = v128.load(row + span + k);
    const zk = v128.load(z + k);
    p = f64x2.add(p, f64x2.mul(first, first));
    q = f64x2.add(q, f64x2.mul(first, second));
    r = f64x2.add(r, f64x2.mul(second, second));
    t = f64x2.add(t, f64x2.mul(first, zk));
    u = f64x2.add(u, f64x2.mul(second, zk));
  }
  const root = inverseRoot(load<f64>(source), total(p));
  const aside = (load<f64>(below) - total(q)) * root;
  const other = inverseRoot(load<f64>(below, 8), total(r) + aside * aside);
  const zi = (load<f64>(b) - total(t)) * root;
  store<f64>(inverse, root);
  store<f64>(inverse, other, 8);
  store<f64>(row + span + i, aside);
  store<f64>(z + i, zi);
  store<f64>(z + i, (load<f64>(b, 8) - total(u) - aside * zi) * other, 8);
}

/** The weights from z, the last ones first. */
// @ts-ignore: decorator
@inline
function back(weights: usize, n: usize, scratch: usize, inverse: usize, z: usize): void {
  const span = n << 3;
  for (let i = span; i > 0; ) {
    i -= 16;
    const row = scratch + (i >> 3) * span;
    const second = load<f64>(z + i, 8) * load<f64>(inverse + i, 8);
    const aside = load<f64>(row + span + i);
    const first = (load<f64>(z + i) - second * aside) * load<f64>(inverse + i);
    store<f64>(weights + i, first);
    store<f64>(weights + i, second, 8);
    const a = f64x2.splat(first);
    const b = f64x2.splat(second);
    for (let j: usize = 0; j < i; j += 16) {
      const used = f64x2.add(
        f64x2.mul(a, v128.load(row + j)),
        f64x2.mul(b, v128.load(row + span + j)),
      );
      v128.store(z + j, f64x2.sub(v128.load(z + j), used));
    }
  }
}
