// Least squares over a window: each value has equations of its own, of the pixels in reach.

import { features, seen } from './neighbours';
import { dot, gram, solve } from './squares';
import { Experts, KEPT, REACH } from './state';

/** Neighbours that the window's predictor looks at, its own and in each plane before. */
const OWN: i32 = 10;
const CROSS: i32 = 5;

/** Notes the value in hand for the windows of later ones. */
export function keepTarget(e: Experts, target: f32): void {
  const here = e.window + <usize>((e.y % (REACH + 1)) * e.width + e.x) * 4 * KEPT;
  store<f32>(here + ((OWN + CROSS * seen(e.plane)) << 2), target);
}

/** Weighted least squares over the pixels in reach, those like this one weighing more. */
export function windowed(e: Experts): f32 {
  const n = OWN + CROSS * seen(e.plane);
  const row = <usize>(4 * KEPT * e.width);
  const here = e.window + <usize>(e.y % (REACH + 1)) * row + <usize>(4 * KEPT * e.x);
  features(e, here, OWN, CROSS);
  const a = v128.load(here);
  const b = v128.load(here + 16);
  let sample = e.samples;
  for (let dy = -REACH; dy <= 0; dy++) {
    if (e.y + dy < 0) continue;
    const there = e.window + <usize>((e.y + dy) % (REACH + 1)) * row;
    const last = dy == 0 ? e.x - 1 : min(e.x + REACH, e.width - 1);
    for (let x = max(0, e.x - REACH); x <= last; x++) {
      const f = there + <usize>(4 * KEPT * x);
      const c = f32x4.sub(v128.load(f), a);
      const d = f32x4.sub(v128.load(f + 16), b);
      const s = f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d));
      const off = f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) +
        f32x4.extract_lane(s, 3);
      const dx = x - e.x;
      const weight = <f32>0.5 / (Mathf.sqrt(<f32>(dx * dx + dy * dy)) * (1 + off * <f32>0.006));
      store<u32>(sample, <u32>f);
      store<f32>(sample, weight, 4);
      sample += 8;
    }
  }
  const count = <i32>((sample - e.samples) >> 3);
  if (count > 8) {
    gram(e.windowSums, e.samples, count, n, KEPT);
    solve(e.windowSums, e.windowWeights, n, KEPT, 4);
  }
  store<f32>(here + (n << 2), 0);
  return dot(e.windowWeights, here, 4 * KEPT);
}

