// Counts of bits under exact values: what they say, and what that has turned out to mean.

import { loadAt, storeAt } from '../lanes';
import { bucketsOf, STEP, squash } from './odds';
import { CONTEXTS, Experts, MEANINGS, PREDICTORS } from './state';

/** How fast meanings are learned. */
const MEANING_RATE: f32 = 0.006;
/** The input that is always the same. */
const CONSTANT: f32 = 0.3;
/** Bits that a counter remembers. */
const LIMIT: i32 = 255;
/** The part of a counter that says how many. */
const SEEN: i32 = 1023;

/** Fills the tables that are not zero at the start; `stretches` are there already. */
export function countersStart(e: Experts): void {
  for (let i = 0; i < e.channels * CONTEXTS * MEANINGS; i++) {
    const odds = (<f32>(i & 31) - <f32>15.5) * STEP;
    store<f32>(e.meanings + (i << 2), squash(odds));
  }
  // Counters that are not in use count somewhere, since there are always four.
  for (let k = 0; k < CONTEXTS; k++) store<u32>(e.lines + (k << 2), <u32>e.spare);
}

/** Offsets (u32) of four counters. */
// @ts-ignore: decorator
@inline
function countersAt(e: Experts, k: usize, slot: usize): v128 {
  return i32x4.add(v128.load(e.lines + k), i32x4.splat(<i32>slot));
}

/** Offsets of the stretches of four probabilities, as their upper twelve bits. */
// @ts-ignore: decorator
@inline
function stretchesAt(e: Experts, twelve: v128): v128 {
  return i32x4.add(i32x4.shl(twelve, 2), i32x4.splat(<i32>e.stretches));
}

/** Numbers of times in 16 steps: exact below 8, then by how often they double. */
// @ts-ignore: decorator
@inline
function stepsOf(seen: v128): v128 {
  const doubled = i32x4.shr_u(f32x4.convert_i32x4_s(seen), 23);
  const many = i32x4.min_s(i32x4.sub(doubled, i32x4.splat(127 - 5)), i32x4.splat(15));
  return v128.bitselect(seen, many, i32x4.lt_s(seen, i32x4.splat(8)));
}

/** How sure a counter is, in four steps. */
// @ts-ignore: decorator
@inline
function sureness(e: Experts, k: i32, slot: usize): i32 {
  const seen = load<u32>(<usize>load<u32>(e.lines + (k << 2)) + slot) & SEEN;
  return seen == 0 ? 0 : seen < 3 ? 1 : seen < 12 ? 2 : 3;
}

/**
 * Sets the inputs behind the predictors: the mixture's odds, a constant, and the counters' odds, four
 * counters at once; beyond those in use they are 0. Returns how sure the first three are.
 */
// @ts-ignore: decorator
@inline
export function counterOdds(e: Experts, slot: usize, odds: f32): i32 {
  const table = e.meanings + <usize>(4 * MEANINGS * CONTEXTS * e.plane);
  const inUse = i32x4.splat(e.contexts);
  const inputs = e.inputs + (PREDICTORS << 2);
  let before = f32x4.replace_lane(f32x4.splat(CONSTANT), 2, odds);
  for (let k = 0; k < e.contexts; k += 4) {
    const counters = loadAt(countersAt(e, k << 2, slot));
    const seen = v128.and(counters, i32x4.splat(SEEN));
    const said = loadAt(stretchesAt(e, i32x4.shr_u(counters, 20)));
    const number = i32x4.add(i32x4.splat(k), i32x4(0, 1, 2, 3));
    const row = i32x4.add(i32x4.shl(number, 4), stepsOf(seen));
    const meaning = i32x4.add(i32x4.shl(row, 5), bucketsOf(said));
    const meanings = i32x4.add(i32x4.shl(meaning, 2), i32x4.splat(<i32>table));
    v128.store(e.learning + (k << 2), meanings);
    const p = f32x4.mul(loadAt(meanings), f32x4.splat(4095.99));
    const learnt = loadAt(stretchesAt(e, i32x4.trunc_sat_f32x4_s(p)));
    const known = v128.andnot(i32x4.lt_s(number, inUse), i32x4.eq(seen, i32x4.splat(0)));
    // Two inputs are in front, and whole vectors are stored, since whole vectors are loaded next.
    const four = v128.and(learnt, known);
    v128.store(inputs + (k << 2), v128.shuffle<f32>(before, four, 2, 3, 4, 5));
    before = four;
  }
  const last = v128.shuffle<f32>(before, f32x4.splat(0), 2, 3, 4, 5);
  v128.store(inputs + ((e.contexts + 3) & ~3) * 4, last);
  return (sureness(e, 0, slot) * 4 + sureness(e, 1, slot)) * 4 + sureness(e, 2, slot);
}

/** Counts a bit, and how often what the counters said came true. */
// @ts-ignore: decorator
@inline
export function count(e: Experts, slot: usize, bit: u32): void {
  const y = f32x4.splat(<f32>bit);
  const goal = i32x4.splat(bit ? 4194303 : 0);
  for (let k = 0; k < e.contexts; k += 4) {
    const meanings = v128.load(e.learning + (k << 2));
    const was = loadAt(meanings);
    storeAt(meanings, f32x4.add(was, f32x4.mul(f32x4.sub(y, was), f32x4.splat(MEANING_RATE))));
    const places = countersAt(e, k << 2, slot);
    const counters = loadAt(places);
    const seen = v128.and(counters, i32x4.splat(SEEN));
    const share = i32x4.shr_u(counters, 10);
    const slowness = f32x4.add(f32x4.convert_i32x4_s(seen), f32x4.splat(1.5));
    const rates = f32x4.div(f32x4.splat(1), slowness);
    const off = f32x4.convert_i32x4_s(i32x4.sub(goal, share));
    const next = i32x4.add(share, i32x4.trunc_sat_f32x4_s(f32x4.mul(off, rates)));
    const times = i32x4.min_s(i32x4.add(seen, i32x4.splat(1)), i32x4.splat(LIMIT));
    storeAt(places, v128.or(i32x4.shl(next, 10), times));
  }
}
