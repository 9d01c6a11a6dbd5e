// Least squares over a window: each value has equations of its own, of the pixels in reach.

import { features, seen } from './neighbours';
import { dot, gram, solve } from './squares';
import { Experts, FAR, KEPT, REACH } from './state';

/** Neighbours that the window's predictor looks at, its own and in each plane before. */
const OWN: i32 = 10;
const CROSS: i32 = 5;

/** Notes the value in hand for the windows of later ones. */
export function keepTarget(e: Experts, target: f32): void {
  const here = e.window + <usize>((e.y % (REACH + 1)) * e.width + e.x) * 4 * KEPT;
  store<f32>(here + ((OWN + CROSS * seen(e.plane)) << 2), target);
}

/** Fills the table of how far off the places in reach are, row by row. */
export function windowStart(e: Experts): void {
  for (let dy = 0; dy <= REACH; dy++) {
    for (let i = 0; i < FAR; i++) {
      const dx = i - REACH;
      store<f32>(e.roots + ((dy * FAR + i) << 2), Mathf.sqrt(<f32>(dx * dx + dy * dy)));
    }
  }
}

/** The sums of four numbers each of four vectors, ((0 + 1) + 2) + 3. */
// @ts-ignore: decorator
@inline
function sumsOf(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  const abLast = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const cdLast = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  const first = v128.shuffle<i32>(ab, cd, 0, 1, 4, 5);
  const second = v128.shuffle<i32>(ab, cd, 2, 3, 6, 7);
  const third = v128.shuffle<i32>(abLast, cdLast, 0, 1, 4, 5);
  const fourth = v128.shuffle<i32>(abLast, cdLast, 2, 3, 6, 7);
  return f32x4.add(f32x4.add(f32x4.add(first, second), third), fourth);
}

/** Squares of differences of the eight nearest neighbours, two and two together. */
// @ts-ignore: decorator
@inline
function unlike(f: usize, a: v128, b: v128): v128 {
  const c = f32x4.sub(v128.load(f), a);
  const d = f32x4.sub(v128.load(f, 16), b);
  return f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d));
}

/** Lists the samples in reach: those like this one weigh more. Four at a time, so up to three too many are
 * written behind them. Returns the end of the samples. */
// @ts-ignore: decorator
@inline
function listSamples(e: Experts, here: usize): usize {
  const a = v128.load(here);
  const b = v128.load(here, 16);
  const pixel: usize = 4 * KEPT;
  const row = pixel * e.width;
  const first = max(0, e.x - REACH);
  let sample = e.samples;
  for (let dy = min(REACH, e.y); dy >= 0; dy--) {
    const last = dy == 0 ? e.x - 1 : min(e.x + REACH, e.width - 1);
    if (last < first) continue;
    let f = e.window + <usize>((e.y - dy) % (REACH + 1)) * row + pixel * first;
    let root = e.roots + <usize>((dy * FAR + first - e.x + REACH) << 2);
    const end = sample + ((<usize>(last - first + 1)) << 3);
    for (let s = sample; s < end; s += 32) {
      const off = sumsOf(
        unlike(f, a, b),
        unlike(f + pixel, a, b),
        unlike(f + 2 * pixel, a, b),
        unlike(f + 3 * pixel, a, b),
      );
      const likeness = f32x4.add(f32x4.splat(1), f32x4.mul(off, f32x4.splat(0.006)));
      const weights = f32x4.div(f32x4.splat(0.5), f32x4.mul(v128.load(root), likeness));
      const offsets = i32x4.add(i32x4.splat(<i32>f), i32x4(0, 4 * KEPT, 8 * KEPT, 12 * KEPT));
      v128.store(s, v128.shuffle<i32>(offsets, weights, 0, 4, 1, 5));
      v128.store(s, v128.shuffle<i32>(offsets, weights, 2, 6, 3, 7), 16);
      f += 4 * pixel;
      root += 16;
    }
    sample = end;
  }
  return sample;
}

/** Weighted least squares over the pixels in reach. */
export function windowed(e: Experts): f32 {
  const n = OWN + CROSS * seen(e.plane);
  const here = e.window + <usize>((e.y % (REACH + 1)) * e.width + e.x) * 4 * KEPT;
  features(e, here, OWN, CROSS);
  const count = <i32>((listSamples(e, here) - e.samples) >> 3);
  if (count > 8) {
    gram(e.windowSums, e.samples, count, n, KEPT);
    solve(e.windowSums, e.windowWeights, n, KEPT, 4);
  }
  store<f32>(here + (n << 2), 0);
  return dot(e.windowWeights, here, 4 * KEPT);
}
