// Binary decisions, as in ../adaptivePrediction/decide.ts: what the experts say and what happened before under four
// contexts, mixed, and that mixed with the share of a uniform distribution by the evidence for either.
// And bits that nothing is known of, several at a time.
//
// A decision is written down as twice the frequency of 0 and the decision; bits as a number of them above 2^31.

import { exp2Four, log2Four } from '../adaptivePrediction/four';
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
/** Steps of what a context adds to log-odds, at first and in the end. */
const FIRST_RATE: f32 = 0.5;
const LEAST_RATE: f32 = 0.002;
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

/** Learns a decision under a context that has a probability. */
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

/** Corrects what a context adds to the odds. */
// @ts-ignore: decorator
@inline
function correct(context: usize, error: f32): void {
  const times = load<f32>(context, 4);
  const rate = max(LEAST_RATE, FIRST_RATE / (times + <f32>1.5));
  store<f32>(context, load<f32>(context) + error * rate);
  store<f32>(context, times + <f32>1.0, 4);
}

/** A probability that is neither 0 nor 1, nor no number. */
// @ts-ignore: decorator
@inline
export function likely(p: f64): f64 {
  return p > 1e-6 ? (p < 1.0 - 1e-6 ? p : 1.0 - 1e-6) : 1e-6;
}

/**
 * Codes a decision of a kind. Returns it.
 *
 * @param expected the probability of 1 by the experts.
 * @param even the same by the uniform distribution.
 * @param known the decision, where decisions are written down.
 */
export function decide(s: State, node: usize, expected: f64, even: f64, known: u32): u32 {
  const p = <f32>likely(expected);
  const c0 = contextOf(s, 0, node, s.context0);
  const c1 = contextOf(s, 1, node, s.context1);
  const c2 = contextOf(s, 2, node, s.context2);
  const c3 = contextOf(s, 3, node, s.context3);
  const one = <f32>1.0;
  const odds = f32x4.extract_lane(log2Four(f32x4.splat(p / (one - p))), 0);
  const weights = s.mixers + (node << 5);
  const more = load<f32>(c0) + load<f32>(c1) + (load<f32>(c2) + load<f32>(c3));
  const sum = load<f32>(weights) * odds + more;
  const q = one / (one + f32x4.extract_lane(exp2Four(f32x4.splat(-sum)), 0));

  const bit = decideBy(s, min(max(<f64>q, 1e-7), 1.0 - 1e-7), even, known);

  const error = <f32>bit - q;
  store<f32>(weights, load<f32>(weights) + RATE * error * odds);
  correct(c0, error);
  correct(c1, error);
  correct(c2, error);
  correct(c3, error);
  return bit;
}
