// One value as eight decisions, from the highest bit to the lowest. Each decision has the predictors'
// odds, those of their mixture, and those that counters under exact values give; a mixer weighs
// them, with weights by where it is, and learns.

import { expLanes, logLanes, sigmoidLanes } from '../vector';
import { contexts, findLines } from './contexts';
import { dot, sumLanes } from './squares';
import { COMPONENTS, CONTEXTS, COUNTERS, Experts, INPUTS, LEVELS, MEANINGS, MIXERS, PREDICTORS, SETS } from './state';

const C: usize = 4 * COMPONENTS;
const P: usize = 4 * PREDICTORS;
/** Logarithms of odds are held within ±12, and put in buckets so wide. */
const STEP: f32 = 0.75;
/** What a value has at least, whatever the predictors say. */
const FLOOR: f32 = 1e-6;
/** A side of an interval with less of it than this is as good as impossible. */
const SURE: f32 = 2e-5;
/** How fast mixers, their mixer and the counters' meanings learn. */
const RATE: f32 = 0.008;
const FINAL_RATE: f32 = 0.002;
const MEANING_RATE: f32 = 0.006;
/** Bits that a counter remembers. */
const LIMIT: u32 = 255;

// @ts-ignore: decorator
@inline
function log1(x: f32): f32 {
  return f32x4.extract_lane(logLanes(f32x4.splat(x)), 0);
}

// @ts-ignore: decorator
@inline
export function squash(x: f32): f32 {
  return f32x4.extract_lane(sigmoidLanes(f32x4.splat(x)), 0);
}

/** Fills the tables that are not zero at the start. */
export function codeStart(e: Experts): void {
  for (let i = 0; i < 4096; i++) {
    const p = (<f32>i + <f32>0.5) / 4096;
    store<f32>(e.stretches + (i << 2), log1(p / (1 - p)));
  }
  for (let i = 0; i < e.channels * CONTEXTS * 512; i++) {
    const st = (<f32>(i & 31) - <f32>15.5) * STEP;
    store<f32>(e.meanings + (i << 2), squash(st));
  }
  for (let i = 0; i < e.channels * MIXERS * SETS; i++) {
    const at = e.weights + <usize>(i * INPUTS * 4);
    store<f32>(at + 32, 0.4);
    for (let k = COUNTERS; k < COUNTERS + CONTEXTS; k++) store<f32>(at + (k << 2), 0.12);
  }
  for (let i = 0; i < MIXERS * e.channels * SETS; i++) store<f32>(e.finals + (i << 2), <f32>1 / <f32>e.mixers);
  for (let i = 0; i < 1024; i++) store<f32>(e.rates + (i << 2), <f32>1 / (<f32>i + <f32>1.5));
  for (let i = 0; i < 8 * e.channels; i++) store<f32>(e.surprises + (i << 2), 1e-3);
  store<f32>(e.inputs + 36, 0.3);
  e.trust = 0.5;
}

/** Masses of the components below an edge. */
function belowEdge(e: Experts, edge: f32, out: usize): void {
  const x = f32x4.splat(edge);
  for (let s: usize = 0; s < C; s += 16) {
    const mean = v128.load(e.means + (s & (P - 1)));
    v128.store(out + s, sigmoidLanes(f32x4.mul(f32x4.sub(x, mean), v128.load(e.inverses + s))));
  }
}

function sharesOf(e: Experts): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    const share = expLanes(v128.load(logs + s));
    sum = f32x4.add(sum, share);
    v128.store(e.shares + s, share);
  }
  const scale = f32x4.splat(1 / sumLanes(sum));
  for (let s: usize = 0; s < C; s += 16) v128.store(e.shares + s, f32x4.mul(v128.load(e.shares + s), scale));
}

// @ts-ignore: decorator
@inline
function mixed(e: Experts, at: usize): f32 {
  let sum = f32x4.splat(0);
  for (let s: usize = 0; s < C; s += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(at + s), v128.load(e.shares + s)));
  }
  return sumLanes(sum);
}

