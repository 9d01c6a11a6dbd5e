// Binary decisions, as in ../adaptivePrediction/decide.ts: what the experts say and what happened before under four
// contexts, mixed, and that mixed with the share of a uniform distribution by the evidence for either.
// And bits that nothing is known of, several at a time.
//
// A decision is written down as twice the frequency of 0 and the decision; bits as a number of them above 2^31.

import { exp2Four, log2Four, sumFour } from '../adaptivePrediction/four';
import { decided, popDecision, pushDecision } from '../decisions';
import { pushOne } from '../push';
import { step } from '../rans';
import { NODES, State, TOLD } from './state';

const PRECISION: u64 = 24;
const TOTAL: u32 = 1 << 24;
const BITS: u32 = 0x80000000;
/** Bits that are coded at once. */
const MOST_BITS: u32 = 16;
/** Steps of the weights of a mixer. */
const RATE: f32 = 0.002;
/** Slowest step of a probability under a context, and its bounds. */
const SLOWEST: f32 = 0.004;
const SUREST: f32 = 0.0001;
/** Neither the model nor the uniform distribution is ever given up. */
const LEAST_WEIGHT = 0.0002;

// @ts-ignore: decorator
@inline
function note(s: State, note: u32): void {
  store<u32>(s.notes, note);
  s.notes += 4;
}

// @ts-ignore: decorator
@inline
function nextLane(s: State): void {
  s.lane = s.lane + 1 == s.lanes ? 0 : s.lane + 1;
}

/** Codes a decision, given the probabilities of 1. Returns it. */
export function decideBy(s: State, p: f64, even: f64, known: u32): u32 {
  const mixed = s.evenWeight * even + (1.0 - s.evenWeight) * p;
  const one = <u32>min(max(mixed * <f64>TOTAL, 1.0), <f64>(TOTAL - 1));
  const zero = TOTAL - one;
  let bit = known;
  if (s.heads == 0) note(s, (zero << 1) | bit);
  else {
    const slot = s.heads + (s.lane << 3);
    bit = <u32>decided(slot, zero, PRECISION);
    s.tail = popDecision(slot, s.tail, zero, bit, PRECISION);
    nextLane(s);
  }
  const weight = (s.evenWeight * (bit ? even : 1.0 - even)) / (bit ? mixed : 1.0 - mixed);
  s.evenWeight = min(max(weight, LEAST_WEIGHT), 1.0 - LEAST_WEIGHT);
  return bit;
}

/** Codes the last bits of a number. Returns them. */
export function codeBits(s: State, known: u64, bits: u32): u64 {
  let value: u64 = 0;
  while (bits > 0) {
    const some = min(bits, MOST_BITS);
    bits -= some;
    let part = <u32>(known >> <u64>bits) & ((1 << some) - 1);
    if (s.heads == 0) note(s, BITS | (some << 16) | part);
    else {
      const slot = s.heads + (s.lane << 3);
      const shift = PRECISION - <u64>some;
      const start = ((load<u64>(slot) & <u64>(TOTAL - 1)) >> shift) << shift;
      part = <u32>(start >> shift);
      s.tail = step(slot, s.tail, start, (<u64>1) << shift, PRECISION);
      nextLane(s);
    }
    value = (value << (<u64>some)) | <u64>part;
  }
  return value;
}

/** Pushes n decisions that were written down, of which the first one belongs to a lane. Returns the end of the tail. */
export function realPredictionPush(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  let at = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    at = (at == 0 ? lanes : at) - 1;
    const slot = heads + (at << 3);
    const note = load<u32>(notes + (i << 2));
    if (note & BITS) {
      const shift = PRECISION - <u64>((note >> 16) & 31);
      tail = pushOne(slot, tail, (<u64>(note & 0xffff)) << shift, (<u64>1) << shift, PRECISION);
    } else tail = pushDecision(slot, tail, <u64>(note >> 1), <u64>(note & 1), PRECISION);
  }
  return tail;
}

/** The probability under a context, the experts' where it is new. */
// @ts-ignore: decorator
@inline
function under(context: usize, p: f32): f32 {
  if (load<f32>(context, 4) == 0.0) store<f32>(context, p);
  return load<f32>(context);
}

/** Learns a decision under a context. */
// @ts-ignore: decorator
@inline
export function learnUnder(context: usize, bit: f32): void {
  const times = load<f32>(context, 4);
  const p = load<f32>(context);
  const next = p + (bit - p) * max(SLOWEST, <f32>1.0 / (times + <f32>3.0));
  store<f32>(context, min(max(next, SUREST), <f32>1.0 - SUREST));
  store<f32>(context, times + <f32>1.0, 4);
}

// @ts-ignore: decorator
@inline
function contextOf(s: State, number: usize, node: usize, told: usize): usize {
  return s.contexts + (((number * NODES + node) * TOLD + told) << 3);
}

/**
 * Codes a decision of a kind. Returns it.
 *
 * @param expected the probability of 1 by the experts.
 * @param even the same by the uniform distribution.
 * @param known the decision, where decisions are written down.
 */
export function decide(s: State, node: usize, expected: f64, even: f64, known: u32): u32 {
  const p = <f32>min(max(expected, 1e-6), 1.0 - 1e-6);
  const c0 = contextOf(s, 0, node, s.context0);
  const c1 = contextOf(s, 1, node, s.context1);
  const c2 = contextOf(s, 2, node, s.context2);
  const c3 = contextOf(s, 3, node, s.context3);
  const one = f32x4.splat(1.0);
  const a = f32x4(p, under(c0, p), under(c1, p), under(c2, p));
  const last = under(c3, p);
  const x = f32x4.sub(log2Four(a), log2Four(f32x4.sub(one, a)));
  const odds = log2Four(f32x4(last, <f32>1.0 - last, 1.0, 1.0));
  const y = f32x4(f32x4.extract_lane(odds, 0) - f32x4.extract_lane(odds, 1), 0.3, 0.0, 0.0);
  const weights = s.mixers + (node << 5);
  const u = v128.load(weights);
  const v = v128.load(weights, 16);
  const dot = sumFour(f32x4.add(f32x4.mul(u, x), f32x4.mul(v, y)));
  const q = <f32>1.0 / (<f32>1.0 + f32x4.extract_lane(exp2Four(f32x4.splat(-dot)), 0));

  const bit = decideBy(s, min(max(<f64>q, 1e-7), 1.0 - 1e-7), even, known);

  const outcome = <f32>bit;
  const step = f32x4.splat(RATE * (outcome - q));
  v128.store(weights, f32x4.add(u, f32x4.mul(step, x)));
  v128.store(weights, f32x4.add(v, f32x4.mul(step, y)), 16);
  learnUnder(c0, outcome);
  learnUnder(c1, outcome);
  learnUnder(c2, outcome);
  learnUnder(c3, outcome);
  return bit;
}
