// Elementwise functions over two doubles at a time, for where the number of calls counts.

/**
 * exp, clamped to the range in which the result is a normal number: x = n ln 2 + r with |r| <= ln 2 / 2,
 * and Taylor's polynomial of degree 13 of r, whose remainder is below 1e-17.
 */
// @ts-ignore: decorator
@inline
export function expPair(x: v128): v128 {
  x = f64x2.pmin(f64x2.pmax(x, f64x2.splat(-708)), f64x2.splat(708));
  const n = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.44269504088896340736)));
  // ln 2 in two parts, the first with 21 trailing zeros, so that its product with n is exact.
  let r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(6.9314718036912381649e-1)));
  r = f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.90821492927058770002e-10)));
  let y = f64x2.splat(1.0 / 6227020800.0);
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 479001600.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 39916800.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 3628800.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 362880.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 40320.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 5040.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 720.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 120.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 24.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1.0 / 6.0));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(0.5));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1));
  y = f64x2.add(f64x2.mul(y, r), f64x2.splat(1));
  // n + 1.5 · 2^52 has n in its last bits.
  const bits = f64x2.add(n, f64x2.splat(6755399441055744));
  return f64x2.mul(y, i64x2.shl(i64x2.add(bits, i64x2.splat(1023)), 52));
}

/** exp of n doubles in place, n even. */
export function expPairsInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 2) v128.store(x + (i << 3), expPair(v128.load(x + (i << 3))));
}
