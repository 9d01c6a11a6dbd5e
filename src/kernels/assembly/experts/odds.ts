// Logarithms of odds: held within ±12, and put in buckets where something is learned for each.

import { logLanes, sigmoidLanes } from '../vector';

/** How wide a bucket is; there are 32. */
export const STEP: f32 = 0.75;

// @ts-ignore: decorator
@inline
export function log1(x: f32): f32 {
  return f32x4.extract_lane(logLanes(f32x4.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function squash(x: f32): f32 {
  return f32x4.extract_lane(sigmoidLanes(f32x4.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function clampOdds(x: f32): f32 {
  return max<f32>(-12, min<f32>(12, x));
}

/** Four of them, none of which is NaN. */
// @ts-ignore: decorator
@inline
export function held(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(12)), f32x4.splat(-12));
}

// @ts-ignore: decorator
@inline
export function bucketOf(odds: f32): i32 {
  return i32x4.extract_lane(bucketsOf(f32x4.splat(odds)), 0);
}

// @ts-ignore: decorator
@inline
export function bucketsOf(odds: v128): v128 {
  const scaled = f32x4.mul(odds, f32x4.splat(1 / STEP));
  return i32x4.trunc_sat_f32x4_s(f32x4.add(scaled, f32x4.splat(16)));
}

/** Odds of two masses, each with something added. */
// @ts-ignore: decorator
@inline
export function oddsOf(one: f32, zero: f32, floor: f32): f32 {
  return clampOdds(log1((max<f32>(one, 0) + floor) / (max<f32>(zero, 0) + floor)));
}
