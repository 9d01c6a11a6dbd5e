// Least squares that forget (recursive in the sums, not in the inverse): every sample is added to the
// normal equations with a weight, the older ones fade, and every few samples the equations are solved
// by symmetric elimination. Single precision, four columns at a time; the right-hand side is one more
// column, so a row holds n coefficients, the right-hand side, and zeros up to a whole vector.

/** One predictor: its equations, its present weights, and the features of the sample in hand. */
// @ts-ignore: decorator
@unmanaged
export class Squares {
  n: i32;
  /** Own neighbours and neighbours in each plane before that it looks at. */
  own: i32;
  cross: i32;
  /** Singles a row. */
  stride: i32;
  /** Samples between two solutions, and since the last. */
  every: i32;
  since: i32;
  fade: f32;
  ridge: f32;
  sums: usize;
  scratch: usize;
  weights: usize;
  features: usize;
}

/** Lays a predictor's arrays out from `at`, which is zeroed. */
export function squaresLay(s: Squares, at: usize, n: i32, every: i32, fade: f32, ridge: f32): void {
  const stride = (n + 4) & ~3;
  s.n = n;
  s.stride = stride;
  s.every = every;
  s.fade = fade;
  s.ridge = ridge;
  s.sums = at;
  s.scratch = at + <usize>(4 * stride * n);
  s.weights = at + <usize>(8 * stride * n);
  s.features = s.weights + <usize>(4 * stride);
}

/** Sum of products of two rows of `bytes` bytes. */
// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + j), v128.load(b + j)));
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  const w = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(w, 0) + f32x4.extract_lane(w, 1);
}

// @ts-ignore: decorator
@inline
function madd(sum: v128, a: v128, b: v128): v128 {
  return f32x4.add(sum, f32x4.mul(a, b));
}

/**
 * The weighted sums of f fᵀ over samples, each an offset (u32) and a weight (f32): the upper
 * triangle, in blocks of four rows and eight columns that stay in registers. Rows have a stride of a
 * multiple of eight singles, and f its target behind its n features.
 */
export function gram(sums: usize, samples: usize, count: i32, n: i32, stride: i32): void {
  const end = samples + ((<usize>count) << 3);
  const bytes = <usize>(stride << 2);
  const last = <usize>(((n + 8) & ~7) << 2);
  for (let i: usize = 0; i < <usize>(n << 2); i += 16) {
    for (let j = i & ~31; j < last; j += 32) {
      let a0 = f32x4.splat(0),
        a1 = a0,
        a2 = a0,
        a3 = a0;
      let b0 = a0,
        b1 = a0,
        b2 = a0,
        b3 = a0;
      for (let s = samples; s < end; s += 8) {
        const f = <usize>load<u32>(s);
        const rows = f32x4.mul(v128.load(f + i), v128.load_splat<f32>(s, 4));
        const a = v128.load(f + j);
        const b = v128.load(f + j, 16);
        const r0 = v128.shuffle<i32>(rows, rows, 0, 0, 0, 0);
        const r1 = v128.shuffle<i32>(rows, rows, 1, 1, 1, 1);
        const r2 = v128.shuffle<i32>(rows, rows, 2, 2, 2, 2);
        const r3 = v128.shuffle<i32>(rows, rows, 3, 3, 3, 3);
        a0 = madd(a0, r0, a);
        a1 = madd(a1, r1, a);
        a2 = madd(a2, r2, a);
        a3 = madd(a3, r3, a);
        b0 = madd(b0, r0, b);
        b1 = madd(b1, r1, b);
        b2 = madd(b2, r2, b);
        b3 = madd(b3, r3, b);
      }
      const at = sums + (i >> 2) * bytes + j;
      v128.store(at, a0);
      v128.store(at, b0, 16);
      v128.store(at + bytes, a1);
      v128.store(at + bytes, b1, 16);
      v128.store(at + 2 * bytes, a2);
      v128.store(at + 2 * bytes, b2, 16);
      v128.store(at + 3 * bytes, a3);
      v128.store(at + 3 * bytes, b3, 16);
    }
  }
}

// @ts-ignore: decorator
@inline
function takeOff(target: usize, factor: v128, numbers: v128): void {
  v128.store(target, f32x4.sub(v128.load(target), f32x4.mul(factor, numbers)));
}

/**
 * Solves (sums + ridge) w = right-hand side, in place of the sums, of which only what is right of the
 * diagonal means something afterwards. Leaves the weights alone where a pivot is lost to rounding.
 */
