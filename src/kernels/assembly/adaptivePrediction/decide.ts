// One binary decision: what the experts say of it and what happened before under five contexts are
// mixed in the logistic domain, with weights for each kind of decision (Mahoney, "Adaptive weighing of
// context models for lossless data compression", 2005), and that is mixed with the share that a
// uniform distribution of values gives, by the evidence for either. So however a model is misled,
// an array costs hardly more than its values in binary.

import { decided, popDecision } from '../decisions';
import { exp2Four, log2Four, sumFour } from './four';
import { NODES, State, TOLD } from './state';

export const PRECISION: u64 = 22;
const TOTAL: u32 = 1 << 22;
/** Steps of the weights of a mixer. */
const RATE: f32 = 0.002;
/** Slowest step of a probability under a context, and its bounds. */
const SLOWEST: f32 = 0.004;
const SUREST: f32 = 0.0001;
/** Neither the model nor the uniform distribution is ever given up. */
const LEAST_WEIGHT = 0.0002;

/** Codes a decision, given the probabilities of 1. Returns it. */
export function decideBy(s: State, p: f64, even: f64, known: u32): u32 {
  const mixed = s.evenWeight * even + (1.0 - s.evenWeight) * p;
  const one = <u32>min(max(mixed * <f64>TOTAL, 1.0), <f64>(TOTAL - 1));
  const zero = TOTAL - one;
  let bit = known;
  if (s.heads == 0) {
    store<u32>(s.notes, (zero << 1) | bit);
    s.notes += 4;
  } else {
    const slot = s.heads + (s.lane << 3);
    bit = <u32>decided(slot, zero, PRECISION);
    s.tail = popDecision(slot, s.tail, zero, bit, PRECISION);
    s.lane = s.lane + 1 == s.lanes ? 0 : s.lane + 1;
  }
  const weight = (s.evenWeight * (bit ? even : 1.0 - even)) / (bit ? mixed : 1.0 - mixed);
  s.evenWeight = min(max(weight, LEAST_WEIGHT), 1.0 - LEAST_WEIGHT);
  return bit;
}

/** The probability under a context, the experts' where it is new. */
// @ts-ignore: decorator
@inline
function under(context: usize, p: f32): f32 {
  if (load<f32>(context, 4) == 0.0) store<f32>(context, p);
  return load<f32>(context);
}

// @ts-ignore: decorator
@inline
function learn(context: usize, bit: f32): void {
  const times = load<f32>(context, 4);
  const p = load<f32>(context);
  const next = p + (bit - p) * max(SLOWEST, 1.0 / (times + 3.0));
  store<f32>(context, min(max(next, SUREST), 1.0 - SUREST));
  store<f32>(context, times + 1.0, 4);
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
 * @param told what is known of the values at stake, below TOLD.
 * @param counted log-odds of 1 by counts of values, or 0.
 * @param known the decision, where decisions are written down.
 */
export function decide(
  s: State,
  node: usize,
  expected: f64,
  even: f64,
  told: usize,
  counted: f32,
  known: u32,
): u32 {
  const p = <f32>min(max(expected, 1e-6), 1.0 - 1e-6);
  const c0 = contextOf(s, 0, node, s.context0);
  const c1 = contextOf(s, 1, node, s.context1);
  const c2 = contextOf(s, 2, node, s.context2);
  const c3 = contextOf(s, 3, node, s.context3);
  const c4 = contextOf(s, 4, node, told);
  const one = f32x4.splat(1.0);
  const a = f32x4(p, under(c0, p), under(c1, p), under(c2, p));
  const b = f32x4(under(c3, p), under(c4, p), 0.5, 0.5);
  const x = f32x4.sub(log2Four(a), log2Four(f32x4.sub(one, a)));
  let y = f32x4.sub(log2Four(b), log2Four(f32x4.sub(one, b)));
  y = f32x4.replace_lane(y, 2, 0.3);
  y = f32x4.replace_lane(y, 3, counted);
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
  learn(c0, outcome);
  learn(c1, outcome);
  learn(c2, outcome);
  learn(c3, outcome);
  learn(c4, outcome);
  return bit;
}
