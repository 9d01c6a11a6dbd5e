// Predictions of an element from elements before it, along all axes, and what is learned from it.
// Three predictors by least squares, of long, middling and short memory; the errors of the middling
// one are filtered by a cascade of least mean squares; and what all of them say, along with simple
// guesses (a straight line; what the median of edges says, Weinberger et al., 2000), is weighed by a
// last one by least squares. All are counted from the element before.
//
// The cascade of filters is known from lossless audio coders; see Huang et al., "Lossless audio
// compression in the new IEEE standard" (2013).

import { log2Four } from './four';
import {
  leastMeanSquaresLearn as filterLearn,
  leastMeanSquaresPredict as filterPredict,
} from './leastMeanSquares';
import { leastSquaresLearn, leastSquaresPredict } from './leastSquares';
import {
  ALL_AT,
  CLASSES,
  CLASSES_AT,
  channelOf,
  FAST_AT,
  LONG,
  LONG_AT,
  RUN_AT,
  SHORT,
  SHORT_AT,
  SHORTEST,
  SHORTEST_AT,
  SLOW,
  SLOW_AT,
  STACK,
  STACK_AT,
  State,
} from './state';

const RIDGE = 0.001;
const ALL_FORGETS = 0.998;
const SLOW_FORGETS = 0.9998;
const STACK_FORGETS = 0.998;
/** Elements from one solution to the next: the cost of solving is what limits speed. */
const ALL_EVERY = 32.0;
const SLOW_EVERY = 64.0;
const STACK_EVERY = 4.0;
const LONG_RATE = 0.005;
const SHORT_RATE = 0.008;

// @ts-ignore: decorator
@inline
function valueAt(s: State, at: i32, none: f64): f64 {
  return at < 0 ? none : load<f64>(s.values + ((<usize>at) << 3));
}

// @ts-ignore: decorator
@inline
function missAt(s: State, at: i32): f64 {
  return at < 0 ? 0.0 : <f64>load<f32>(s.misses + ((<usize>at) << 2));
}

/** log2 of a number of at least 2^-100, to single precision. */
// @ts-ignore: decorator
@inline
export function log2(x: f64): f64 {
  return <f64>f32x4.extract_lane(log2Four(f32x4.splat(<f32>max(x, 1e-30))), 0);
}

/** A prediction held to the range of values; what is not a number is its lower end. */
// @ts-ignore: decorator
@inline
function held(s: State, p: f64): f64 {
  const low = -s.before;
  const high = s.range - 1.0 - s.before;
  return p > low ? (p < high ? p : high) : low;
}

/** A correction held to what may be needed. */
// @ts-ignore: decorator
@inline
function heldFilter(s: State, p: f64): f64 {
  return p > -s.range ? (p < s.range ? p : s.range) : -s.range;
}

/** Predicts the element at hand. */
export function predict(s: State): void {
  const own = channelOf(s);
  s.own = own;
  const at = <i32>s.position;
  const back = <i32>s.channels;
  const before = valueAt(s, at - back, 0.0);
  s.before = before;
  for (let i: usize = 0; i < s.neighbours; i++) {
    const distance = <i32>load<u32>(s.distances + (i << 2));
    store<f64>(s.x + (i << 3), valueAt(s, at - distance, before) - before);
  }
  s.byAll = held(s, leastSquaresPredict(own + ALL_AT, s.x, s.neighbours));
  s.byFast = held(s, leastSquaresPredict(own + FAST_AT, s.x, s.fast));
  s.bySlow = held(s, leastSquaresPredict(own + SLOW_AT, s.x, SLOW));
  s.byLong = s.series ? heldFilter(s, filterPredict(own + LONG_AT, LONG)) : 0.0;
  s.byShort = heldFilter(s, filterPredict(own + SHORT_AT, SHORT));
  s.byShortest = heldFilter(s, filterPredict(own + SHORTEST_AT, SHORTEST));
  if (s.series) {
    s.plain = held(s, before - valueAt(s, at - 2 * back, before));
    store<f64>(s.stack, s.byLong, 32);
    store<f64>(s.stack, s.plain, 40);
    store<f64>(s.stack, 0.0, 48);
  } else guessFromEdges(s);
  store<f64>(s.stack, s.byAll);
  store<f64>(s.stack, s.byFast, 8);
  store<f64>(s.stack, s.byShort, 16);
  store<f64>(s.stack, s.byShortest, 24);
  store<f64>(s.stack, s.bySlow, 56);
  s.final = held(s, leastSquaresPredict(own + STACK_AT, s.stack, STACK));
  judge(s, at);
}