export function solve(sums: usize, weights: usize, n: i32, stride: i32, ridge: f32): void {
  const bytes = <usize>(stride << 2);
  const end = <usize>(((n + 4) & ~3) << 2);
  for (let k = 0; k < n; k++) {
    const row = sums + bytes * k;
    const pivot = load<f32>(row + ((<usize>k) << 2)) + ridge;
    if (!(pivot > <f32>1e-3)) return;
    store<f32>(row + ((<usize>k) << 2), pivot);
    const inverse = <f32>1 / pivot;
    let target = row + bytes;
    let i = k + 1;
    while (i < n) {
      const from = <usize>((i & ~3) << 2);
      if ((i & 3) == 0 && i + 4 <= n) {
        const factors = f32x4.mul(v128.load(row + from), f32x4.splat(inverse));
        const a = v128.shuffle<i32>(factors, factors, 0, 0, 0, 0);
        const b = v128.shuffle<i32>(factors, factors, 1, 1, 1, 1);
        const c = v128.shuffle<i32>(factors, factors, 2, 2, 2, 2);
        const d = v128.shuffle<i32>(factors, factors, 3, 3, 3, 3);
        const second = target + bytes;
        const third = second + bytes;
        const fourth = third + bytes;
        for (let j = from; j < end; j += 16) {
          const numbers = v128.load(row + j);
          takeOff(target + j, a, numbers);
          takeOff(second + j, b, numbers);
          takeOff(third + j, c, numbers);
          takeOff(fourth + j, d, numbers);
        }
        target = fourth + bytes;
        i += 4;
      } else {
        const factor = f32x4.splat(load<f32>(row + ((<usize>i) << 2)) * inverse);
        for (let j = from; j < end; j += 16) takeOff(target + j, factor, v128.load(row + j));
        target += bytes;
        i++;
      }
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    const row = sums + bytes * i;
    let rest = load<f32>(row + ((<usize>n) << 2));
    for (let j = i + 1; j < n; j++) {
      rest -= load<f32>(row + ((<usize>j) << 2)) * load<f32>(weights + ((<usize>j) << 2));
    }
    store<f32>(weights + ((<usize>i) << 2), rest / load<f32>(row + ((<usize>i) << 2)));
  }
}

/** What the weights make of the features in hand. */
export function predicted(s: Squares): f32 {
  return dot(s.weights, s.features, (<usize>((s.n + 3) & ~3)) << 2);
}

/** Fades four numbers of a row, and adds a product. */
// @ts-ignore: decorator
@inline
function fadeInto(at: usize, fades: v128, factor: v128, numbers: v128): void {
  const old = f32x4.mul(v128.load(at), fades);
  v128.store(at, f32x4.add(old, f32x4.mul(factor, numbers)));
}

/** Fades a predictor's sums, or those of a block, and adds the features in hand and their target. */
export function addSample(s: Squares, sums: usize, fade: f32, weight: f32): void {
  const bytes = <usize>(s.stride << 2);
  const fades = f32x4.splat(fade);
  const features = s.features;
  const n = s.n;
  let row = sums;
  for (let i = 0; i < n; ) {
    const from = <usize>((i & ~3) << 2);
    if (i + 4 <= n) {
      const factors = f32x4.mul(f32x4.splat(weight), v128.load(features + from));
      const a = v128.shuffle<i32>(factors, factors, 0, 0, 0, 0);
      const b = v128.shuffle<i32>(factors, factors, 1, 1, 1, 1);
      const c = v128.shuffle<i32>(factors, factors, 2, 2, 2, 2);
      const d = v128.shuffle<i32>(factors, factors, 3, 3, 3, 3);
      const second = row + bytes;
      const third = second + bytes;
      const fourth = third + bytes;
      for (let j = from; j < bytes; j += 16) {
        const numbers = v128.load(features + j);
        fadeInto(row + j, fades, a, numbers);
        fadeInto(second + j, fades, b, numbers);
        fadeInto(third + j, fades, c, numbers);
        fadeInto(fourth + j, fades, d, numbers);
      }
      row = fourth + bytes;
      i += 4;
    } else {
      const factor = f32x4.splat(weight * load<f32>(features + ((<usize>i) << 2)));
      for (let j = from; j < bytes; j += 16) {
        fadeInto(row + j, fades, factor, v128.load(features + j));
      }
      row += bytes;
      i++;
    }
  }
}

/** Learns the features in hand with their target. */
export function learn(s: Squares, target: f32, weight: f32): void {
  store<f32>(s.features + ((<usize>s.n) << 2), target);
  addSample(s, s.sums, s.fade, weight);
  if (++s.since < s.every) return;
  s.since = 0;
  memory.copy(s.scratch, s.sums, <usize>(4 * s.stride * s.n));
  solve(s.scratch, s.weights, s.n, s.stride, s.ridge);
}
