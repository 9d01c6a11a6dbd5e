// The inside of a block, that is its coefficients but those of the first row and column: how many are not zero, and
// each in zigzag order, until none is left.

import { atFirst, setScaled } from './boundary';
import { ask, decide, noKeys, setKey } from './decide';
import { codeBits, codeLow } from './number';
import { few, halves, level, side } from './quantise';
import {
  INNER_COUNT,
  INNER_LOW,
  INNER_SIGN,
  INNER_SIZE,
  INNER_ZERO,
  REST,
  State,
  sharedOf,
} from './state';

/** Places of the inside in zigzag order, in rows of eight. */
export const innerOrder = memory.data<u8>([
  9, 10, 17, 25, 18, 11, 12, 19, 26, 33, 41, 34, 27, 20, 13, 14, 21, 28, 35, 42, 49, 57, 50, 43, 36,
  29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
]);
export const INNER: usize = 49;
/** Most bits of a coefficient. */
export const MOST_BITS: u32 = 16;
/** What is asked for a sign. */
export const SIGN: u32 = 1;

/** A coefficient of a block. */
// @ts-ignore: decorator
@inline
export function at(block: usize, k: u32): i32 {
  return <i32>load<i16>(block + ((<usize>k) << 1));
}

/** Its size. */
// @ts-ignore: decorator
@inline
export function sizeAt(block: usize, k: u32): i32 {
  return abs(at(block, k));
}

/** 64 times the mean size of a coefficient in the blocks around. */
// @ts-ignore: decorator
@inline
export function around(s: State, k: u32): i32 {
  return 13 * (sizeAt(s.left, k) + sizeAt(s.up, k)) + 6 * sizeAt(s.upLeft, k);
}

/** A step of the component. */
// @ts-ignore: decorator
@inline
export function stepOf(s: State, k: u32): f32 {
  return load<f32>(s.plane.steps + ((<usize>k) << 2));
}

/** How many coefficients of the inside of a block are not zero. */
export function innerOf(block: usize): u32 {
  let zeros: u32 = 0;
  for (let row: usize = 16; row < 128; row += 16) {
    const same = i16x8.eq(v128.load(block + row), i16x8.splat(0));
    zeros += popcnt(i16x8.bitmask(same) & 0xfe);
  }
  return 49 - zeros;
}

/** A number and its side as one of 21 levels. */
// @ts-ignore: decorator
@inline
function signedLevel(x: f32): u32 {
  const size = min(level(halves(x)), 9);
  return x < 0 ? 10 - size : 10 + size;
}

/** How many coefficients of the inside are not zero. Returns it. */
export function codeInnerCount<D>(s: State, d: D, known: u32): u32 {
  const class_ = sharedOf(s);
  const left = s.innerLeft < 0 ? 0 : s.innerLeft;
  const up = s.innerUp < 0 ? 0 : s.innerUp;
  const two = s.innerLeft < 0 ? 2 * up : s.innerUp < 0 ? 2 * left : left + up;
  return countBy<D>(s, d, class_, two, left, up, known);
}

// @ts-ignore: decorator
@inline
function numberAt(numbers: usize, block: u32, is: u32): i32 {
  return is ? <i32>load<u8>(numbers + <usize>block) : 0;
}

function countBy<D>(s: State, d: D, class_: u32, two: i32, left: i32, up: i32, known: u32): u32 {
  const block = s.block;
  const wide = s.plane.wide;
  const start = s.plane.from;
  const upLeft = numberAt(s.inners, block - wide - 1, u32(s.x > 0 && s.at >= start + wide + 1));
  const upRight = numberAt(
    s.inners,
    block - wide + 1,
    u32(s.x + 1 < wide && s.at + 1 >= start + wide),
  );
  const left2 = numberAt(s.inners, block - 2, u32(s.x > 1 && s.at >= start + 2));
  const up2 = numberAt(s.inners, block - 2 * wide, u32(s.at >= start + 2 * wide));
  const four = two + upLeft + upRight;
  const rows = numberAt(s.rows, block - 1, s.hasLeft) + numberAt(s.rows, block - wide, s.hasAbove);
  const columns =
    numberAt(s.columns, block - 1, s.hasLeft) + numberAt(s.columns, block - wide, s.hasAbove);
  setKey(s, 0, class_, level(two), 0, 0);
  setKey(s, 1, class_, level(left), level(up), 0);
  setKey(s, 2, class_, level(four), level(upRight), 0);
  setKey(s, 3, class_, level(s.innerBeside), level(two), level(s.innerBeside2) >> 1);
  setKey(s, 4, class_, level(two), min(rows, 12), min(columns, 12));
  setKey(s, 5, class_, level(left2 + up2), level(four), 0);
  setKey(s, 6, class_, <u32>four, 0, 0);
  noKeys(s, 7);
  ask(s, 0);
  const bits = codeBits<D>(s, d, INNER_COUNT, class_, 0, 1, 0, 6, <i32>known);
  return bits < 2 ? bits : <u32>codeLow<D>(s, d, INNER_LOW, bits, <i32>known);
}

/** The coefficients of the inside, of which so many are not zero. */
export function codeInner<D>(s: State, d: D, count: u32): void {
  let left = count;
  let sum = 0;
  let last = 0;
  let last2 = 0;
  for (let i: usize = 0; i < INNER && left > 0; i++) {
    const k = <u32>load<u8>(innerOrder + i);
    const value = codeOne<D>(s, d, k, <u32>i, count, left, sum, last, last2);
    last2 = last;
    last = abs(value);
    sum += last;
    if (value == 0) continue;
    left--;
    store<i16>(s.here + ((<usize>k) << 1), <i16>value);
    explain(s, k, <f32>value * stepOf(s, k));
  }
}

