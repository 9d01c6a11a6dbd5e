// Predictions of one value from its neighbours, and what they learn of it.

import { Blocks, blocksLay, learnAround } from './blocks';
import { energy, levelOf, surprise } from './energy';
import { features, gather, MOST_SEEN, seen, value } from './neighbours';
import { learn, predicted, Squares, squaresLay } from './squares';
import { Experts, LEVELS, PAD, PREDICTORS, SQUARES, SQUARES_BYTES, TEXTURES } from './state';
import { keepTarget, windowed } from './window';

/** Places of predictors: that which learns apart by parity, that of what lies around, the window. */
const PARITY: i32 = 2;
const AROUND: i32 = 1;
const WINDOW: i32 = 5;
/** The median of gradients, and the mean of the others with its bias. */
const GRADIENT: i32 = 6;
const BLEND: i32 = 7;
/** Sums of the former, by parity. */
const FIRST_PARITY: i32 = 3;
/** Neighbours that these look at, in the own plane and in each plane before: more than the others do. */
const MOST_OWN: i32 = 12;
const MOST_CROSS: i32 = 13;
const MOST: i32 = MOST_OWN + MOST_CROSS * MOST_SEEN;
/** Bytes of a predictor's fields, before its arrays. */
const FIELDS: i32 = 64;
/** See squaresLay. */
const MOST_BYTES: i32 = FIELDS + 4 * ((MOST + 4) & ~3) * (2 * MOST + 2);

/** Whether a predictor that learns is in use. */
// @ts-ignore: decorator
@inline
function uses(e: Experts, i: i32): bool {
  return i < e.fitted || (i == WINDOW && e.plane < e.windows);
}

// @ts-ignore: decorator
@inline
function within(e: Experts, mean: f32): f32 {
  return mean > 0 ? (mean < e.top ? mean : e.top) : 0;
}

/** The k-th least-squares predictor of the plane in hand. */
// @ts-ignore: decorator
@inline
function squaresOf(e: Experts, k: i32): Squares {
  return changetype<Squares>(e.squares + <usize>((e.plane * SQUARES + k) * SQUARES_BYTES));
}

/** The predictor of what lies around. */
// @ts-ignore: decorator
@inline
function around(e: Experts): Blocks {
  return changetype<Blocks>(e.blocks + e.blockBytes * e.plane);
}

/** The i-th predictor with sums that fade; one of them learns apart for each parity. */
// @ts-ignore: decorator
@inline
function fitted(e: Experts, i: i32): Squares {
  if (i == AROUND) return around(e);
  const parity = (e.x & 1) | ((e.y & 1) << 1);
  return squaresOf(e, i == PARITY ? FIRST_PARITY + parity : max(0, i - 2));
}

function squaresStart(e: Experts, k: i32, own: i32, cross: i32, every: i32, fade: f32): void {
  const s = squaresOf(e, k);
  s.own = own;
  s.cross = cross;
  squaresLay(
    s,
    changetype<usize>(s) + FIELDS,
    own + cross * seen(e.plane),
    every * e.every,
    fade,
    1,
  );
}

/** Makes the predictors ready. */
export function planesStart(e: Experts): void {
  if (MOST_BYTES > SQUARES_BYTES) ERROR('a predictor needs more than SQUARES_BYTES');
  if (<i32>offsetof<Squares>() > FIELDS) ERROR('the fields need more than FIELDS bytes');
  for (e.plane = 0; e.plane < e.channels; e.plane++) {
    squaresStart(e, 0, 6, 3, 1, 0.998);
    squaresStart(e, 1, 18, 9, 4, 0.9998);
    squaresStart(e, 2, 18, 9, 2, 0.998);
    const s = around(e);
    s.own = 10;
    s.cross = 5;
    const n = s.own + s.cross * seen(e.plane);
    blocksLay(s, changetype<usize>(s) + 128, n, e.width, e.every);
    for (let k = 0; k < 4; k++) squaresStart(e, FIRST_PARITY + k, MOST_OWN, MOST_CROSS, 2, 0.9985);
  }
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
  return value(e, there, 0, 0) + (w - value(e, there, -1, 0) + (n - value(e, there, 0, -1))) * 0.5;
}

