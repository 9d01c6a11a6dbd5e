// The distribution of an element: eight logistics about what the predictors say, at the scales of
// their recent errors, weighed by the evidence for each, which fades (as in Cesa-Bianchi and Lugosi,
// "Prediction, learning, and games", 2006, chapter 3: exponential weights with a forgetting factor).

import { exp2Four, log2Four, sumFour } from './four';
import { EVIDENCE_AT, RUN_AT, State } from './state';

/** 1.386 is the mean error of a logistic of scale 1, 1.4427 log2(e). */
const PER_ERROR: f32 = 1.386 * 1.44269504;
const KEEPS: f32 = 0.98;
const LEAST: f32 = 1e-9;

// @ts-ignore: decorator
@inline
function inverse(error: f64, least: f64): f32 {
  return PER_ERROR / <f32>(error + least);
}

/** Sets up the experts about a threshold, given as predictions are: less the element before. */
export function placeExperts(s: State, threshold: f64): void {
  const at = s.experts;
  // Values have what lies half a step to either side.
  const from = 0.5 * s.step - threshold;
  const final = <f32>(s.final + from);
  v128.store(at, f32x4.splat(final));
  v128.store(
    at,
    f32x4(<f32>(s.byAll + from), <f32>(s.byFast + from), <f32>(s.plain + from), final),
    16,
  );
  const run = s.own + RUN_AT;
  const u = s.step * 0.01;
  store<f32>(at, inverse(load<f64>(run), 3.0 * u), 32);
  store<f32>(at, inverse(load<f64>(run, 8), 2.0 * u), 36);
  store<f32>(at, inverse(load<f64>(run, 16), u), 40);
  store<f32>(at, inverse(s.scale, u), 44);
  store<f32>(at, inverse(load<f64>(run, 24), 2.0 * u), 48);
  store<f32>(at, inverse(load<f64>(run, 32), 2.0 * u), 52);
  store<f32>(at, inverse(load<f64>(run, 40), 2.0 * u), 56);
  store<f32>(at, inverse(0.4 * s.scale, u), 60);
  const evidence = s.own + EVIDENCE_AT;
  const a = exp2Four(v128.load(evidence));
  const b = exp2Four(v128.load(evidence, 16));
  const total = f32x4.splat(sumFour(f32x4.add(a, b)));
  v128.store(at, f32x4.div(a, total), 64);
  v128.store(at, f32x4.div(b, total), 80);
}

/** Looks down from the threshold from now on. */
export function turnExperts(s: State): void {
  const at = s.experts;
  v128.store(at, f32x4.neg(v128.load(at)));
  v128.store(at, f32x4.neg(v128.load(at, 16)), 16);
}

/** What each of four experts has beyond a distance from the threshold. */
// @ts-ignore: decorator
@inline
function beyond(at: usize, distance: f32): v128 {
  const z = f32x4.sub(f32x4.splat(distance), v128.load(at));
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp2Four(f32x4.mul(z, v128.load(at, 32)))));
}

/** What is beyond so many points from the threshold, on the side that is looked at; above 0. */
export function massBeyond(s: State, points: f64): f64 {
  const at = s.experts;
  const distance = <f32>(s.step * points);
  const a = f32x4.mul(v128.load(at, 64), beyond(at, distance));
  const b = f32x4.mul(v128.load(at, 80), beyond(at + 16, distance));
  return <f64>sumFour(f32x4.add(a, b)) + 1e-30;
}

/** Takes into the evidence that the value is so many points from the threshold. */
export function weighExperts(s: State, points: f64): void {
  const evidence = s.own + EVIDENCE_AT;
  const a = faded(s, evidence, s.experts, points);
  const b = faded(s, evidence + 16, s.experts + 16, points);
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
function faded(s: State, evidence: usize, at: usize, points: f64): v128 {
  const near = beyond(at, <f32>(s.step * points));
  const far = beyond(at, <f32>(s.step * (points + 1.0)));
  const least = f32x4.splat(LEAST);
  const mass = f32x4.add(f32x4.pmax(f32x4.sub(near, far), f32x4.splat(0.0)), least);
  return f32x4.mul(f32x4.splat(KEEPS), f32x4.add(v128.load(evidence), log2Four(mass)));
}