/** Takes a coefficient out of what is left of the boundaries above and to the left. */
// @ts-ignore: decorator
@inline
export function explain(s: State, k: u32, scaled: f32): void {
  setScaled(s, k, scaled);
  const u = (<usize>(k & 7)) << 2;
  const v = (<usize>(k >> 3)) << 2;
  const up = changetype<usize>(s) + REST + u;
  const left = changetype<usize>(s) + REST + 64 + v;
  store<f32>(up, load<f32>(up) - <f32>0.5 * scaled);
  store<f32>(up, load<f32>(up, 32) - atFirst(k >> 3) * scaled, 32);
  store<f32>(left, load<f32>(left) - <f32>0.5 * scaled);
  store<f32>(left, load<f32>(left, 32) - atFirst(k & 7) * scaled, 32);
}

/** What all frequencies of one sum across and down share. */
// @ts-ignore: decorator
@inline
function ringOf(s: State, u: u32, v: u32): u32 {
  return 128 + u + v + 16 * sharedOf(s);
}

/** One coefficient. Returns it. */
function codeOne<D>(
  s: State,
  d: D,
  k: u32,
  number: u32,
  count: u32,
  left: u32,
  sum: i32,
  last: i32,
  last2: i32,
): i32 {
  const u = k & 7;
  const v = k >> 3;
  const here = s.here;
  const near = around(s, k);
  const mean = level(near >> 3);
  // Coefficients of the next lower frequencies.
  const before = u > 1 ? sizeAt(here, k - 1) : 0;
  const over = v > 1 ? sizeAt(here, k - 8) : 0;
  const corner = u > 1 && v > 1 ? sizeAt(here, k - 9) : 0;
  const within = 2 * (before + over) + corner;
  const inside = level(within);
  const right = min(k + 1, 63);
  const below = min(k + 8, 63);
  const higher =
    sizeAt(s.left, right) + sizeAt(s.up, right) + sizeAt(s.left, below) + sizeAt(s.up, below);
  // What the boundaries leave to be explained, in steps.
  const rest = changetype<usize>(s) + REST;
  const per = <f32>2 / stepOf(s, k);
  const fromUp = signedLevel(load<f32>(rest + ((<usize>u) << 2)) * per);
  const fromLeft = signedLevel(load<f32>(rest + ((<usize>v) << 2), 64) * per);
  const sizeUp = abs(<i32>fromUp - 10);
  const sizeLeft = abs(<i32>fromLeft - 10);
  const own = k + 64 * sharedOf(s);
  const other = s.alike ? few(at(s.beside, k)) : level(s.innerBeside);
  // A frequency and its transpose share what they learn of what is alike both ways.
  const folded = min(k, (u << 3) | v) + 64 * sharedOf(s);
  const ring = ringOf(s, u, v);
  setKey(s, 0, folded, mean, min(left, 15) >> 1, 0);
  setKey(s, 1, own, left, 0, 0);
  setKey(s, 2, ring, inside, min(left, 7), 0);
  setKey(s, 3, folded, other, few(at(s.beside2, k)), min(mean, 5));
  setKey(s, 4, count, level(sum), number >> 2, s.number);
  setKey(s, 5, folded, few(last) * 5 + few(last2), mean >> 1, 0);
  setKey(s, 6, ring, level(higher), inside, 0);
  setKey(s, 7, own, sizeLeft, sizeUp, 0);
  ask(s, 0);
  const known = at(here, k);
  const size = abs(known);
  if (!decide<D>(s, d, INNER_ZERO, own, min(left, 49), 0, u32(size > 0))) return 0;
  const bits = codeBits<D>(s, d, INNER_SIZE, own, mean, 16, 1, MOST_BITS, size);
  const coded = bits < 2 ? 1 : codeLow<D>(s, d, INNER_LOW, bits, size);
  return codeInnerSign<D>(s, d, k, own, fromLeft, fromUp, u32(known < 0)) ? -coded : coded;
}

// @ts-ignore: decorator
@inline
function small(value: i32): u32 {
  return <u32>(max(-2, min(2, value)) + 2);
}

/** Whether a coefficient is below zero. */
function codeInnerSign<D>(
  s: State,
  d: D,
  k: u32,
  own: u32,
  fromLeft: u32,
  fromUp: u32,
  known: u32,
): u32 {
  const left = at(s.left, k);
  const up = at(s.up, k);
  const u = k & 7;
  const v = k >> 3;
  const beside = s.alike ? side(at(s.beside, k)) : 0;
  const before = u > 1 ? side(at(s.here, k - 1)) : 0;
  const over = v > 1 ? side(at(s.here, k - 8)) : 0;
  const ring = ringOf(s, u, v);
  setKey(s, 0, own, side(left), side(up), 0);
  setKey(s, 1, ring, beside, side(at(s.beside2, k)), 1);
  setKey(s, 2, own, side(left), side(at(s.upLeft, k)), side(up) + 2);
  setKey(s, 3, own, before, over, 6);
  setKey(s, 4, ring, small(left), small(up), 7);
  setKey(s, 5, ring, fromLeft, fromUp, 8);
  setKey(s, 6, own, fromLeft, 0, 9);
  setKey(s, 7, own, fromUp, 0, 10);
  noKeys(s, 8);
  ask(s, SIGN);
  return decide<D>(s, d, INNER_SIGN, own, s.number, 0, known);
}
