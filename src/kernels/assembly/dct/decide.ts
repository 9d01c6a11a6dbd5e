// A decision: by the counters of eight contexts, whose log-odds, the surer the more they have seen, are mixed by two
// sets of weights that learn.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005).

import { learnedFour } from '../contextMixing/adaptiveMap';
import { FURTHEST, inputPairs, squashThree } from '../contextMixing/logisticMixing';
import { loadAt, storeAt } from '../lanes';
import { KEYS, KIND_ROWS, LINES, ROW, State, TABLE_BITS } from './state';

/** How many times a counter must have seen its context to be half believed. */
const DOUBT: f32 = 0.7;
/** How fast weights learn in the end, how much faster at first, and decisions until that is half. */
const RATE: f32 = 0.008;
const FIRST_RATE: f32 = 0.007;
const HALVED: f32 = 10000;

/** Sets a context. */
// @ts-ignore: decorator
@inline
export function setKey(s: State, number: usize, a: u32, b: u32, c: u32, d: u32): void {
  const key = ((a * 67 + b) * 67 + c) * 67 + d;
  store<u32>(changetype<usize>(s) + KEYS + (number << 2), key * 16 + <u32>number);
}

/** Leaves the contexts from a number on out: they tell but the kind of decision. */
// @ts-ignore: decorator
@inline
export function noKeys(s: State, from: usize): void {
  for (let i = from; i < 8; i++) {
    store<u32>(changetype<usize>(s) + KEYS + (i << 2), 0xffff0000 + <u32>i);
  }
}

/** The lines of four contexts, told apart by what is asked. */
// @ts-ignore: decorator
@inline
function lineOf(s: State, keys: v128, asked: v128): v128 {
  let h = i32x4.mul(v128.xor(keys, asked), i32x4.splat(0x9e3779b1));
  h = v128.xor(h, i32x4.shr_u(h, 15));
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return i32x4.add(i32x4.splat(<i32>s.table), i32x4.shl(i32x4.shr_u(h, 32 - <i32>TABLE_BITS), 5));
}

/** Finds the lines of all contexts for what is asked. */
export function ask(s: State, what: u32): void {
  const at = changetype<usize>(s);
  const asked = i32x4.splat(what * 0x2c1b3c6d);
  v128.store(at, lineOf(s, v128.load(at, KEYS), asked), LINES);
  v128.store(at, lineOf(s, v128.load(at, KEYS + 16), asked), LINES + 16);
}

/** Log-odds of four counters, as far as they are believed. */
// @ts-ignore: decorator
@inline
function oddsOf(cells: v128): v128 {
  const entries = i32x4.shl(i32x4.shr_u(cells, 20), 2);
  const pairs = loadAt(i32x4.add(entries, i32x4.splat(<i32>inputPairs)));
  const odds = f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(pairs, 16), 16));
  const seen = f32x4.convert_i32x4_s(v128.and(cells, i32x4.splat(1023)));
  const believed = f32x4.div(seen, f32x4.add(seen, f32x4.splat(DOUBT)));
  return f32x4.mul(f32x4.mul(odds, f32x4.splat(1.0 / 1024.0)), believed);
}

// @ts-ignore: decorator
@inline
function rowOf(s: State, kind: usize, set: usize, number: usize): usize {
  return s.weights + ((2 * kind + set) * KIND_ROWS + number) * ROW;
}

// @ts-ignore: decorator
@inline
function product(row: usize, x: v128, y: v128): v128 {
  return f32x4.add(f32x4.mul(v128.load(row), x), f32x4.mul(v128.load(row, 16), y));
}

// @ts-ignore: decorator
@inline
function train(row: usize, x: v128, y: v128, step: f32): void {
  const steps = f32x4.splat(step);
  v128.store(row, f32x4.add(v128.load(row), f32x4.mul(steps, x)));
  v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(steps, y)), 16);
}

// @ts-ignore: decorator
@inline
function sum(x: v128): f32 {
  const pairs = f32x4.add(x, v128.shuffle<u32>(x, x, 2, 3, 2, 3));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

// @ts-ignore: decorator
@inline
function near(x: f32): f32 {
  return max<f32>(-FURTHEST, min<f32>(FURTHEST, x));
}

/**
 * A decision of the lines that were asked for. Returns it.
 *
 * @param kind of decision, by which weights are told apart; `one` and `other` tell apart the rows of either set.
 * @param node of the eight of a line.
 * @param known the decision, where decisions are noted.
 */
export function decide<D>(
  s: State,
  decisions: D,
  kind: usize,
  one: usize,
  other: usize,
  node: u32,
  known: u32,
): u32 {
  const at = changetype<usize>(s);
  const offset = i32x4.splat(<i32>(node << 2));
  const a = i32x4.add(v128.load(at, LINES), offset);
  const b = i32x4.add(v128.load(at, LINES + 16), offset);
  const cellsA = loadAt(a);
  const cellsB = loadAt(b);
  const x = oddsOf(cellsA);
  const y = oddsOf(cellsB);
  const first = rowOf(s, kind, 0, one);
  const second = rowOf(s, kind, 1, other);
  const p = near(sum(product(first, x, y)));
  const q = near(sum(product(second, x, y)));
  const shares = squashThree(f32x4(p, q, <f32>0.5 * (p + q), 0));
  const share = f32x4.extract_lane(shares, 2);
  decisions.begin(known, 1);
  const bit = decisions.bit(32768 - max(1, min(32767, <i32>(share * 32768))));
  s.decisions += 1;
  const rate = RATE + (FIRST_RATE * HALVED) / (HALVED + s.decisions);
  train(first, x, y, rate * (<f32>bit - f32x4.extract_lane(shares, 0)));
  train(second, x, y, rate * (<f32>bit - f32x4.extract_lane(shares, 1)));
  storeAt(a, learnedFour(cellsA, bit, s.limit));
  storeAt(b, learnedFour(cellsB, bit, s.limit));
  return bit;
}
