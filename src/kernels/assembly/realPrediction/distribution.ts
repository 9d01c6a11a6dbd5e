// The distribution of an element: eight logistics, mixed; see experts.ts. Masses are of real numbers, whatever the keys
// between them.
//
// A logistic has (1 + tanh(y / 2)) / 2 below y, and tanh is sinh / sqrt(1 + sinh^2). The first terms of sinh do, and make tails
// that jumps do not fall out of.

import { sumFour } from '../adaptivePrediction/four';
import { keyAt } from './candidates';
import { numberOf } from './keys';
import { State } from './state';

/** Half scales that are told apart. */
const FARTHEST: f32 = 2000;

// Of the experts: eight singles each.
export const OFFSETS: usize = 0;
export const INVERSES: usize = 32;
export const WEIGHTS: usize = 64;
/** What they have beyond the edge that was looked at last, and beyond the edges that the value is between. */
const EDGE: usize = 96;
export const NEAR: usize = 128;
export const FAR: usize = 160;
export const EXPERTS: usize = 192;

/** Looks down from the threshold from now on. */
export function turnExperts(s: State): void {
  const at = s.experts;
  v128.store(at, f32x4.neg(v128.load(at, INVERSES)), INVERSES);
  v128.store(at, f32x4.neg(v128.load(at, INVERSES + 16)), INVERSES + 16);
}

/** How far a distance from the threshold is from the centre, in scales. */
// @ts-ignore: decorator
@inline
function scalesTo(s: State, distance: u64): f32 {
  const point = s.above ? s.threshold + distance : s.threshold - distance;
  const off = numberOf(s, keyAt(s, point)) - s.before - s.centre - s.half;
  return <f32>min(max(off * s.perScale, -1e30), 1e30);
}

/** What each of four experts has beyond so many scales. */
// @ts-ignore: decorator
@inline
function beyond(at: usize, scales: v128): v128 {
  const one = f32x4.splat(1.0);
  const h = f32x4.mul(f32x4.sub(scales, v128.load(at, OFFSETS)), v128.load(at, INVERSES));
  const x = f32x4.pmin(f32x4.abs(h), f32x4.splat(FARTHEST));
  const xx = f32x4.mul(x, x);
  const more = f32x4.add(f32x4.splat(1.0 / 6.0), f32x4.mul(xx, f32x4.splat(1.0 / 120.0)));
  const u = f32x4.add(x, f32x4.mul(f32x4.mul(x, xx), more));
  const r = f32x4.sqrt(f32x4.add(one, f32x4.mul(u, u)));
  const tail = f32x4.div(f32x4.splat(0.5), f32x4.mul(r, f32x4.add(r, u)));
  return v128.bitselect(f32x4.sub(one, tail), tail, i32x4.shr_s(h, 31));
}

/** What is beyond a distance from the threshold, on the side that is looked at; above 0. It is the edge then. */
export function massBeyond(s: State, distance: u64): f64 {
  const at = s.experts;
  const scales = f32x4.splat(scalesTo(s, distance));
  const a = beyond(at, scales);
  const b = beyond(at + 16, scales);
  v128.store(at, a, EDGE);
  v128.store(at, b, EDGE + 16);
  const sum = f32x4.add(
    f32x4.mul(v128.load(at, WEIGHTS), a),
    f32x4.mul(v128.load(at, WEIGHTS + 16), b),
  );
  return <f64>sumFour(sum) + 1e-30;
}

/** The value is beyond the edge that was looked at last. */
// @ts-ignore: decorator
@inline
export function isBeyond(s: State): void {
  v128.store(s.experts, v128.load(s.experts, EDGE), NEAR);
  v128.store(s.experts, v128.load(s.experts, EDGE + 16), NEAR + 16);
}

/** The value is nearer than the edge that was looked at last. */
// @ts-ignore: decorator
@inline
export function isWithin(s: State): void {
  v128.store(s.experts, v128.load(s.experts, EDGE), FAR);
  v128.store(s.experts, v128.load(s.experts, EDGE + 16), FAR + 16);
}

/** There is no edge that the value is nearer than. */
// @ts-ignore: decorator
@inline
export function isEndless(s: State): void {
  v128.store(s.experts, f32x4.splat(0.0), FAR);
  v128.store(s.experts, f32x4.splat(0.0), FAR + 16);
}
