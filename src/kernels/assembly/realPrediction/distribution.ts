// The distribution of an element: eight logistics about what the predictors say, at the scales of their errors,
// weighed by the evidence for each, which fades, as in ../adaptivePrediction/logistics.ts. Masses are of real
// numbers, whatever the keys between them.

import { exp2Four, log2Four, sumFour } from '../adaptivePrediction/four';
import { keyAt } from './candidates';
import { numberOf } from './keys';
import { EVIDENCE_AT } from './lay';
import { BY_ALL, BY_NEAR, BY_PLACE, BY_PLAIN, errorOf, FAST, SLOW } from './scale';
import { State } from './state';

/** 1.386 is the mean error of a logistic of scale 1, 1.4427 log2(e). */
const PER_ERROR = 1.386 * 1.44269504;
const KEEPS: f32 = 0.98;
const LEAST: f32 = 1e-9;

// @ts-ignore: decorator
@inline
function place(s: State, i: usize, prediction: f64, error: f64): void {
  const at = s.experts + (i << 2);
  store<f32>(at, <f32>((prediction - s.final) * s.perScale));
  store<f32>(at, <f32>min(PER_ERROR / (error * s.perScale), 1e9), 32);
}

/** Sets up the experts. */
export function placeExperts(s: State): void {
  s.perScale = 1.0 / max(s.scale, 1e-300);
  s.half = 0.5 * s.ulp;
  place(s, 0, s.final, s.scale);
  place(s, 1, s.final, 0.5 * s.scale);
  place(s, 2, s.final, 2.5 * s.scale);
  place(s, 3, s.final, errorOf(s, FAST));
  place(s, 4, s.local > 0 ? s.byPlace : s.final, errorOf(s, s.local > 0 ? BY_PLACE : SLOW));
  place(s, 5, s.byAll, errorOf(s, BY_ALL));
  place(s, 6, s.byNear, errorOf(s, BY_NEAR));
  place(s, 7, s.plain, errorOf(s, BY_PLAIN));
  const at = s.experts;
  const evidence = s.own + EVIDENCE_AT;
  const a = exp2Four(v128.load(evidence));
  const b = exp2Four(v128.load(evidence, 16));
  const total = f32x4.splat(sumFour(f32x4.add(a, b)));
  v128.store(at, f32x4.div(a, total), 64);
  v128.store(at, f32x4.div(b, total), 80);
}

/** How far a distance from the threshold is from the final prediction, in scales, on the side that is looked at. */
// @ts-ignore: decorator
@inline
function scalesTo(s: State, distance: u64): f32 {
  const point = s.above ? s.threshold + distance : s.threshold - distance;
  const off = numberOf(s, keyAt(s, point)) - s.before - s.final - s.half;
  return <f32>min(max(off * s.perScale, -1e30), 1e30);
}

/** What each of four experts has beyond so many scales. */
// @ts-ignore: decorator
@inline
function beyond(s: State, at: usize, scales: f32): v128 {
  const z = f32x4.sub(f32x4.splat(scales), v128.load(at));
  const x = f32x4.mul(z, v128.load(at, 32));
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp2Four(s.above ? x : f32x4.neg(x))));
}

/** What is beyond a distance from the threshold, on the side that is looked at; above 0. */
export function massBeyond(s: State, distance: u64): f64 {
  const at = s.experts;
  const scales = scalesTo(s, distance);
  const a = f32x4.mul(v128.load(at, 64), beyond(s, at, scales));
  const b = f32x4.mul(v128.load(at, 80), beyond(s, at + 16, scales));
  return <f64>sumFour(f32x4.add(a, b)) + 1e-30;
}

/** Takes into the evidence where the value was found. */
export function weighExperts(s: State): void {
  const evidence = s.own + EVIDENCE_AT;
  const near = scalesTo(s, s.found);
  const room = s.last - s.found;
  const isLast = s.foundBits > 63 || (<u64>1) << (<u64>s.foundBits) > room;
  const far = isLast
    ? s.above
      ? <f32>1e30
      : <f32>-1e30
    : scalesTo(s, s.found + ((<u64>1) << (<u64>s.foundBits)));
  const a = faded(s, evidence, s.experts, near, far);
  const b = faded(s, evidence + 16, s.experts + 16, near, far);
  const most = f32x4.pmax(a, b);
  const top = f32x4.splat(
    max(
      max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
      max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
    ),
  );
  v128.store(evidence, f32x4.sub(a, top));
  v128.store(evidence, f32x4.sub(b, top), 16);
}

// @ts-ignore: decorator
@inline
function faded(s: State, evidence: usize, at: usize, near: f32, far: f32): v128 {
  const between = f32x4.sub(beyond(s, at, near), beyond(s, at, far));
  const mass = f32x4.add(f32x4.pmax(between, f32x4.splat(0.0)), f32x4.splat(LEAST));
  return f32x4.mul(f32x4.splat(KEEPS), f32x4.add(v128.load(evidence), log2Four(mass)));
}
