// The values around the one in hand: above and to the left in its own plane, all around in the planes
// before it.

import { Experts } from './state';

// x and y, nearest first, so that a predictor of fewer takes the first ones.
const OWN: usize = memory.data<i8>([
  -1, 0, 0, -1, -1, -1, 1, -1, -2, 0, 0, -2, -1, -2, 1, -2, -2, -1, 2, -1, -2, -2, 2, -2, -3, 0, 0,
  -3, -3, -1, 3, -1, -1, -3, 1, -3,
]);
const CROSS: usize = memory.data<i8>([
  0, 0, -1, 0, 0, -1, 1, 0, 0, 1, -1, -1, 1, -1, -1, 1, 1, 1, -2, 0, 0, -2, 2, 0, 0, 2,
]);
const OWNS: i32 = 18;
const CROSSES: i32 = 13;

// @ts-ignore: decorator
@inline
export function value(e: Experts, at: usize, x: i32, y: i32): f32 {
  return load<f32>(at + ((y * e.stride + x) << 2));
}

/** Planes that a plane looks at, at most: the first ones. */
export const MOST_SEEN: i32 = 2;

/** Planes that a plane looks at. */
// @ts-ignore: decorator
@inline
export function seen(plane: i32): i32 {
  return min(plane, MOST_SEEN);
}

/** Means of what is left and above, in a plane. */
// @ts-ignore: decorator
@inline
function meanAt(e: Experts, at: usize): f32 {
  return (value(e, at, -1, 0) + value(e, at, 0, -1)) * 0.5;
}

export function gather(e: Experts): void {
  const at = e.at;
  const mean = meanAt(e, at);
  e.mean = mean;
  for (let k = 0; k < OWNS; k++) {
    const x = <i32>load<i8>(OWN + (k << 1));
    const y = <i32>load<i8>(OWN + (k << 1) + 1);
    store<f32>(e.own + (k << 2), value(e, at, x, y) - mean);
  }
  for (let q = 0; q < seen(e.plane); q++) {
    const there = at - e.planeBytes * (e.plane - q);
    const middle = meanAt(e, there);
    for (let k = 0; k < CROSSES; k++) {
      const x = <i32>load<i8>(CROSS + (k << 1));
      const y = <i32>load<i8>(CROSS + (k << 1) + 1);
      store<f32>(e.cross + ((q * CROSSES + k) << 2), value(e, there, x, y) - middle);
    }
  }
}

/** Copies n singles, and one more if they are odd in number. Of so few, a call would take longer. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, n: i32): void {
  for (let k: usize = 0; k < <usize>(n << 2); k += 8) store<u64>(to + k, load<u64>(from + k));
}

/** Writes the features of a predictor of so many neighbours; the number behind them may change. */
export function features(e: Experts, to: usize, own: i32, cross: i32): void {
  copy(to, e.own, own);
  to += own << 2;
  for (let q = 0; q < seen(e.plane); q++) {
    copy(to, e.cross + ((q * CROSSES) << 2), cross);
    to += cross << 2;
  }
}
