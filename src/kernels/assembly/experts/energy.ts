// How large errors are around the value in hand, and so are to be expected.

import { value } from './neighbours';
import { Experts } from './state';

// @ts-ignore: decorator
@inline
function miss(e: Experts, at: usize, x: i32, y: i32): f32 {
  return Mathf.abs(value(e, at, x, y));
}

export function energy(e: Experts): f32 {
  const at = e.errorAt;
  let energy =
    (miss(e, at, -1, 0) * 2 +
      miss(e, at, 0, -1) * 2 +
      miss(e, at, -1, -1) +
      miss(e, at, 1, -1) +
      miss(e, at, -2, 0) * <f32>0.7 +
      miss(e, at, 0, -2) * <f32>0.7 +
      miss(e, at, -1, -2) * 0.5 +
      miss(e, at, 1, -2) * 0.5) /
    <f32>9.4;
  if (e.plane > 0) {
    const there = at - e.planeBytes;
    const a =
      (miss(e, there, 0, 0) * 2 +
        miss(e, there, 1, 0) +
        miss(e, there, 0, 1) +
        miss(e, there, -1, 0) * 0.5 +
        miss(e, there, 0, -1) * 0.5) /
      5;
    const b =
      (miss(e, there, -1, 0) * 2 +
        miss(e, there, 0, -1) * 2 +
        miss(e, there, -1, -1) +
        miss(e, there, 1, -1)) /
        6 +
      <f32>0.3;
    energy =
      energy * <f32>0.7 + energy * <f32>0.3 * min<f32>(4, max<f32>(0.25, (a + <f32>0.3) / b));
  }
  return energy;
}

/** A signed error in nine steps. */
// @ts-ignore: decorator
@inline
function step(error: f32): i32 {
  const size = Mathf.abs(error);
  const level = size < 0.5 ? 0 : size < 1.5 ? 1 : size < 3.5 ? 2 : size < 8 ? 3 : 4;
  return error < 0 ? 4 - level : 4 + level;
}

/** How far off the prediction left was, or in the plane before. */
export function surprise(e: Experts): i32 {
  const at = e.errorAt;
  return step(e.plane == 0 ? value(e, at, -1, 0) : value(e, at - e.planeBytes, 0, 0));
}

/** Log-like level of an activity. */
// @ts-ignore: decorator
@inline
export function levelOf(a: f32, per: f32, most: i32): i32 {
  // Exponent and mantissa of 1 + a read as a number grow like its logarithm.
  const bits = reinterpret<i32>(1 + a) - 0x3f800000;
  return min(most, <i32>(<f32>bits * (per / 8388608)));
}
