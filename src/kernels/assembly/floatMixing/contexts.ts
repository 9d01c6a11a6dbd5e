// What a value's magnitude is told from: the sizes of its row, its column and of late, the expected level, and
// the exponents of neighbours. Each context is two numbers, in eighths of octaves, from which the exponent in
// question is subtracted: so what was learned holds at any scale.

import { eighthsOf } from './levels';
import { findNear, USEFUL } from './nearby';
import { CONTEXTS_AT, State } from './state';

// Bytes from the start of the contexts.
/** The first and the second number, in units of the context. */
const FIRST: usize = 0;
const SECOND: usize = 32;
/** What is told apart beside them. */
const BESIDE: usize = 64;
// @ts-ignore: decorator
@inline
function clamped(x: v128, most: v128): v128 {
  return i32x4.max_s(i32x4.min_s(x, most), i32x4.splat(0));
}

/** Misses of neighbours in eight steps. */
// @ts-ignore: decorator
@inline
function steadiness(s: State, i: u32): i32 {
  const at = s.misses + ((<usize>i) << 2);
  const row = s.row;
  const left = i > 0 ? load<f32>(at - 4) : 0.5;
  const before = i > 1 ? load<f32>(at - 8) : 0.5;
  const above = i >= row ? load<f32>(at - ((<usize>row) << 2)) : 0.5;
  const aside = i >= row && s.x + 1 < row ? load<f32>(at - ((<usize>row) << 2) + 4) : 0.5;
  const miss = (left + above) * 0.3 + (before + aside) * 0.2;
  if (miss < 0.4) return miss < 0.12 ? 0 : miss < 0.25 ? 1 : 2;
  if (miss < 0.9) return miss < 0.6 ? 3 : 4;
  return miss < 1.3 ? 5 : miss < 2 ? 6 : 7;
}

/** Gathers the contexts of value i of the array. */
// @ts-ignore: decorator
@inline
export function gather(s: State, i: u32): void {
  const at = changetype<usize>(s) + CONTEXTS_AT;
  const mean = s.sum / max(s.number, 1);
  const all = s.number > 0 ? eighthsOf(s, mean) : s.bias << 3;
  const times = load<f32>(s.column, 12);
  const column = times > 0 ? eighthsOf(s, load<f64>(s.column) / <f64>times) : all;
  const row = s.number > 0 ? eighthsOf(s, (s.rowSum + 2 * mean) / (s.rowNumber + 2)) : all;
  const both = column + row - all;
  const late = eighthsOf(s, s.lately);
  const expected = <i32>(s.expected * 8 + 0.5);
  const left = i > 0 ? magnitude(s, i - 1) : 0;
  const above = i >= s.row ? magnitude(s, i - s.row) : 0;
  const hasBeside = s.beside < s.first;
  s.isNear = 0;
  let kind = 0;
  let beside = 0;
  if (hasBeside) {
    kind = 1024;
    beside = finelyAt(s, s.beside + i);
  } else if (s.useful >= USEFUL) {
    kind = 2048;
    findNear(s, i);
    beside = finely(s, s.nearWord);
  } else if (i > 0) {
    beside = finelyAt(s, s.count - 1);
  }
  v128.store(at, i32x4(both + 64, expected + 64, column + 64, left + 16), FIRST);
  v128.store(
    at,
    i32x4((both >> 2) + 16, (expected >> 2) + 16, (expected >> 1) + 32, beside + 64),
    FIRST + 16,
  );
  v128.store(at, i32x4(0, 0, 0, above + 16), SECOND);
  v128.store(
    at,
    i32x4((late >> 2) + 16, (row >> 2) + 16, (both >> 2) + 16, (expected >> 3) + 4),
    SECOND + 16,
  );
  const phase = s.other && s.other < s.row ? <i32>min(s.x % s.other, 7) : 0;
  v128.store(at, i32x4(0, steadiness(s, i), phase, 0), BESIDE);
  v128.store(at, i32x4(0, 0, 0, kind), BESIDE + 16);
  s.start = max(0, min(s.most, (expected + both) >> 4));
}

/** The exponent of value i of the array. */
// @ts-ignore: decorator
@inline
function magnitude(s: State, i: u32): i32 {
  return <i32>((load<u32>(s.upper + ((<usize>(s.first + i)) << 2)) & s.mask) >> s.mantissaBits);
}

/** The level of the value at a place, in parts of 32. */
// @ts-ignore: decorator
@inline
function finelyAt(s: State, at: u32): i32 {
  return finely(s, load<u32>(s.upper + ((<usize>at) << 2)) & s.mask);
}

// @ts-ignore: decorator
@inline
function finely(s: State, upper: u32): i32 {
  const bits = s.mantissaBits;
  return <i32>(bits < 5 ? upper << (5 - bits) : upper >> (bits - 5));
}

/** The numbers of the first four contexts at an exponent, each below 2048. */
// @ts-ignore: decorator
@inline
export function firstFour(s: State, exponent: i32): v128 {
  const at = changetype<usize>(s) + CONTEXTS_AT;
  const e = i32x4.splat(exponent);
  const first = i32x4.sub(v128.load(at, FIRST), i32x4.mul(e, i32x4(8, 8, 8, 1)));
  const second = i32x4.sub(v128.load(at, SECOND), i32x4.mul(e, i32x4(0, 0, 0, 1)));
  const upper = i32x4.mul(clamped(first, i32x4(127, 127, 127, 31)), i32x4(8, 8, 8, 32));
  const lower = i32x4.add(clamped(second, i32x4(0, 0, 0, 31)), v128.load(at, BESIDE));
  return i32x4.add(upper, lower);
}

/** Those of the other four. */
// @ts-ignore: decorator
@inline
export function lastFour(s: State, exponent: i32): v128 {
  const at = changetype<usize>(s) + CONTEXTS_AT;
  const e = i32x4.splat(exponent);
  const first = i32x4.sub(v128.load(at, FIRST + 16), i32x4.mul(e, i32x4(2, 2, 4, 32)));
  const second = i32x4.sub(v128.load(at, SECOND + 16), i32x4.mul(e, i32x4(2, 2, 2, 1)));
  const upper = i32x4.mul(clamped(first, i32x4(31, 31, 63, 127)), i32x4(32, 32, 32, 8));
  const lower = i32x4.add(clamped(second, i32x4(31, 31, 31, 7)), v128.load(at, BESIDE + 16));
  return i32x4.add(upper, lower);
}
