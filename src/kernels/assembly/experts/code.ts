// One value as eight decisions, from the highest bit to the lowest. Each decision has the predictors'
// odds, those of their mixture, and those that counters under exact values give; a mixer weighs
// them, with weights by where it is, and learns.

import { expLanes, logLanes, sigmoidLanes } from '../vector';
import { contexts, findLines } from './contexts';
import { sumLanes } from './squares';
import { COMPONENTS, CONTEXTS, Experts, INPUTS, LEVELS, MIXERS, PREDICTORS, SETS } from './state';

const C: usize = 4 * COMPONENTS;
const P: usize = 4 * PREDICTORS;
/** Stretches a bucket. */
const STEP: f32 = 0.75;

// @ts-ignore: decorator
@inline
function exp1(x: f32): f32 {
  return f32x4.extract_lane(expLanes(f32x4.splat(x)), 0);
}

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
    for (let k = 9; k < 9 + CONTEXTS; k++) store<f32>(at + (k << 2), 0.12);
  }
  for (let i = 0; i < 4 * e.channels * SETS; i++) store<f32>(e.finals + (i << 2), <f32>(1.0 / 3.0));
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
  for (let i: usize = 0; i < 4 * INPUTS; i += 16) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(e.inputs + i), v128.load(w + i)));
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline
function adjust(e: Experts, w: usize, by: f32): void {
  const step = f32x4.splat(by);
  for (let i: usize = 0; i < 4 * INPUTS; i += 16) {
    v128.store(w + i, f32x4.add(v128.load(w + i), f32x4.mul(step, v128.load(e.inputs + i))));
  }
}

// @ts-ignore: decorator
@inline
function clampOdds(x: f32): f32 {
  return max<f32>(-12, min<f32>(12, x));
}

/** Codes one value. */
export function codeValue<D>(e: Experts, decisions: D): i32 {
  e.contexts = contexts(e);
  sharesOf(e);
  const low = e.below, middle = e.below + C, high = e.below + 2 * C;
  memory.fill(low, 0, C);
  for (let s: usize = 0; s < C; s += 16) v128.store(high + s, f32x4.splat(1));
  let below: f32 = 0, above: f32 = 1;
  let node: u32 = 1;
  let lo = 0;
  const plane = <usize>e.plane;
  for (let bit = 7; bit >= 0; bit--) {
    if ((bit & 3) == 3) findLines(e, bit == 7 ? 0 : node);
    const half = 1 << bit;
    belowEdge(e, <f32>(lo + half) - <f32>0.5, middle);
    const floor = <f32>1e-6 * <f32>half;
    const floors = f32x4.splat(floor);
    for (let h: usize = 0; h < P; h += 16) {
      const m = v128.load(middle + P + h);
      const one = f32x4.add(f32x4.max(f32x4.sub(v128.load(high + P + h), m), f32x4.splat(0)), floors);
      const zero = f32x4.add(f32x4.max(f32x4.sub(m, v128.load(low + P + h)), f32x4.splat(0)), floors);
      v128.store(e.inputs + h, logLanes(f32x4.div(one, zero)));
    }
    const centre = mixed(e, middle);
    const odds = clampOdds(log1((max<f32>(above - centre, 0) + floor) / (max<f32>(centre - below, 0) + floor)));
    store<f32>(e.inputs + 32, odds);
    // Counters.
    const slot = <usize>(bit >= 4 ? node : (node & ((1 << (3 - bit)) - 1)) | (1 << (3 - bit))) << 2;
    let sure: i32 = 0;
    for (let k = 0; k < e.contexts; k++) {
      const counter = load<u32>(<usize>load<u32>(e.lines + (k << 2)) + slot);
      const seen = counter & 1023;
      const st = load<f32>(e.stretches + ((counter >> 20) << 2));
      const bucket = <i32>(st * (1 / STEP) + 16);
      const count = seen < 8 ? seen : min<i32>(15, 5 + (31 - clz(seen)));
      const meaning = e.meanings + (((((plane * CONTEXTS + k) << 4) + count) << 5) + bucket << 2);
      const p = load<f32>(meaning);
      store<f32>(e.inputs + ((9 + k) << 2), seen == 0 ? 0 : load<f32>(e.stretches + (<i32>(p * 4095.99) << 2)));
      if (k < 3) sure = sure * 4 + (seen == 0 ? 0 : seen < 3 ? 1 : seen < 12 ? 2 : 3);
    }
    store<f32>(e.inputs + ((9 + CONTEXTS) << 2), 0.3);
    // Mixers.
    const w0 = e.weights + ((plane * 3) * 1024 + bit * 20 + e.level) * (INPUTS * 4);
    const w1 = e.weights + ((plane * 3 + 1) * 1024 + bit * 32 + <i32>(odds * (1.0 / 0.75) + 16)) * (INPUTS * 4);
    const w2 = e.weights + ((plane * 3 + 2) * 1024 + bit * 64 + sure) * (INPUTS * 4);
    const s0 = clampOdds(dotWith(e, w0)), s1 = clampOdds(dotWith(e, w1)), s2 = clampOdds(dotWith(e, w2));
    const f = e.finals + (plane * 1024 + bit * 20 + e.level) * 16;
    const s = f32x4(s0, s1, s2, 0);
    const total = clampOdds(sumLanes(f32x4.mul(s, v128.load(f))));
    const all = sigmoidLanes(f32x4.replace_lane(s, 3, total));
    const p = f32x4.extract_lane(all, 3);
    const sized = e.trust * <f64>p + (1 - e.trust) * 0.5;
    const zero = max(1, min(32767, <i32>(32768 * (1 - sized) + 0.5)));
    const b = decisions.bit(zero);
    // Learning.
    const y = <f32>b;
    const rate = RATE;
    adjust(e, w0, rate * (y - f32x4.extract_lane(all, 0)));
    adjust(e, w1, rate * (y - f32x4.extract_lane(all, 1)));
    adjust(e, w2, rate * (y - f32x4.extract_lane(all, 2)));
    v128.store(f, f32x4.add(v128.load(f), f32x4.mul(f32x4.splat(<f32>0.002 * (y - p)), s)));
    const good = b ? <f64>p : 1 - <f64>p;
    const got = e.trust * good + (1 - e.trust) * 0.5;
    e.trust = max(1e-6, min(1 - 1e-5, (e.trust * good) / got));
    for (let k = 0; k < e.contexts; k++) {
      const at = <usize>load<u32>(e.lines + (k << 2)) + slot;
      const counter = load<u32>(at);
      const seen = counter & 1023;
      const st = load<f32>(e.stretches + ((counter >> 20) << 2));
      const bucket = <i32>(st * (1 / STEP) + 16);
      const count = seen < 8 ? seen : min<i32>(15, 5 + (31 - clz(seen)));
      const meaning = e.meanings + (((((plane * CONTEXTS + k) << 4) + count) << 5) + bucket << 2);
      const was = load<f32>(meaning);
      store<f32>(meaning, was + (y - was) * <f32>0.015);
      const share = counter >> 10;
      const goal: u32 = b ? 4194303 : 0;
      const next = <u32>(<i32>share + <i32>(<f32>(<i32>goal - <i32>share) / (<f32>seen + <f32>1.5)));
      store<u32>(at, (next << 10) | min<u32>(seen + 1, LIMIT));
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
const RATE: f32 = 0.008;
const LIMIT: u32 = 255;
