// Mixers of odds: sums with weights that are chosen by where the decision is, and learn by its
// outcome; and one more mixer of what they make.

import { sigmoidLanes } from '../vector';
import { bucketOf, clampOdds, held } from './odds';
import { dot } from './squares';
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

/** Bytes of the sums of the mixers in use: whole vectors, in which those of others are zero. */
// @ts-ignore: decorator
@inline
function sumBytes(e: Experts): usize {
  return (<usize>((e.mixers + 3) & ~3)) << 2;
}

/** What four mixers make of the inputs. */
// @ts-ignore: decorator
@inline
function fourSums(e: Experts, sets: usize): v128 {
  const inputs = e.inputs;
  const bytes = e.inputBytes;
  const w0 = <usize>load<u32>(sets);
  const w1 = <usize>load<u32>(sets, 4);
  const w2 = <usize>load<u32>(sets, 8);
  const w3 = <usize>load<u32>(sets, 12);
  let a = f32x4.splat(0),
    b = a,
    c = a,
    d = a;
  for (let i: usize = 0; i < bytes; i += 16) {
    const input = v128.load(inputs + i);
    a = f32x4.add(a, f32x4.mul(input, v128.load(w0 + i)));
    b = f32x4.add(b, f32x4.mul(input, v128.load(w1 + i)));
    c = f32x4.add(c, f32x4.mul(input, v128.load(w2 + i)));
    d = f32x4.add(d, f32x4.mul(input, v128.load(w3 + i)));
  }
  // As sumLanes does: 0 + 2 and 1 + 3, and those together.
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 1, 4, 5), v128.shuffle<i32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 1, 4, 5), v128.shuffle<i32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 2, 4, 6), v128.shuffle<i32>(ab, cd, 1, 3, 5, 7));
}

/** The probability of a 1 that all mixers make together of the inputs. */
// @ts-ignore: decorator
@inline
export function mix(e: Experts, bit: i32): f32 {
  const used = sumBytes(e);
  const inUse = i32x4.splat(e.mixers << 2);
  for (let m: usize = 0; m < used; m += 16) {
    const known = i32x4.lt_s(i32x4.add(i32x4.splat(<i32>m), i32x4(0, 4, 8, 12)), inUse);
    v128.store(e.sums + m, v128.and(held(fourSums(e, e.sets + m)), known));
  }
  const first = clampOdds(dot(byLevel(e, bit), e.sums, used));
  const second = clampOdds(dot(bySurprise(e, bit), e.sums, used));
  const both = f32x4.replace_lane(f32x4.splat((first + second) * 0.5), 1, first);
  const squashed = sigmoidLanes(f32x4.replace_lane(both, 2, second));
  e.first = f32x4.extract_lane(squashed, 1);
  e.second = f32x4.extract_lane(squashed, 2);
  return f32x4.extract_lane(squashed, 0);
}

/** Teaches the mixers a bit. */
// @ts-ignore: decorator
@inline
export function learnMix(e: Experts, bit: i32, y: f32): void {
  const values = <f32>(e.item * e.height + e.y) * <f32>e.width;
  const rate = max<f32>(RATE, FIRST_RATE / (1 + values * (1 / HALVED)));
  const f = byLevel(e, bit);
  const g = bySurprise(e, bit);
  const step = f32x4.splat(FINAL_RATE * (y - e.first));
  const otherStep = f32x4.splat(FINAL_RATE * (y - e.second));
  const ys = f32x4.splat(y);
  const used = sumBytes(e);
  for (let m: usize = 0; m < used; m += 16) {
    const sums = v128.load(e.sums + m);
    v128.store(f + m, f32x4.add(v128.load(f + m), f32x4.mul(step, sums)));
    v128.store(g + m, f32x4.add(v128.load(g + m), f32x4.mul(otherStep, sums)));
    v128.store(e.sums + m, f32x4.mul(f32x4.sub(ys, sigmoidLanes(sums)), f32x4.splat(rate)));
  }
  const inputs = e.inputs;
  const bytes = e.inputBytes;
  for (let m: usize = 0; m < <usize>(e.mixers << 2); m += 8) {
    const v = <usize>load<u32>(e.sets + m);
    const w = <usize>load<u32>(e.sets + m, 4);
    const first = v128.load_splat<f32>(e.sums + m);
    const second = v128.load_splat<f32>(e.sums + m, 4);
    for (let i: usize = 0; i < bytes; i += 16) {
      const input = v128.load(inputs + i);
      v128.store(v + i, f32x4.add(v128.load(v + i), f32x4.mul(first, input)));
      v128.store(w + i, f32x4.add(v128.load(w + i), f32x4.mul(second, input)));
    }
  }
  // Sums of mixers that are not in use stay zero.
  for (let m: usize = 0; m < used; m += 16) v128.store(e.sums + m, f32x4.splat(0));
}
