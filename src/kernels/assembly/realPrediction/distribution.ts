// The distribution of an element: eight logistics about what the predictors say, at the scales of their errors,
// weighed by the evidence for each, which fades, as in ../adaptivePrediction/logistics.ts. Masses are of real
// numbers, whatever the keys between them.
//
// A logistic has (1 + tanh(y / 2)) / 2 below y, and tanh is sinh / sqrt(1 + sinh^2). The first terms of sinh do, and make tails
// that jumps do not fall out of.

import { exp2Four, log2Four, sumFour } from '../adaptivePrediction/four';
import { keyAt } from './candidates';
import { numberOf } from './keys';
import { EVIDENCE_AT, RUN_AT } from './lay';
import { BY_ALL, BY_NEAR, BY_PLACE, BY_PLAIN, FAST, SLOW, widthOf } from './scale';
import { State } from './state';

/** Half of 1.386, the mean error of a logistic of scale 1. */
const PER_ERROR = 0.693;
const KEEPS: f32 = 0.98;
const LEAST: f32 = 1e-9;
/** The weight of a prediction that cells are about. */
const BELIEVED: f32 = 0.6;
/** Half scales that are told apart. */
const FARTHEST: f32 = 2000;

// Of the experts: eight singles each.
const OFFSETS: usize = 0;
const INVERSES: usize = 32;
const WEIGHTS: usize = 64;
/** What they have beyond the edge that was looked at last, and beyond the edges that the value is between. */
const EDGE: usize = 96;
const NEAR: usize = 128;
const FAR: usize = 160;
export const EXPERTS: usize = 192;

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