function texture(e: Experts, mean: f32): i32 {
  const w = value(e, e.at, -1, 0);
  const n = value(e, e.at, 0, -1);
  return (
    i32(w > mean) |
    (i32(n > mean) << 1) |
    (i32(value(e, e.at, -1, -1) > mean) << 2) |
    (i32(value(e, e.at, 1, -1) > mean) << 3) |
    (i32(w + w - value(e, e.at, -2, 0) > mean) << 4) |
    (i32(n + n - value(e, e.at, 0, -2) > mean) << 5)
  );
}

/** Bytes of a number of each predictor. */
const P: usize = 4 * PREDICTORS;

/** Means of the predictors' own recent errors around e.at, where the inverse scales will be. */
// @ts-ignore: decorator
@inline
function recentErrors(e: Experts): void {
  const rowBytes = P * <usize>e.stride;
  const column = P * <usize>(e.x + PAD);
  const here = e.misses + <usize>(e.y & 1) * rowBytes + column;
  const above = e.misses + <usize>((e.y & 1) ^ 1) * rowBytes + column;
  e.missAt = here;
  for (let h: usize = 0; h < P; h += 16) {
    let v = f32x4.mul(f32x4.add(v128.load(here - P + h), v128.load(above + h)), f32x4.splat(2));
    v = f32x4.add(v, f32x4.add(v128.load(above - P + h), v128.load(above + P + h)));
    v = f32x4.add(v, v128.load(here - 2 * P + h));
    v = f32x4.mul(v, f32x4.splat(1.0 / 7.0));
    v128.store(e.inverses + h, v);
  }
}

/** All predictions of the value at e.at, and what they expect of their errors. */
export function predict(e: Experts): void {
  gather(e);
  let sum: f32 = 0;
  for (let i = 0; i < WINDOW; i++) {
    if (!uses(e, i)) continue;
    const s = fitted(e, i);
    features(e, s.features, s.own, s.cross);
    store<f32>(e.means + (i << 2), within(e, e.mean + predicted(s)));
  }
  if (uses(e, WINDOW)) store<f32>(e.means + (WINDOW << 2), within(e, e.mean + windowed(e)));
  store<f32>(e.means + (GRADIENT << 2), within(e, gradient(e)));
  recentErrors(e);
  e.energy = energy(e);
  e.surprise = surprise(e);
  let total: f32 = 0;
  let used: f32 = 0;
  for (let i = 0; i <= WINDOW; i++) {
    if (!uses(e, i)) continue;
    used++;
    const m = load<f32>(e.inverses + (i << 2)) + <f32>0.2;
    const weight = <f32>1 / (m * m);
    sum += weight * load<f32>(e.means + (i << 2));
    total += weight;
  }
  const average = sum / total;
  let spread: f32 = 0;
  for (let i = 0; i <= WINDOW; i++) {
    if (uses(e, i)) spread += Mathf.abs(load<f32>(e.means + (i << 2)) - average);
    else store<f32>(e.means + (i << 2), average);
  }
  spread /= used;
  e.average = average;
  e.texture = e.plane * TEXTURES + texture(e, average) * 8 + levelOf(e.energy, e.texturesPer, 7);
  e.prediction = within(e, average + load<f32>(e.bias + (e.texture << 2)));
  store<f32>(e.means + (BLEND << 2), e.prediction);
  const activity = e.energy + <f32>0.6 * spread;
  e.level = levelOf(activity * <f32>1.5, e.levelsPer, LEVELS - 1);
  const shared = <f32>0.12 + <f32>0.3 * activity;
  for (let h: usize = 0; h < P; h += 16) {
    const scale = f32x4.add(
      f32x4.mul(v128.load(e.inverses + h), f32x4.splat(0.25)),
      f32x4.splat(shared),
    );
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
  for (let i = 0; i < e.fitted; i++) {
    if (i == AROUND) learnAround(around(e), e.x, x - e.mean, weight);
    else learn(fitted(e, i), x - e.mean, weight);
  }
  if (uses(e, WINDOW)) keepTarget(e, x - e.mean);
  for (let h: usize = 0; h < 4 * PREDICTORS; h += 16) {
    v128.store(e.missAt + h, f32x4.abs(f32x4.sub(v128.load(e.means + h), f32x4.splat(x))));
  }
  store<f32>(e.errorAt, x - e.prediction);
  const bias = e.bias + (e.texture << 2);
  store<f32>(bias, load<f32>(bias) + <f32>0.02 * (x - e.average - load<f32>(bias)));
}
