// Binary decisions: by one counter, or by eight whose log-odds are mixed with weights that learn.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005).

import { learned, learnedFour } from '../contextMixing/adaptiveMap';
import { FURTHEST, inputPairs, squashedAt } from '../contextMixing/logisticMixing';
import { decided, popDecision } from '../decisions';
import { loadAt, storeAt } from '../lanes';
import { refill } from '../rans';
import { State } from './state';

export const PRECISION: u64 = 16;
/** Most bits that are coded bare at a time. */
const BARE_AT_ONCE: u32 = 16;
/** Notes of bare bits: this, how many above 24 bits, and the bits. */
export const BARE: u32 = 0x80000000;
/** What a counter remembers at most. */
const LIMIT: i32 = 250;

/** Codes a decision of which a 1 has so many chances of 65536. Returns it. */
// @ts-ignore: decorator
@inline
function decideBy(s: State, one: u32, known: u32): u32 {
  const zero = 65536 - one;
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
  s.given = bit ? one : zero;
  s.likelihood *= <f64>s.given * (1.0 / 32768);
  s.decisions++;
  return bit;
}

/** Codes a decision by a probability of 15 bits. */
export function decideAt(s: State, share: i32, known: u32): u32 {
  return decideBy(s, max(1, min(65535, (<u32>share) << 1)), known);
}

/** Codes a decision by one counter, which learns it. */
export function decideAlone(s: State, counter: usize, known: u32): u32 {
  return decideSteadily(s, counter, LIMIT, known);
}

/** The same by one that remembers so many. */
// @ts-ignore: decorator
@inline
export function decideSteadily(s: State, counter: usize, limit: i32, known: u32): u32 {
  const cell = load<u32>(counter);
  const bit = decideBy(s, max(1, cell >> 16), known);
  store<u32>(counter, learned(cell, bit, limit));
  return bit;
}

/** Up to 16 bits that nothing is known of, by one interval. Returns them. */
function bareAtOnce(s: State, bits: u32, known: u32): u32 {
  if (s.heads == 0) {
    store<u32>(s.notes, BARE | (bits << 24) | known);
    s.notes += 4;
    return known;
  }
  const slot = s.heads + (s.lane << 3);
  const head = load<u64>(slot);
  const rest: u64 = PRECISION - <u64>bits;
  const value = (<u32>head & 0xffff) >> <u32>rest;
  const within = head & (((<u64>1) << rest) - 1);
  s.tail = refill(slot, ((head >> PRECISION) << rest) + within, s.tail);
  s.lane = s.lane + 1 == s.lanes ? 0 : s.lane + 1;
  return value;
}

/** Up to 32 bits that nothing is known of. Returns them. */
export function bare(s: State, bits: u32, known: u32): u32 {
  s.decisions += bits;
  if (bits == 0) return 0;
  if (bits <= BARE_AT_ONCE) return bareAtOnce(s, bits, known);
  const upper = bareAtOnce(s, bits - BARE_AT_ONCE, known >> BARE_AT_ONCE);
  return (upper << BARE_AT_ONCE) | bareAtOnce(s, BARE_AT_ONCE, known & 0xffff);
}

/** Log-odds of four counters. */
// @ts-ignore: decorator
@inline
function oddsOf(cells: v128): v128 {
  const entries = i32x4.shl(i32x4.shr_u(cells, 20), 2);
  const pairs = loadAt(i32x4.add(entries, i32x4.splat(<i32>inputPairs)));
  const odds = f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(pairs, 16), 16));
  return f32x4.mul(odds, f32x4.splat(1.0 / 1024.0));
}

/**
 * Codes a decision by the counters at eight places (u32 each), mixed by these weights; all learn it. Returns it.
 */
// @ts-ignore: decorator
@inline
export function decideMixed(s: State, a: v128, b: v128, weights: usize, known: u32): u32 {
  const cellsA = loadAt(a);
  const cellsB = loadAt(b);
  const x = oddsOf(cellsA);
  const y = oddsOf(cellsB);
  const u = v128.load(weights);
  const v = v128.load(weights, 16);
  const parts = f32x4.add(f32x4.mul(u, x), f32x4.mul(v, y));
  const pairs = f32x4.add(parts, v128.shuffle<u32>(parts, parts, 2, 3, 2, 3));
  const sum = f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
  const odds = max<f32>(-FURTHEST, min<f32>(FURTHEST, sum));
  const p = squashedAt(<i32>((odds + 12) * 256));
  const bit = decideBy(s, max(1, min(65535, <u32>(p * 65536))), known);
  const step = f32x4.splat((<f32>bit - p) * s.rate);
  v128.store(weights, f32x4.add(u, f32x4.mul(step, x)));
  v128.store(weights, f32x4.add(v, f32x4.mul(step, y)), 16);
  storeAt(a, learnedFour(cellsA, bit, LIMIT));
  storeAt(b, learnedFour(cellsB, bit, LIMIT));
  return bit;
}
