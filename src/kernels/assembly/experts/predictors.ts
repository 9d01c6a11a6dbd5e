// Predictions of one value from its neighbours, in its own plane above and to the left and in the
// planes before all around.

import { dot, gram, learn, predicted, Squares, solve, squaresLay } from './squares';
import { Experts, KEPT, PAD, PREDICTORS, REACH, SQUARES, SQUARES_BYTES, TEXTURES } from './state';

// x and y, nearest first, so that a predictor of fewer takes the first ones.
const OWN: usize = memory.data<i8>([
  -1, 0, 0, -1, -1, -1, 1, -1, -2, 0, 0, -2, -1, -2, 1, -2, -2, -1, 2, -1, -2, -2, 2, -2, -3, 0, 0,
  -3, -3, -1, 3, -1, -1, -3, 1, -3,
]);
const CROSS: usize = memory.data<i8>([
  0, 0, -1, 0, 0, -1, 1, 0, 0, 1, -1, -1, 1, -1, -1, 1, 1, 1, -2, 0, 0, -2, 2, 0, 0, 2,
]);
/** Places of predictors: the one that learns apart by parity, and the last, over the window. */
const PARITY: i32 = 2;
const WINDOW: i32 = 5;
/** Sums of the former, by parity. */
const FIRST_PARITY: i32 = 5;
const OWNS: i32 = 18;
const CROSSES: i32 = 13;

// @ts-ignore: decorator
@inline
function value(e: Experts, at: usize, x: i32, y: i32): f32 {
  return load<f32>(at + ((y * e.stride + x) << 2));
}

/** Planes that a plane looks at: the first two at most. */
// @ts-ignore: decorator
@inline
function seen(plane: i32): i32 {
  return min(plane, 2);
}

/** The k-th least-squares predictor of the plane in hand. */
// @ts-ignore: decorator
@inline
function squaresOf(e: Experts, k: i32): Squares {
  return changetype<Squares>(e.squares + <usize>((e.plane * SQUARES + k) * SQUARES_BYTES));
}

/** The i-th predictor with sums that fade; one of them learns apart for each parity. */
// @ts-ignore: decorator
@inline
function fitted(e: Experts, i: i32): Squares {
  const parity = (e.x & 1) | ((e.y & 1) << 1);
  return squaresOf(e, i == PARITY ? FIRST_PARITY + parity : i);
}

function squaresStart(e: Experts, k: i32, own: i32, cross: i32, every: i32, fade: f32): void {
  const s = squaresOf(e, k);
  s.own = own;
  s.cross = cross;
  squaresLay(s, changetype<usize>(s) + 64, own + cross * seen(e.plane), every * e.every, fade, 1);
}

/** Makes the predictors ready. */
export function planesStart(e: Experts): void {
  for (e.plane = 0; e.plane < e.channels; e.plane++) {
    squaresStart(e, 0, 6, 3, 1, 0.998);
    squaresStart(e, 1, 18, 9, 2, 0.998);
    squaresStart(e, 3, 18, 9, 4, 0.9998);
    squaresStart(e, 4, 12, 5, 1, 0.985);
    for (let k = 0; k < 4; k++) squaresStart(e, FIRST_PARITY + k, 12, 13, 2, 0.9985);
  }
}

/** Means of what is left and above, in a plane. */
// @ts-ignore: decorator
@inline
function meanAt(e: Experts, at: usize): f32 {
  return (value(e, at, -1, 0) + value(e, at, 0, -1)) * 0.5;
}