/** Guesses of arrays of several axes, from the elements above, above and before, above and after. */
// @ts-ignore: decorator
@inline
function guessFromEdges(s: State): void {
  const up = load<f64>(s.x, 24);
  const corner = load<f64>(s.x, 32);
  let median = up - corner;
  if (corner >= max(up, 0.0)) median = min(up, 0.0);
  else if (corner <= min(up, 0.0)) median = max(up, 0.0);
  s.plain = median;
  store<f64>(s.stack, up, 32);
  store<f64>(s.stack, median, 40);
  store<f64>(s.stack, 0.5 * (up + load<f64>(s.x, 40)), 48);
}

/** How far the final prediction may be off, by how far those around it were. */
// @ts-ignore: decorator
@inline
function judge(s: State, at: i32): void {
  const run = s.own + RUN_AT;
  const back = <i32>s.channels;
  const up = <i32>(s.row + 2 * s.frame);
  if (s.series) s.around = 0.5 * (load<f64>(run) + load<f64>(run, 8));
  else {
    s.around =
      0.125 *
      (2.0 * (missAt(s, at - back) + missAt(s, at - up)) +
        missAt(s, at - 2 * back) +
        missAt(s, at - up - back) +
        missAt(s, at - up + back) +
        missAt(s, at - 2 * up));
  }
  s.around += 0.02;
  const place = 3.0 * log2(s.around) + 20.0;
  s.place = s.own + CLASSES_AT + ((<usize>min(max(place, 0.0), <f64>(CLASSES - 1))) << 4);
  s.scale = (load<f64>(s.place) + 4.0 * s.around) / (load<f64>(s.place, 8) + 4.0);
}

// @ts-ignore: decorator
@inline
function follow(at: usize, error: f64, rate: f64): void {
  store<f64>(at, load<f64>(at) + (abs(error) - load<f64>(at)) * rate);
}

/** Learns what the element at hand is. */
export function learn(s: State, value: f64): void {
  const v = value - s.before;
  const own = s.own;
  const error = v - s.final;
  store<f64>(s.values + ((<usize>s.position) << 3), value);
  // The first element of a channel came from nowhere.
  if (s.position < s.frame + s.channels) return;
  store<f32>(s.misses + ((<usize>s.position) << 2), <f32>abs(error));

  const run = own + RUN_AT;
  follow(run, error, 0.15);
  follow(run + 8, error, 0.04);
  follow(run + 16, error, 0.006);
  follow(run + 24, v - s.byAll, 0.04);
  follow(run + 32, v - s.byFast, 0.04);
  follow(run + 40, v - s.plain, 0.04);
  store<f64>(run, load<f64>(run, 48), 56);
  store<f64>(run, error, 48);
  const times = load<f64>(s.place, 8) + 1.0;
  const fade = times > 400.0 ? 0.5 : 1.0;
  store<f64>(s.place, (load<f64>(s.place) + abs(error)) * fade);
  store<f64>(s.place, times * fade, 8);

  leastSquaresLearn(own + ALL_AT, s.x, s.neighbours, v, ALL_FORGETS, ALL_EVERY, RIDGE);
  leastSquaresLearn(own + FAST_AT, s.x, s.fast, v, s.fastForgets, s.fastEvery, RIDGE);
  leastSquaresLearn(own + SLOW_AT, s.x, SLOW, v, SLOW_FORGETS, SLOW_EVERY, RIDGE);
  leastSquaresLearn(own + STACK_AT, s.stack, STACK, v, STACK_FORGETS, STACK_EVERY, RIDGE);
  let rest = v - s.byAll;
  if (s.series) {
    filterLearn(own + LONG_AT, LONG, rest, rest - s.byLong, LONG_RATE);
    rest -= s.byLong;
  }
  filterLearn(own + SHORT_AT, SHORT, rest, rest - s.byShort, SHORT_RATE);
  rest -= s.byShort;
  filterLearn(own + SHORTEST_AT, SHORTEST, rest, rest - s.byShortest, SHORT_RATE);
}
