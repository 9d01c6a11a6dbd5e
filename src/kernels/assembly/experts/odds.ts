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

// @ts-ignore: decorator
@inline
export function bucketOf(odds: f32): i32 {
  return <i32>(odds * (1 / STEP) + 16);
}

/** Odds of two masses, each with something added. */
// @ts-ignore: decorator
@inline
export function oddsOf(one: f32, zero: f32, floor: f32): f32 {
  return clampOdds(log1((max<f32>(one, 0) + floor) / (max<f32>(zero, 0) + floor)));
}