/** What the mixture's shares learn of the value that was coded: lo and hi are its edges. */
function learnShares(e: Experts, total: f32): void {
  const logs = e.mixture + <usize>(e.plane * LEVELS + e.level) * C;
  const floor = f32x4.splat(1e-6);
  const inverse = f32x4.splat(1 / (total + <f32>1e-6));
  for (let s: usize = 0; s < C; s += 16) {
    const mass = f32x4.add(f32x4.sub(v128.load(e.below + 2 * C + s), v128.load(e.below + s)), floor);
    const share = v128.load(e.shares + s);
    const gain = f32x4.mul(f32x4.sub(f32x4.mul(f32x4.mul(mass, inverse), share), share), f32x4.splat(0.16));
    let log = f32x4.add(v128.load(logs + s), gain);
    log = f32x4.max(f32x4.min(log, f32x4.splat(8)), f32x4.splat(-8));
    v128.store(logs + s, log);
  }
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
function bucketOf(odds: f32): i32 {
  return <i32>(odds * (1 / STEP) + 16);
}

// @ts-ignore: decorator
@inline
function clampOdds(x: f32): f32 {
  return max<f32>(-12, min<f32>(12, x));
}

// @ts-ignore: decorator
@inline
function oddsOf(one: f32, zero: f32, floor: f32): f32 {
  return clampOdds(log1((max<f32>(one, 0) + floor) / (max<f32>(zero, 0) + floor)));
}

/** The predictors' odds: those of their middle scales. */
// @ts-ignore: decorator
@inline
function predictorOdds(e: Experts, floor: f32): void {
  const floors = f32x4.splat(floor);
  const none = f32x4.splat(0);
  const at = e.below + P;
  for (let h: usize = 0; h < P; h += 16) {
    const middle = v128.load(at + C + h);
    const one = f32x4.max(f32x4.sub(v128.load(at + 2 * C + h), middle), none);
    const zero = f32x4.max(f32x4.sub(middle, v128.load(at + h)), none);
    v128.store(e.inputs + h, logLanes(f32x4.div(f32x4.add(one, floors), f32x4.add(zero, floors))));
  }
}

/** The counters' odds. Returns how sure the first three are. */
function counterOdds(e: Experts, slot: usize): i32 {
  let sure = 0;
  let meanings = e.meanings + <usize>(4 * MEANINGS * CONTEXTS * e.plane);
  for (let k = 0; k < e.contexts; k++) {
    const counter = load<u32>(<usize>load<u32>(e.lines + (k << 2)) + slot);
    const seen = counter & 1023;
    const odds = load<f32>(e.stretches + ((counter >> 20) << 2));
    const bucket = bucketOf(odds);
    const count = seen < 8 ? seen : min<i32>(15, 5 + (31 - clz(seen)));
    const meaning = meanings + (((count << 5) + bucket) << 2);
    store<u32>(e.learning + (k << 2), <u32>meaning);
    const p = load<f32>(meaning);
    const learnt = load<f32>(e.stretches + (<i32>(p * <f32>4095.99) << 2));
    store<f32>(e.inputs + ((COUNTERS + k) << 2), seen == 0 ? 0 : learnt);
    if (k < 6) sure = sure * 4 + (seen == 0 ? 0 : seen < 3 ? 1 : seen < 12 ? 2 : 3);
    meanings += 4 * MEANINGS;
  }
  return sure;
}

/** Counts a bit, and how often what the counters said came true. */
function count(e: Experts, slot: usize, bit: u32): void {
  const y = <f32>bit;
  const goal: i32 = bit ? 4194303 : 0;
  for (let k = 0; k < e.contexts; k++) {
    const meaning = <usize>load<u32>(e.learning + (k << 2));
    const was = load<f32>(meaning);
    store<f32>(meaning, was + (y - was) * MEANING_RATE);
    const at = <usize>load<u32>(e.lines + (k << 2)) + slot;
    const counter = load<u32>(at);
    const seen = counter & 1023;
    const share = <i32>(counter >> 10);
    const next = share + <i32>(<f32>(goal - share) * load<f32>(e.rates + (seen << 2)));
    store<u32>(at, (<u32>next << 10) | min<u32>(seen + 1, LIMIT));
  }
}

/** Takes or notes a decision by the odds that the experts and even odds make together. */
// @ts-ignore: decorator
@inline
function decide<D>(e: Experts, decisions: D, p: f32): u32 {
  const trusted = e.trust * <f64>p + (1 - e.trust) * 0.5;
  const zero = max(1, min(32767, <i32>(32768 * (1 - trusted) + 0.5)));
  const bit = decisions.bit(zero);
  const good = bit ? <f64>p : 1 - <f64>p;
  const got = bit ? trusted : 1 - trusted;
  e.trust = max(1e-6, min(1 - 1e-5, (e.trust * good) / got));
  return bit;
}

/** Chooses the weights of each mixer by where the decision is. */
// @ts-ignore: decorator
@inline
function choose(e: Experts, bit: i32, node: u32, sure: i32, odds: f32): void {
  const parity = (e.x & 1) | ((e.y & 1) << 1);
  set(e, 0, bit * LEVELS + e.level);
  set(e, 1, bit * 32 + bucketOf(odds));
  set(e, 2, bit * 64 + (sure & 63));
  set(e, 3, node);
  set(e, 4, ((bit << 2) + parity) * 5 + (e.level >> 2));
  set(e, 5, bit * 64 + ((<i32>e.texture >> 3) & 63));
  set(e, 6, bit * 64 + (sure >> 6));
  set(e, 7, bit * 81 + e.surprise);
}

// @ts-ignore: decorator
@inline
function set(e: Experts, mixer: i32, chosen: i32): void {
  const row = (e.plane * MIXERS + mixer) * SETS + chosen;
  store<u32>(e.sets + (mixer << 2), <u32>(e.weights + <usize>row * (INPUTS * 4)));
}

/** A decision by the mixers, which learn from it. */
function mixedDecision<D>(
  e: Experts,
  decisions: D,
  bit: i32,
  node: u32,
  slot: usize,
  odds: f32,
): u32 {
  store<f32>(e.inputs + 32, odds);
  const sure = counterOdds(e, slot);
  choose(e, bit, node, sure, odds);
  for (let m = 0; m < 4 * e.mixers; m += 4) {
    store<f32>(e.sums + m, clampOdds(dotWith(e, <usize>load<u32>(e.sets + m))));
  }
  const f = e.finals + <usize>(e.plane * SETS + bit * LEVELS + e.level) * (4 * MIXERS);
  const total = clampOdds(dot(f, e.sums, 4 * MIXERS));
  const p = squash(total);
  const b = decide<D>(e, decisions, p);
  const y = <f32>b;
  const step = f32x4.splat(FINAL_RATE * (y - p));
  const ys = f32x4.splat(y);
  for (let m: usize = 0; m < 4 * MIXERS; m += 16) {
    const sums = v128.load(e.sums + m);
    v128.store(f + m, f32x4.add(v128.load(f + m), f32x4.mul(step, sums)));
    v128.store(e.sums + m, f32x4.mul(f32x4.sub(ys, sigmoidLanes(sums)), f32x4.splat(RATE)));
  }
  for (let m = 0; m < 4 * e.mixers; m += 4) {
    adjust(e, <usize>load<u32>(e.sets + m), load<f32>(e.sums + m));
  }
  count(e, slot, b);
  return b;
}

/** A decision that the mixture is as good as sure of, by how often that came true. */
// @ts-ignore: decorator
@inline
function sureDecision<D>(e: Experts, decisions: D, bit: i32, one: bool): u32 {
  const at = e.surprises + <usize>((e.plane * 8 + bit) << 2);
  const surprise = load<f32>(at);
  const b = decide<D>(e, decisions, one ? 1 - surprise : surprise);
  const wrong: f32 = (b == 1) == one ? 0 : 1;
  store<f32>(at, max<f32>(1e-5, surprise + (wrong - surprise) * <f32>0.002));
  return b;
}

/** Codes one value. */
export function codeValue<D>(e: Experts, decisions: D): i32 {
  contexts(e);
  sharesOf(e);
  const low = e.below;
  const middle = low + C;
  const high = middle + C;
  memory.fill(low, 0, C);
  for (let s: usize = 0; s < C; s += 16) v128.store(high + s, f32x4.splat(1));
  let below: f32 = 0;
  let above: f32 = 1;
  let node: u32 = 1;
  let lo = 0;
  let lined = 8;
  for (let bit = 7; bit >= 0; bit--) {
    const half = 1 << bit;
    belowEdge(e, <f32>(lo + half) - <f32>0.5, middle);
    const centre = mixed(e, middle);
    const total = (above - below) * SURE;
    let b: u32;
    if (above - centre < total) b = sureDecision<D>(e, decisions, bit, false);
    else if (centre - below < total) b = sureDecision<D>(e, decisions, bit, true);
    else {
      if (lined > (bit | 3)) {
        lined = bit | 3;
        findLines(e, lined == 7 ? 0 : node >> (3 - bit));
      }
      const floor = FLOOR * <f32>half;
      predictorOdds(e, floor);
      // The node among the 15 of its half of the value.
      const depth = 3 - (bit & 3);
      const slot = <usize>((node & ((1 << depth) - 1)) | (1 << depth)) << 2;
      const odds = oddsOf(above - centre, centre - below, floor);
      b = mixedDecision<D>(e, decisions, bit, node, slot, odds);
    }
    node = node * 2 + b;
    if (b) {
      lo += half;
      below = centre;
      memory.copy(low, middle, C);
    } else {
      above = centre;
      memory.copy(high, middle, C);
    }
  }
  learnShares(e, max<f32>(above - below, 0));
  return lo;
}