function gather(e: Experts): void {
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

/** Writes the features of a predictor of so many neighbours. */
function features(e: Experts, to: usize, own: i32, cross: i32): void {
  memory.copy(to, e.own, own << 2);
  to += own << 2;
  for (let q = 0; q < seen(e.plane); q++) {
    memory.copy(to, e.cross + ((q * CROSSES) << 2), cross << 2);
    to += cross << 2;
  }
}

// @ts-ignore: decorator
@inline
function within(mean: f32): f32 {
  return mean > 0 ? (mean < 255 ? mean : 255) : 0;
}

/** Weighted least squares over the pixels in reach, those like this one weighing more. */
function windowed(e: Experts): f32 {
  const n = 10 + 5 * seen(e.plane);
  const row = <usize>(4 * KEPT * e.width);
  const here = e.window + <usize>(e.y % (REACH + 1)) * row + <usize>(4 * KEPT * e.x);
  features(e, here, 10, 5);
  const a = v128.load(here);
  const b = v128.load(here + 16);
  let sample = e.samples;
  for (let dy = -REACH; dy <= 0; dy++) {
    if (e.y + dy < 0) continue;
    const there = e.window + <usize>((e.y + dy) % (REACH + 1)) * row;
    const last = dy == 0 ? e.x - 1 : min(e.x + REACH, e.width - 1);
    for (let x = max(0, e.x - REACH); x <= last; x++) {
      const f = there + <usize>(4 * KEPT * x);
      const c = f32x4.sub(v128.load(f), a);
      const d = f32x4.sub(v128.load(f + 16), b);
      const s = f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d));
      const off = f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) +
        f32x4.extract_lane(s, 3);
      const dx = x - e.x;
      const weight = <f32>0.5 / (Mathf.sqrt(<f32>(dx * dx + dy * dy)) * (1 + off * <f32>0.002));
      store<u32>(sample, <u32>f);
      store<f32>(sample, weight, 4);
      sample += 8;
    }
  }
  const count = <i32>((sample - e.samples) >> 3);
  if (count > 8) {
    gram(e.windowSums, e.samples, count, n, KEPT);
    solve(e.windowSums, e.windowSums + 4 * KEPT * KEPT, e.windowWeights, n, KEPT, 4);
  }
  store<f32>(here + (n << 2), 0);
  return dot(e.windowWeights, here, 4 * KEPT);
}

/** The median of left, above and their gradient; across planes the gradient of the difference. */
function gradient(e: Experts): f32 {
  const w = value(e, e.at, -1, 0);
  const n = value(e, e.at, 0, -1);
  const nw = value(e, e.at, -1, -1);
  if (e.plane == 0) {
    if (nw >= max(w, n)) return min(w, n);
    if (nw <= min(w, n)) return max(w, n);
    return w + n - nw;
  }
  const there = e.at - e.planeBytes;
  return value(e, there, 0, 0) + ((w - value(e, there, -1, 0)) + (n - value(e, there, 0, -1))) * 0.5;
}

function texture(e: Experts, mean: f32): i32 {
  const w = value(e, e.at, -1, 0);
  const n = value(e, e.at, 0, -1);
  return (
    i32(w > mean) | (i32(n > mean) << 1) | (i32(value(e, e.at, -1, -1) > mean) << 2) |
    (i32(value(e, e.at, 1, -1) > mean) << 3) | (i32(w + w - value(e, e.at, -2, 0) > mean) << 4) |
    (i32(n + n - value(e, e.at, 0, -2) > mean) << 5)
  );
}

// @ts-ignore: decorator
@inline
function miss(e: Experts, at: usize, x: i32, y: i32): f32 {
  return Mathf.abs(value(e, at, x, y));
}

function energy(e: Experts): f32 {
  const at = e.errorAt;
  let energy = (miss(e, at, -1, 0) * 2 + miss(e, at, 0, -1) * 2 + miss(e, at, -1, -1) + miss(e, at, 1, -1) +
    miss(e, at, -2, 0) * <f32>0.7 + miss(e, at, 0, -2) * <f32>0.7 + miss(e, at, -1, -2) * 0.5 + miss(e, at, 1, -2) * 0.5) / <f32>9.4;
  if (e.plane > 0) {
    const there = at - e.planeBytes;
    const a = (miss(e, there, 0, 0) * 2 + miss(e, there, 1, 0) + miss(e, there, 0, 1) + miss(e, there, -1, 0) * 0.5 + miss(e, there, 0, -1) * 0.5) / 5;
    const b = (miss(e, there, -1, 0) * 2 + miss(e, there, 0, -1) * 2 + miss(e, there, -1, -1) + miss(e, there, 1, -1)) / 6 + <f32>0.3;
    energy = energy * <f32>0.7 + energy * <f32>0.3 * min<f32>(4, max<f32>(0.25, (a + <f32>0.3) / b));
  }
  return energy;
}

/** A signed error in nine steps. */
// @ts-ignore: decorator
@inline
function step(error: f32): i32 {
  const size = Mathf.abs(error);
  const level = size < 0.5 ? 0 : size < 1.5 ? 1 : size < 3.5 ? 2 : size < 8 ? 3 : 4;
  return error < 0 ? 4 - level : 4 + level;
}

function surprise(e: Experts): i32 {
  const at = e.errorAt;
  if (e.plane == 0) return step(value(e, at, -1, 0)) * 9 + step(value(e, at, 0, -1));
  const there = at - e.planeBytes;
  return step(value(e, there, 0, 0)) * 9 + step((value(e, at, -1, 0) + value(e, at, 0, -1)) * 0.5);
}

