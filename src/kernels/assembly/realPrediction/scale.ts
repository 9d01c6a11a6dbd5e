// How far predictions may be off: by how far they were off around the element, before, and in the layers before, in
// logarithms, so that a single jump does not count for more than others. Weighed by least squares.

// Running means of the logarithm of errors, and last errors; places of f64 from RUN_AT on.

import { HINTS_AT, RUN_AT } from './lay';
import { exp2Of, log2Of } from './logs';
import { squaresLearn, squaresPredict } from './squares';
import { HINTS, State } from './state';

export const FAST: usize = 0;
export const MIDDLE: usize = 8;
export const SLOW: usize = 16;
export const BY_ALL: usize = 24;
export const BY_NEAR: usize = 32;
export const BY_PLACE: usize = 40;
export const BY_PLAIN: usize = 48;
/** The last two errors, in scales of their own time, and their logarithms. */
export const LAST: usize = 56;
export const LAST_BUT_ONE: usize = 64;
export const LAST_LOG: usize = 72;
export const LAST_BUT_ONE_LOG: usize = 80;
/** How many there were. */
export const TIMES: usize = 88;

/** The mean of a logistic's errors by their geometric mean. */
const PER_GEOMETRIC = 1.572;
const FORGETS = 0.9995;
const EVERY = 16.0;

// @ts-ignore: decorator
@inline
function missAt(s: State, distance: u32): f64 {
  if (distance > s.position) return s.usual;
  return <f64>load<f32>(s.misses + ((<usize>(s.position - distance)) << 2));
}

// @ts-ignore: decorator
@inline
function hint(s: State, i: usize, log: f64): void {
  store<f64>(s.hints + (i << 3), min(max(log - s.usual, -12.0), 12.0));
}

/** Sets the scale of the error of the final prediction, whose parts say how much they disagree. */
export function judge(s: State): void {
  const run = s.own + RUN_AT;
  s.usual = load<f64>(run, SLOW);
  store<f64>(s.hints, 1.0);
  if (s.series) {
    hint(s, 1, load<f64>(run, LAST_LOG));
    hint(s, 2, load<f64>(run, LAST_BUT_ONE_LOG));
    hint(s, 3, missAt(s, 1));
    hint(s, 4, missAt(s, 3 * s.channels));
    hint(s, 5, missAt(s, 4 * s.channels));
    hint(s, 9, missAt(s, max<u32>(s.channels - 1, 1)));
  } else {
    const back = s.channels;
    hint(s, 1, missAt(s, back));
    hint(s, 2, missAt(s, s.up));
    hint(s, 3, 0.5 * (missAt(s, s.up - back) + missAt(s, s.up + back)));
    hint(s, 9, 0.5 * (missAt(s, 2 * back) + missAt(s, 2 * s.up)));
    if (s.layers > 0) {
      hint(s, 4, missAt(s, s.layer));
      hint(s, 5, <f64>load<f32>(s.layerMisses + ((<usize>s.place) << 2)));
    } else {
      hint(s, 4, s.usual);
      hint(s, 5, s.usual);
    }
  }
  hint(s, 6, log2Of(abs(s.byAll - s.byNear) + s.ulp));
  hint(s, 7, load<f64>(run, MIDDLE));
  hint(s, 8, load<f64>(run, FAST));
  const more = squaresPredict(s.own + HINTS_AT, s.hints, HINTS);
  s.expected = s.usual + (more > -12.0 ? (more < 12.0 ? more : 12.0) : -12.0);
  s.scale = widthOf(s);
}

/** The error expected, of its logarithm. */
// @ts-ignore: decorator
@inline
export function widthOf(s: State): f64 {
  return PER_GEOMETRIC * exp2Of(s.expected) + 0.02 * s.ulp + 1e-290;
}

// @ts-ignore: decorator
@inline
export function missOf(s: State, error: f64): f64 {
  return log2Of(abs(error) + 0.3 * s.ulp);
}

// @ts-ignore: decorator
@inline
function follow(at: usize, log: f64, rate: f64): void {
  store<f64>(at, load<f64>(at) + (log - load<f64>(at)) * rate);
}

/** Learns how far the predictions were off. */
export function learnScale(s: State, value: f64): void {
  const run = s.own + RUN_AT;
  const error = value - s.final;
  const log = missOf(s, error);
  const times = load<f64>(run, TIMES) + 1.0;
  const first = 1.0 / times;
  store<f64>(run, times, TIMES);
  follow(run + FAST, log, max(first, 0.15));
  follow(run + MIDDLE, log, max(first, 0.04));
  follow(run + SLOW, log, max(first, 0.006));
  const rate = max(first, 0.04);
  follow(run + BY_ALL, missOf(s, value - s.byAll), rate);
  follow(run + BY_NEAR, missOf(s, value - s.byNear), rate);
  if (s.local > 0) follow(run + BY_PLACE, missOf(s, value - s.byPlace), rate);
  follow(run + BY_PLAIN, missOf(s, value - s.plain), rate);
  store<f64>(run, load<f64>(run, LAST), LAST_BUT_ONE);
  store<f64>(run, error / s.scale, LAST);
  store<f64>(run, load<f64>(run, LAST_LOG), LAST_BUT_ONE_LOG);
  store<f64>(run, log, LAST_LOG);
  const target = min(max(log - s.usual, -12.0), 12.0);
  if (times > 8.0) {
    squaresLearn(s.own + HINTS_AT, s.hints, HINTS, target, FORGETS, EVERY, s.scratch);
  }
  store<f32>(s.misses + ((<usize>s.position) << 2), <f32>log);
  if (s.layer > 0) {
    const at = s.layerMisses + ((<usize>s.place) << 2);
    const slow = <f32>max(1.0 / (<f64>s.layers + 1.0), 0.05);
    store<f32>(at, load<f32>(at) + (<f32>log - load<f32>(at)) * slow);
  }
}
