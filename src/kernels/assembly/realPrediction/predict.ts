// Predictions of an element: by least squares over all regressors, with a long memory; over the nearest ones, with a
// short one, by strips of columns, so that it is of where it is; by places, from layer to layer, what these two say
// included; simple guesses, of a series extrapolations; and a last predictor that weighs them. All
// are counted from the element before.

import { held, ulpAt } from './keys';
import { ORDERS_AT, STACK_AT, TRIES_AT } from './lay';
import { regressOnGrid, regressOnSeries } from './regress';
import { judge } from './scale';
import { squaresPredict } from './squares';
import { LEADING, ORDERS, STACK, State } from './state';

// @ts-ignore: decorator
@inline
function heldFrom(s: State, p: f64): f64 {
  if (!(abs(p) < Infinity)) return 0.0;
  // From one end to the other is more than there are numbers for.
  return min(max(held(s, p + s.before) - s.before, -1e308), 1e308);
}

/** Predicts the element at hand. */
export function predict(s: State): void {
  const channels = s.channels;
  if (s.series) regressOnSeries(s);
  else regressOnGrid(s);
  const column = s.column / channels;
  const near = s.channel * s.strips + (s.series ? 0 : column / s.strip);
  s.nearOwn = s.nearAt + s.nearBytes * <usize>near;
  s.byAll = heldFrom(s, squaresPredict(s.own, s.x, s.regressors));
  s.byNear = heldFrom(s, squaresPredict(s.nearOwn, nearX(s, s.x), s.near));
  s.byPlace = s.byAll;
  if (s.local > 0) {
    const across = (s.row / channels + s.wide - 1) / s.wide;
    const place = s.channel * s.places + (s.line / s.tall) * across + column / s.wide;
    store<f64>(s.x - LEADING, s.byAll);
    store<f64>(s.x - LEADING, s.byNear, 8);
    s.localOwn = s.localAt + s.localBytes * <usize>place;
    s.byPlace = heldFrom(s, squaresPredict(s.localOwn, s.x - LEADING, s.local));
  }
  store<f64>(s.stack, s.byAll);
  store<f64>(s.stack, s.byNear, 8);
  store<f64>(s.stack, s.local > 0 ? s.byPlace : 0.0, 16);
  if (s.series) extrapolate(s);
  else guess(s);
  s.final = heldFrom(s, squaresPredict(s.own + STACK_AT, s.stack, STACK));
  s.ulp = ulpAt(s, s.final + s.before);
  judge(s);
}

// @ts-ignore: decorator
@inline
export function nearX(s: State, x: usize): usize {
  return x + (s.means << 3);
}

/** Guesses from the elements before and above; the regressors begin with these: see the caller's list. */
function guess(s: State): void {
  const x = nearX(s, s.x);
  const beforeThat = load<f64>(x);
  const up = load<f64>(x, 8);
  const corner = load<f64>(x, 16);
  let median = up - corner;
  if (corner >= max(up, 0.0)) median = min(up, 0.0);
  else if (corner <= min(up, 0.0)) median = max(up, 0.0);
  s.plain = median;
  store<f64>(s.stack, median, 24);
  store<f64>(s.stack, up, 32);
  store<f64>(s.stack, load<f64>(x, 24), 40);
  store<f64>(s.stack, beforeThat, 48);
  store<f64>(s.stack, s.means > 0 ? load<f64>(s.x) : load<f64>(x, 32), 56);
}

/** Extrapolations: the one that was best of late, and the lowest orders. */
function extrapolate(s: State): void {
  const orders = s.own + ORDERS_AT;
  const tries = s.own + TRIES_AT;
  let best = 0.0;
  let least = load<f64>(tries);
  let sum = 0.0;
  for (let i: usize = 1; i <= ORDERS; i++) {
    sum += load<f64>(orders + (i << 3));
    if (load<f64>(tries + (i << 3)) < least) {
      least = load<f64>(tries + (i << 3));
      best = sum;
    }
  }
  s.plain = heldFrom(s, best);
  const first = load<f64>(orders, 8);
  const second = load<f64>(orders, 16);
  store<f64>(s.stack, s.plain, 24);
  store<f64>(s.stack, first, 32);
  store<f64>(s.stack, second, 40);
  store<f64>(s.stack, load<f64>(orders, 24), 48);
  store<f64>(s.stack, load<f64>(orders, 32), 56);
}
