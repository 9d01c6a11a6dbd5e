// The experts that the distribution is mixed of: what the predictors say, at the scales of their errors, weighed by the evidence
// for each, which fades, as in ../adaptivePrediction/logistics.ts.

import { exp2Four, log2Four, sumFour } from '../adaptivePrediction/four';
import { FAR, INVERSES, NEAR, OFFSETS, WEIGHTS } from './distribution';
import { EVIDENCE_AT, RUN_AT } from './lay';
import { BY_ALL, BY_NEAR, BY_PLACE, BY_PLAIN, FAST, SLOW, widthOf } from './scale';
import { State } from './state';

/** Half of 1.386, the mean error of a logistic of scale 1. */
const PER_ERROR = 0.693;
const KEEPS: f32 = 0.98;
const LEAST: f32 = 1e-9;
/** The weight of a prediction that cells are about. */
const BELIEVED: f32 = 0.6;

/** The weights of the experts, by the evidence. */
// @ts-ignore: decorator
@inline
function weigh(s: State): void {
  const evidence = s.own + EVIDENCE_AT;
  const u = exp2Four(v128.load(evidence));
  const v = exp2Four(v128.load(evidence, 16));
  const total = f32x4.splat(<f32>1.0 / sumFour(f32x4.add(u, v)));
  v128.store(s.experts, f32x4.mul(u, total), WEIGHTS);
  v128.store(s.experts, f32x4.mul(v, total), WEIGHTS + 16);
}

/** Centres cells on a prediction, and makes them as wide as its errors, where it is believed. */
// @ts-ignore: decorator
@inline
function centreOn(s: State, expert: usize, prediction: f64, run: usize): void {
  if (load<f32>(s.experts + (expert << 2), WEIGHTS) < BELIEVED) return;
  s.centre = prediction;
  s.expected = load<f64>(s.own + RUN_AT + run);
}

// @ts-ignore: decorator
@inline
function offset(s: State, prediction: f64): f32 {
  return <f32>min(max((prediction - s.centre) * s.perScale, -1e30), 1e30);
}

/** A logarithm of an error, from that expected. */
// @ts-ignore: decorator
@inline
function over(s: State, run: usize): f32 {
  return <f32>(s.expected - load<f64>(s.own + RUN_AT + run));
}

/** Sets up the experts. All is told in errors expected, from the final prediction on, or from one that is believed more. */
export function placeExperts(s: State): void {
  const placed = s.local > 0 ? BY_PLACE : SLOW;
  const byPlace = s.local > 0 ? s.byPlace : s.final;
  weigh(s);
  const expected = s.expected;
  s.centre = s.final;
  centreOn(s, 4, byPlace, placed);
  centreOn(s, 5, s.byAll, BY_ALL);
  centreOn(s, 6, s.byNear, BY_NEAR);
  centreOn(s, 7, s.plain, BY_PLAIN);
  s.width = widthOf(s);
  s.perScale = 1.0 / s.width;
  s.half = 0.5 * s.ulp;
  const at = s.experts;
  v128.store(at, f32x4.splat(offset(s, s.final)), OFFSETS);
  v128.store(
    at,
    f32x4(offset(s, byPlace), offset(s, s.byAll), offset(s, s.byNear), offset(s, s.plain)),
    OFFSETS + 16,
  );
  const more = <f32>(s.expected - expected);
  const a = f32x4(more, more + <f32>1.0, more - <f32>1.32, over(s, FAST));
  const b = f32x4(over(s, placed), over(s, BY_ALL), over(s, BY_NEAR), over(s, BY_PLAIN));
  // No error is less than a part of the last place.
  const most = f32x4.splat(<f32>min((PER_ERROR * s.width) / (0.02 * s.ulp), 1e30));
  const per = f32x4.splat(<f32>PER_ERROR);
  v128.store(at, f32x4.pmin(most, f32x4.mul(per, exp2Four(a))), INVERSES);
  v128.store(at, f32x4.pmin(most, f32x4.mul(per, exp2Four(b))), INVERSES + 16);
}

/** Takes into the evidence between which edges the value was found. */
export function weighExperts(s: State): void {
  const evidence = s.own + EVIDENCE_AT;
  const a = faded(evidence, s.experts);
  const b = faded(evidence + 16, s.experts + 16);
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
function faded(evidence: usize, at: usize): v128 {
  const between = f32x4.sub(v128.load(at, NEAR), v128.load(at, FAR));
  const mass = f32x4.add(f32x4.pmax(between, f32x4.splat(0.0)), f32x4.splat(LEAST));
  return f32x4.mul(f32x4.splat(KEEPS), f32x4.add(v128.load(evidence), log2Four(mass)));
}
