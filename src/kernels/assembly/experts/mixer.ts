// Mixers of odds: sums with weights that are chosen by where the decision is, and learn by its
// outcome; and one more mixer of what they make.

import { sigmoidLanes } from '../vector';
import { bucketOf, clampOdds, squash } from './odds';
import { dot, sumLanes } from './squares';
import { CONTEXTS, COUNTERS, Experts, INPUTS, LEVELS, MIXERS, PREDICTORS, SETS } from './state';

/** How fast mixers learn, at first and in the end; values until it is half of what it was at first. */
const FIRST_RATE: f32 = 0.03;
const RATE: f32 = 0.006;
const HALVED: f32 = 8192;
/** How fast the final mixers do. */
const FINAL_RATE: f32 = 0.002;

/** Weights before anything is learned: the mixture is believed, the counters hardly. */
export function mixersStart(e: Experts): void {
  for (let i = 0; i < e.channels * MIXERS * SETS; i++) {
    const at = e.weights + <usize>(i * INPUTS * 4);
    store<f32>(at + (PREDICTORS << 2), 0.7);
    for (let k = COUNTERS; k < COUNTERS + CONTEXTS; k++) store<f32>(at + (k << 2), 0.04);
    store<f32>(e.finals + (i << 2), <f32>1 / <f32>e.mixers);
  }
  store<f32>(e.inputs + ((PREDICTORS + 1) << 2), 0.3);
}

// @ts-ignore: decorator
@inline
function dotWith(e: Experts, w: usize): f32 {
  let sum = f32x4.splat(0);
  for (let i: usize = 0; i < e.inputBytes; i += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(e.inputs + i), v128.load(w + i)));
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
function adjust(e: Experts, w: usize, by: f32): void {
  const step = f32x4.splat(by);
  for (let i: usize = 0; i < e.inputBytes; i += 16) {
    v128.store(w + i, f32x4.add(v128.load(w + i), f32x4.mul(step, v128.load(e.inputs + i))));
  }
}

// @ts-ignore: decorator
@inline
function set(e: Experts, mixer: i32, chosen: i32): void {
  const row = (e.plane * MIXERS + mixer) * SETS + chosen;
  store<u32>(e.sets + (mixer << 2), <u32>(e.weights + <usize>row * (INPUTS * 4)));
}

/** Chooses the weights of each mixer by where the decision is. */
// @ts-ignore: decorator
@inline
export function choose(e: Experts, bit: i32, node: u32, sure: i32, odds: f32): void {
  const parity = (e.x & 1) | ((e.y & 1) << 1);
  set(e, 0, bit * LEVELS + e.level);
  set(e, 1, bit * 32 + bucketOf(odds));
  // The bits before, eight at the most.
  set(e, 2, node < 256 ? node : 256 + bit);
  set(e, 3, ((bit << 2) + parity) * 5 + (e.level >> 2));
  set(e, 4, bit);
  set(e, 5, bit * 64 + sure);
  set(e, 6, bit * 64 + ((<i32>e.texture >> 3) & 63));
  set(e, 7, bit * 9 + e.surprise);
}

// @ts-ignore: decorator
@inline
function finalsOf(e: Experts, chosen: i32): usize {
  return e.finals + <usize>(e.plane * SETS + chosen) * (4 * MIXERS);
}

/** The weights of the first and of the second final mixer. */
// @ts-ignore: decorator
@inline
function byLevel(e: Experts, bit: i32): usize {
  return finalsOf(e, bit * LEVELS + e.level);
}

// @ts-ignore: decorator
@inline
function bySurprise(e: Experts, bit: i32): usize {
  return finalsOf(e, SETS / 2 + bit * 9 + e.surprise);
}

/** The odds that all mixers make together of the inputs. */
export function mix(e: Experts, bit: i32): f32 {
  for (let m = 0; m < 4 * e.mixers; m += 4) {
    store<f32>(e.sums + m, clampOdds(dotWith(e, <usize>load<u32>(e.sets + m))));
  }
  const first = clampOdds(dot(byLevel(e, bit), e.sums, 4 * MIXERS));
  const second = clampOdds(dot(bySurprise(e, bit), e.sums, 4 * MIXERS));
  e.first = squash(first);
  e.second = squash(second);
  return (first + second) * 0.5;
}

/** Teaches the mixers a bit. */
export function learnMix(e: Experts, bit: i32, y: f32): void {
  const values = <f32>(e.item * e.height + e.y) * <f32>e.width;
  const rate = max<f32>(RATE, FIRST_RATE / (1 + values * (1 / HALVED)));
  const f = byLevel(e, bit);
  const g = bySurprise(e, bit);
  const step = f32x4.splat(FINAL_RATE * (y - e.first));
  const otherStep = f32x4.splat(FINAL_RATE * (y - e.second));
  const ys = f32x4.splat(y);
  for (let m: usize = 0; m < 4 * MIXERS; m += 16) {
    const sums = v128.load(e.sums + m);
    v128.store(f + m, f32x4.add(v128.load(f + m), f32x4.mul(step, sums)));
    v128.store(g + m, f32x4.add(v128.load(g + m), f32x4.mul(otherStep, sums)));
    v128.store(e.sums + m, f32x4.mul(f32x4.sub(ys, sigmoidLanes(sums)), f32x4.splat(rate)));
  }
  for (let m = 0; m < 4 * e.mixers; m += 4) {
    adjust(e, <usize>load<u32>(e.sets + m), load<f32>(e.sums + m));
  }
  // Sums of mixers that are not in use stay zero.
  memory.fill(e.sums, 0, 4 * MIXERS);
}
