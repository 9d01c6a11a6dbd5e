// What predictors learn from an element. It counts by how far off it may be, so that neither what is hard to predict nor a jump
// decides all.

import { ORDERS_AT, STACK_AT, TRIES_AT, WAITING_AT } from './lay';
import { nearX } from './predict';
import { learnScale, missOf } from './scale';
import { squaresLearn, squaresLearnFour } from './squares';
import { LEADING, ORDERS, STACK, State } from './state';

/** What is left of the weight of an element after the next one. */
const ALL_FORGETS = 0.999;
const SERIES_FORGETS = 0.9997;
const STACK_FORGETS = 0.998;
const PLACE_FORGETS = 0.9995;
/** Elements from one solution to the next. */
const STACK_EVERY = 8.0;
const PLACE_EVERY = 8.0;
/** Elements that the predictor of all regressors learns from one by one; of later ones it takes every second. */
const EACH = 8192.0;
/** What regressors, and what is predicted, may be in scales at most. */
const FARTHEST = 1e15;
/** Weight of elements at the edge of a layer, whose neighbours are not all their own. */
const EDGE = 0.2;

/** Learns how far each extrapolation was off. */
function learnOrders(s: State, value: f64): void {
  const orders = s.own + ORDERS_AT;
  const tries = s.own + TRIES_AT;
  let rest = value;
  for (let i: usize = 0; i <= ORDERS; i++) {
    if (i > 0) rest -= load<f64>(orders + (i << 3));
    const at = tries + (i << 3);
    store<f64>(at, load<f64>(at) + (missOf(s, rest) - load<f64>(at)) * 0.06);
  }
}

// @ts-ignore: decorator
@inline
function bounded(x: f64): f64 {
  if (abs(x) < FARTHEST) return x;
  return x > 0.0 ? FARTHEST : x < 0.0 ? -FARTHEST : 0.0;
}

/** Multiplies an even number of numbers, and bounds them; what is not a number is the upper bound. */
// @ts-ignore: decorator
@inline
function scaleAll(from: usize, to: usize, n: usize, unit: f64): void {
  const by = f64x2.splat(unit);
  const most = f64x2.splat(FARTHEST);
  const least = f64x2.splat(-FARTHEST);
  for (let i: usize = 0; i < n << 3; i += 16) {
    const x = f64x2.pmin(most, f64x2.mul(v128.load(from + i), by));
    v128.store(to + i, f64x2.pmax(least, x));
  }
}

/** Has the predictor of all regressors learn, four elements at a time. */
// @ts-ignore: decorator
@inline
function wait(s: State, y: f64): void {
  const n = s.regressors << 3;
  const waiting = s.own + WAITING_AT;
  const number = load<u32>(waiting);
  const row = waiting + 16 + (n + 16) * <usize>number;
  store<f64>(row, y, 8);
  for (let i: usize = 0; i < n; i += 16) v128.store(row + i, v128.load(s.scaled + i), 16);
  store<u32>(waiting, (number + 1) & 3);
  if (number < 3) return;
  const forgets = s.series ? SERIES_FORGETS : ALL_FORGETS;
  const every = s.series ? 16.0 : s.count < 2048.0 ? 32.0 : s.count < 32768.0 ? 128.0 : 256.0;
  squaresLearnFour(s.own, waiting + 16, s.regressors, forgets, every, s.scratch);
}

/** What elements count by: the less, the farther off they may be or are, and at edges, where neighbours are not all their own. */
// @ts-ignore: decorator
@inline
function weightOf(s: State, error: f64): f64 {
  const wide = sqrt(s.scale * s.scale + error * error);
  const unit = wide < 1e290 ? 1.0 / wide : 1e-290;
  if (s.series) return unit;
  const isHigh = s.layer > s.up && s.line < 3;
  const isAside = s.column < 3 * s.channels || s.column + 3 * s.channels >= s.row;
  return isHigh || isAside ? EDGE * unit : unit;
}

/** Learns what the element at hand is, given less the element before. */
export function learn(s: State, value: f64): void {
  if (s.series) learnOrders(s, value);
  const unit = weightOf(s, value - s.final);
  const isWhole =
    s.series != 0 || s.count < EACH || ((s.column / s.channels + s.line + s.layers) & 1) == 0;
  const n = isWhole
    ? s.regressors
    : min(s.regressors, max(s.means + s.near, max<usize>(s.local, 2) - 2));
  scaleAll(s.x - LEADING, s.scaled - LEADING, n + 2, unit);
  learnSquares(s, bounded(value * unit), isWhole, unit);
  learnScale(s, value);
}

// @ts-ignore: decorator
@inline
function learnSquares(s: State, y: f64, isWhole: bool, unit: f64): void {
  const scratch = s.scratch;
  const series = s.series != 0;
  if (isWhole) wait(s, y);
  const forgets = series ? 0.98 : 0.99;
  const every = series ? 4.0 : 24.0;
  // Of the elements that the first one does not take.
  if (series || !isWhole || s.count < EACH) {
    squaresLearn(s.nearOwn, nearX(s, s.scaled), s.near, y, forgets, every, scratch);
  }
  if (s.local > 0) {
    squaresLearn(s.localOwn, s.scaled - LEADING, s.local, y, PLACE_FORGETS, PLACE_EVERY, scratch);
  }
  scaleAll(s.stack, s.scaled, STACK, unit);
  const often = series ? 2.0 : STACK_EVERY;
  squaresLearn(s.own + STACK_AT, s.scaled, STACK, y, STACK_FORGETS, often, scratch);
}
