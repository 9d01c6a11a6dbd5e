// What an element is predicted from: earlier elements along all axes and means over layers, all less the element
// before; of a series differences of ever higher order, so that smooth ones are not lost in what rounding
// does to sums of squares.

import { ORDERS_AT } from './lay';
import { ORDERS, State } from './state';

// @ts-ignore: decorator
@inline
function valueAt(s: State, at: i32, none: f64): f64 {
  return at < 0 ? none : load<f64>(s.values + ((<usize>at) << 3));
}

/** The means over the layers so far. */
// @ts-ignore: decorator
@inline
function regressOnMeans(s: State): void {
  const place = <i32>s.place;
  const before = s.before;
  for (let i: usize = 0; i < s.means; i++) {
    const at = place + load<i32>(s.meanOffsets + (i << 2));
    const there = at < 0 || at >= <i32>s.layer ? place : at;
    const mean = load<f64>(s.layerMeans + ((<usize>there) << 3));
    store<f64>(s.x + (i << 3), s.layers > 0 ? mean - before : 0.0);
  }
}

/** The greatest distance. */
function farthest(s: State): u32 {
  let most: u32 = 0;
  for (let i = s.means; i < s.regressors; i++) {
    most = max(most, load<u32>(s.distances + (i << 2)));
  }
  return most;
}

/** Sets the regressors of an element of a grid. */
export function regressOnGrid(s: State): void {
  regressOnMeans(s);
  if (s.farthest == 0) s.farthest = farthest(s);
  const before = s.before;
  const at = s.values + ((<usize>s.position) << 3);
  const position = s.position;
  const end = s.regressors << 3;
  let i = s.means << 3;
  if (position >= s.farthest) {
    const both = f64x2.splat(before);
    for (; i < end; i += 16) {
      const distances = s.distances + (i >> 1);
      const first = v128.load64_zero(at - ((<usize>load<u32>(distances)) << 3));
      const second = at - ((<usize>load<u32>(distances, 4)) << 3);
      v128.store(s.x + i, f64x2.sub(v128.load64_lane(second, first, 1), both));
    }
    return;
  }
  // Before the array there is nothing to differ.
  for (; i < end; i += 8) {
    const distance = load<u32>(s.distances + (i >> 1));
    const there = at - ((<usize>distance) << 3);
    store<f64>(s.x + i, distance > position ? 0.0 : load<f64>(there) - before);
  }
}

/** Sets the regressors of an element of a series: its differences, what else there was of its channel, other channels. */
export function regressOnSeries(s: State): void {
  const orders = s.own + ORDERS_AT + 8;
  const at = <i32>s.position;
  const back = <i32>s.channels;
  for (let i: usize = 0; i < s.regressors; i++) {
    const distance = <i32>load<u32>(s.distances + (i << 2));
    let x = 0.0;
    if (i < ORDERS) x = load<f64>(orders + (i << 3));
    else {
      const value = valueAt(s, at - distance, s.before);
      x = value - valueAt(s, at - distance - back, value);
    }
    store<f64>(s.x + (i << 3), x);
  }
}

/** Takes an element into the differences of its channel. */
export function differ(s: State, value: f64): void {
  const orders = s.own + ORDERS_AT;
  let difference = value;
  const known = min(s.count / <f64>s.channels, <f64>ORDERS);
  for (let i: usize = 0; i <= <usize>known; i++) {
    const was = load<f64>(orders + (i << 3));
    store<f64>(orders + (i << 3), difference);
    difference -= was;
    if (!(abs(difference) < 1e300)) difference = 0.0;
  }
}
