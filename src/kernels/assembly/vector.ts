// Elementwise functions over f32 arrays, four lanes at a time, in place. Each lane does the same
// IEEE operations in the same order whatever its neighbours are, and arrays are padded to whole
// vectors by the caller, so results do not depend on length or position. Polynomials are Moshier's
// (Cephes, single precision), evaluated by Horner's rule without fused operations.

// @ts-ignore: decorator
@inline
function all(x: f32): v128 {
  return f32x4.splat(x);
}

/** exp, clamped to the range in which the result is a normal number. */
// @ts-ignore: decorator
@inline
export function expLanes(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, all(-87.3)), all(88.3));
  const n = f32x4.floor(f32x4.add(f32x4.mul(x, all(1.44269504088896341)), all(0.5)));
  let r = f32x4.sub(x, f32x4.mul(n, all(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, all(-2.1219444e-4)));
  let y = all(1.98756915e-4);
  y = f32x4.add(f32x4.mul(y, r), all(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), all(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), all(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), all(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), all(5.0000001201e-1));
  y = f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), r);
  y = f32x4.add(y, all(1));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(y, scale);
}

/** Natural logarithm of positive normal numbers; anything else gives a number without meaning. */
// @ts-ignore: decorator
@inline
export function logLanes(x: v128): v128 {
  // x = m 2^e with m in [sqrt(1/2), sqrt(2)).
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, all(0.707106781186547524));
  e = i32x4.add(e, low); // the mask is -1 where m is low
  m = f32x4.sub(f32x4.add(m, v128.and(m, low)), all(1));
  const z = f32x4.mul(m, m);
  let y = all(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, m), all(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, m), all(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, m), all(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, m), all(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, m), all(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, m), all(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, m), all(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, m), all(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), z);
  const n = f32x4.convert_i32x4_s(e);
  y = f32x4.add(y, f32x4.mul(n, all(-2.1219444e-4)));
  y = f32x4.sub(y, f32x4.mul(z, all(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(n, all(0.693359375)));
}

/** 1 / (1 + exp(-x)). */
// @ts-ignore: decorator
@inline
export function sigmoidLanes(x: v128): v128 {
  return f32x4.div(all(1), f32x4.add(all(1), expLanes(f32x4.neg(x))));
}

/** tanh: a polynomial near 0, where 1 - 2 / (exp(2x) + 1) would cancel. */
// @ts-ignore: decorator
@inline
export function tanhLanes(x: v128): v128 {
  const a = f32x4.abs(x);
  const far = f32x4.sub(all(1), f32x4.div(all(2), f32x4.add(expLanes(f32x4.add(a, a)), all(1))));
  const signed = v128.or(far, v128.and(x, i32x4.splat(0x80000000)));
  const z = f32x4.mul(x, x);
  let y = all(-5.70498872745e-3);
  y = f32x4.add(f32x4.mul(y, z), all(2.06390887954e-2));
  y = f32x4.add(f32x4.mul(y, z), all(-5.37397155531e-2));
  y = f32x4.add(f32x4.mul(y, z), all(1.33314422036e-1));
  y = f32x4.add(f32x4.mul(y, z), all(-3.33332819422e-1));
  const near = f32x4.add(f32x4.mul(f32x4.mul(y, z), x), x);
  return v128.bitselect(near, signed, f32x4.lt(a, all(0.625)));
}

/** log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)), the last by Kahan's correction of log(1 + t). */
// @ts-ignore: decorator
@inline
export function softplusLanes(x: v128): v128 {
  const t = expLanes(f32x4.neg(f32x4.abs(x)));
  const u = f32x4.add(all(1), t);
  const d = f32x4.sub(u, all(1));
  const log1p = v128.bitselect(t, f32x4.mul(logLanes(u), f32x4.div(t, d)), f32x4.eq(d, all(0)));
  return f32x4.add(f32x4.max(x, all(0)), log1p);
}

export function expInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4) v128.store(x + (i << 2), expLanes(v128.load(x + (i << 2))));
}
export function logInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4) v128.store(x + (i << 2), logLanes(v128.load(x + (i << 2))));
}
export function sigmoidInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4)
    v128.store(x + (i << 2), sigmoidLanes(v128.load(x + (i << 2))));
}
export function tanhInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4)
    v128.store(x + (i << 2), tanhLanes(v128.load(x + (i << 2))));
}
export function softplusInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4)
    v128.store(x + (i << 2), softplusLanes(v128.load(x + (i << 2))));
}
export function reluInPlace(x: usize, n: usize): void {
  for (let i: usize = 0; i < n; i += 4)
    v128.store(x + (i << 2), f32x4.max(v128.load(x + (i << 2)), all(0)));
}

/** x = max(x, least). */
export function raiseInPlace(x: usize, least: f32, n: usize): void {
  const all = f32x4.splat(least);
  for (let i: usize = 0; i < n << 2; i += 16) v128.store(x + i, f32x4.max(v128.load(x + i), all));
}

/** out = d where x is above 0, and 0 elsewhere: what the gradient of rectified x is before it. */
export function reluGradients(x: usize, d: usize, out: usize, n: usize): void {
  for (let i: usize = 0; i < n << 2; i += 16) {
    const above = f32x4.gt(v128.load(x + i), all(0));
    v128.store(out + i, v128.and(v128.load(d + i), above));
  }
}

/** x += y. */
export function addInPlace(x: usize, y: usize, n: usize): void {
  for (let i: usize = 0; i < n << 2; i += 16) {
    v128.store(x + i, f32x4.add(v128.load(x + i), v128.load(y + i)));
  }
}