/** Log-like level of an activity. */
// @ts-ignore: decorator
@inline
export function levelOf(a: f32, per: f32, most: i32): i32 {
  // Exponent and mantissa of 1 + a read as a number grow like its logarithm.
  const bits = reinterpret<i32>(1 + a) - 0x3f800000;
  return min(most, <i32>(<f32>bits * (per / 8388608)));
}

/** All predictions of the value at e.at, and what they expect of their errors. */
export function predict(e: Experts): void {
  gather(e);
  let sum: f32 = 0;
  for (let i = 0; i < WINDOW; i++) {
    if (i >= e.fitted) {
      store<f32>(e.means + (i << 2), load<f32>(e.means));
      continue;
    }
    const s = fitted(e, i);
    features(e, s.features, s.own, s.cross);
    const mean = within(e.mean + predicted(s));
    store<f32>(e.means + (i << 2), mean);
  }
  const wide = e.fitted > WINDOW ? within(e.mean + windowed(e)) : load<f32>(e.means);
  store<f32>(e.means + (WINDOW << 2), wide);
  store<f32>(e.means + 24, within(gradient(e)));
  // The predictors' own recent errors around here.
  const rowBytes = <usize>(4 * PREDICTORS * e.stride);
  const here = e.misses + <usize>(e.y & 1) * rowBytes + <usize>(4 * PREDICTORS * (e.x + PAD));
  const above = e.misses + <usize>((e.y & 1) ^ 1) * rowBytes + <usize>(4 * PREDICTORS * (e.x + PAD));
  e.missAt = here;
  const P: usize = 4 * PREDICTORS;
  e.energy = energy(e);
  e.surprise = surprise(e);
  let total: f32 = 0;
  for (let h: usize = 0; h < P; h += 16) {
    let v = f32x4.mul(f32x4.add(v128.load(here - P + h), v128.load(above + h)), f32x4.splat(2));
    v = f32x4.add(v, f32x4.add(v128.load(above - P + h), v128.load(above + P + h)));
    v = f32x4.add(v, v128.load(here - 2 * P + h));
    v = f32x4.mul(v, f32x4.splat(1.0 / 7.0));
    v128.store(e.inverses + h, v);
  }
  for (let i = 0; i < e.fitted; i++) {
    const m = load<f32>(e.inverses + (i << 2)) + <f32>0.2;
    const weight = <f32>1 / (m * m);
    sum += weight * load<f32>(e.means + (i << 2));
    total += weight;
  }
  const average = sum / total;
  let spread: f32 = 0;
  for (let i = 0; i < e.fitted; i++) spread += Mathf.abs(load<f32>(e.means + (i << 2)) - average);
  spread /= <f32>e.fitted;
  e.average = average;
  e.texture = e.plane * TEXTURES + texture(e, average) * 8 + levelOf(e.energy, 2, 7);
  e.prediction = within(average + load<f32>(e.bias + (e.texture << 2)));
  store<f32>(e.means + 28, e.prediction);
  const activity = e.energy + <f32>0.6 * spread;
  e.level = levelOf(activity * <f32>1.5, 3.5, 19);
  const shared = <f32>0.12 + <f32>0.3 * activity;
  for (let h: usize = 0; h < P; h += 16) {
    const scale = f32x4.add(f32x4.mul(v128.load(e.inverses + h), f32x4.splat(0.25)), f32x4.splat(shared));
    const inverse = f32x4.div(f32x4.splat(1), scale);
    v128.store(e.inverses + h, f32x4.mul(inverse, f32x4.splat(2)));
    v128.store(e.inverses + P + h, inverse);
    v128.store(e.inverses + 2 * P + h, f32x4.mul(inverse, f32x4.splat(0.5)));
  }
}

/** Teaches the predictors the value. */
export function teach(e: Experts, value: i32): void {
  const x = <f32>value;
  store<f32>(e.at, x);
  const weight = <f32>1 / (<f32>0.5 + e.energy);
  for (let i = 0; i < min(e.fitted, WINDOW); i++) learn(fitted(e, i), x - e.mean, weight);
  if (e.fitted > WINDOW) {
    const here = e.window + <usize>((e.y % (REACH + 1)) * e.width + e.x) * 4 * KEPT;
    store<f32>(here + ((10 + 5 * seen(e.plane)) << 2), x - e.mean);
  }
  for (let h: usize = 0; h < 4 * PREDICTORS; h += 16) {
    v128.store(e.missAt + h, f32x4.abs(f32x4.sub(v128.load(e.means + h), f32x4.splat(x))));
  }
  store<f32>(e.errorAt, x - e.prediction);
  const bias = e.bias + (e.texture << 2);
  store<f32>(bias, load<f32>(bias) + <f32>0.02 * (x - e.average - load<f32>(bias)));
}
