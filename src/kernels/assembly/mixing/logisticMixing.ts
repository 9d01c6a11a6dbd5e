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

/** 1 / (1 + exp(-x)), |x| < 12. */
// @ts-ignore: decorator
@inline
export function squash(x: f32): f32 {
  return load<f32>(squashed + (<usize>(<i32>((x + 12.0) * 256.0)) << 2));
}

/** x held within ±FURTHEST. By selects: min and max of floats branch, to see to NaN. */
// @ts-ignore: decorator
@inline
export function held(x: f32): f32 {
  const y = select<f32>(x, FURTHEST, x < FURTHEST);
  return select<f32>(y, -FURTHEST, y > -FURTHEST);
}

/** Unpacks n pairs (i16 × 2), n a multiple of 4, to inputs (f32) of the size of log-odds. */
// @ts-ignore: decorator
@inline
export function unpack(pairs: usize, inputs: usize, n: usize): void {
  const scale = f32x4.splat(1.0 / 1024.0);
  for (let i: usize = 0; i < n << 2; i += 16) {
    const v = v128.load(pairs + i);
    const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(v));
    const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(v));
    v128.store(inputs + (i << 1), f32x4.mul(low, scale));
    v128.store(inputs + (i << 1), f32x4.mul(high, scale), 16);
  }
}

/** The mixture: Σ weights · inputs over INPUTS numbers, held. */
// @ts-ignore: decorator
@inline
export function mixed(weights: usize, inputs: usize): f32 {
  const a = f32x4.mul(v128.load(weights), v128.load(inputs));
  const b = f32x4.mul(v128.load(weights, 16), v128.load(inputs, 16));
  const c = f32x4.mul(v128.load(weights, 32), v128.load(inputs, 32));
  const d = f32x4.mul(v128.load(weights, 48), v128.load(inputs, 48));
  const e = f32x4.mul(v128.load(weights, 64), v128.load(inputs, 64));
  const s = f32x4.add(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), e);
  const low = f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1);
  return held(low + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3)));
}

/** Moves weights down the gradient. @param step the error, bit - probability, times the rate. */
// @ts-ignore: decorator
@inline
export function train(weights: usize, inputs: usize, step: f32): void {
  const e = f32x4.splat(step);
  moved(weights, inputs, e);
  moved(weights + 16, inputs + 16, e);
  moved(weights + 32, inputs + 32, e);
  moved(weights + 48, inputs + 48, e);
  moved(weights + 64, inputs + 64, e);
}

// @ts-ignore: decorator
@inline
function moved(weights: usize, inputs: usize, e: v128): void {
  const w = f32x4.mul(e, v128.load(inputs));
  v128.store(weights, f32x4.add(v128.load(weights), w));
}
