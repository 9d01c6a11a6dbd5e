// Probabilities as log-odds ("stretched"), and their mixtures: a weighted sum of log-odds, whose
// weights follow the gradient of the coding cost. In single precision, in one order.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005);
// Mattern, "Mixing strategies in data compression" (2012).

import { exp, log } from '../gaussian';

/** Log-odds beyond ±FURTHEST are not told apart: 2^-16 is at 11.09. */
// @ts-ignore: decorator
@inline
export const FURTHEST: f32 = 11.99;
/** Numbers of a mixer, those that pad it to whole vectors with them. */
// @ts-ignore: decorator
@inline
export const INPUTS: usize = 20;

/** By the 12 upper bits of a probability: 1024 log-odds, and 4096 (p - 1/2) (i16 each). */
export const inputPairs: usize = memory.data(4 * 4096, 16);
/** Probabilities (f32) of log-odds from -12 to 12 in steps of 1/256. */
const squashed: usize = memory.data(4 * 6144, 16);

let ready = false;

/** Fills the tables at the first call. */
export function prepareLogistic(): void {
  if (ready) return;
  for (let i: usize = 0; i < 4096; i++) {
    const odds = (<f64>i + 0.5) / (4095.5 - <f64>i);
    store<i16>(inputPairs + (i << 2), <i16>nearest(1024.0 * log(odds)));
    store<i16>(inputPairs + (i << 2), <i16>(2 * (<i32>i - 2048)), 2);
  }
  for (let i: usize = 0; i < 6144; i++) {
    store<f32>(squashed + (i << 2), <f32>(1.0 / (1.0 + exp(-(<f64>i - 3071.5) / 256.0))));
  }
  ready = true;
}

/** 1 / (1 + exp(-x)) for the first three of four numbers, |x| < 12, and 0. */
// @ts-ignore: decorator
@inline
export function squashThree(x: v128): v128 {
  const steps = f32x4.mul(f32x4.add(x, f32x4.splat(12.0)), f32x4.splat(256.0));
  const places = i32x4.shl(i32x4.trunc_sat_f32x4_s(steps), 2);
  let p = v128.load_zero<f32>(squashed + <usize>i32x4.extract_lane(places, 0));
  p = v128.load_lane<f32>(squashed + <usize>i32x4.extract_lane(places, 1), p, 1);
  return v128.load_lane<f32>(squashed + <usize>i32x4.extract_lane(places, 2), p, 2);
}

/** 1 / (1 + exp(-x)) by what (x + 12) · 256 was cut to. */
// @ts-ignore: decorator
@inline
export function squashedAt(place: i32): f32 {
  return load<f32>(squashed + ((<usize>place) << 2));
}

/** Four numbers held within ±FURTHEST; none is NaN. */
// @ts-ignore: decorator
@inline
export function held(x: v128): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(FURTHEST)), f32x4.splat(-FURTHEST));
}

/** The lower two pairs of inputs (i16 × 2) as numbers (f32) of the size of log-odds. */
// @ts-ignore: decorator
@inline
export function unpackLow(pairs: v128): v128 {
  const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(pairs));
  return f32x4.mul(low, f32x4.splat(1.0 / 1024.0));
}

/** The upper two. */
// @ts-ignore: decorator
@inline
export function unpackHigh(pairs: v128): v128 {
  const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(pairs));
  return f32x4.mul(high, f32x4.splat(1.0 / 1024.0));
}

/** Σ weights · inputs over INPUTS numbers, in four parts. */
// @ts-ignore: decorator
@inline
export function products(weights: usize, a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  const ab = f32x4.add(f32x4.mul(v128.load(weights), a), f32x4.mul(v128.load(weights, 16), b));
  const cd = f32x4.add(f32x4.mul(v128.load(weights, 32), c), f32x4.mul(v128.load(weights, 48), d));
  return f32x4.add(f32x4.add(ab, cd), f32x4.mul(v128.load(weights, 64), e));
}

/** The sums of the parts of each of three, (0 + 1) + (2 + 3), and 0. */
// @ts-ignore: decorator
@inline
export function sums(a: v128, b: v128, c: v128): v128 {
  const zero = f32x4.splat(0);
  const low = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const high = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const lowC = v128.shuffle<f32>(c, zero, 0, 4, 1, 5);
  const highC = v128.shuffle<f32>(c, zero, 2, 6, 3, 7);
  const first = f32x4.add(
    v128.shuffle<f32>(low, lowC, 0, 1, 4, 5),
    v128.shuffle<f32>(low, lowC, 2, 3, 6, 7),
  );
  const second = f32x4.add(
    v128.shuffle<f32>(high, highC, 0, 1, 4, 5),
    v128.shuffle<f32>(high, highC, 2, 3, 6, 7),
  );
  return f32x4.add(first, second);
}

/** Moves weights down the gradient. @param steps the error, bit - probability, times the rate, four times. */
// @ts-ignore: decorator
@inline
export function train(
  weights: usize,
  a: v128,
  b: v128,
  c: v128,
  d: v128,
  e: v128,
  steps: v128,
): void {
  v128.store(weights, f32x4.add(v128.load(weights), f32x4.mul(steps, a)));
  v128.store(weights, f32x4.add(v128.load(weights, 16), f32x4.mul(steps, b)), 16);
  v128.store(weights, f32x4.add(v128.load(weights, 32), f32x4.mul(steps, c)), 32);
  v128.store(weights, f32x4.add(v128.load(weights, 48), f32x4.mul(steps, d)), 48);
  v128.store(weights, f32x4.add(v128.load(weights, 64), f32x4.mul(steps, e)), 64);
}
