// Bits of the mantissa behind the first ones, as long as what is known of the value is near the same of a
// neighbour: left, above, what is left as above, what goes on straight, and in the array beside.
// Where such bits were hardly told of late, they are seldom asked for.

import { decideMixed } from './decide';
import { sizeOf } from './levels';
import { follow, forced } from './refusals';
import { NEAR_AT, NEAR_ROWS, NEARS_APART, ROW, State } from './state';

/** Most bits. */
const DEEPEST: u32 = 12;
/** What decisions must have been given in the mean to be asked for, and how long the mean is. */
export const USEFUL: f32 = 0.51;
const MEMORY: f32 = 1.0 / 256;
/** Values of which one is asked where they are not useful: a power of 2, less 1. */
const SELDOM: u32 = 15;
const FAR_OFF: i32 = 24;

/** The value at a place, with its sign. */
// @ts-ignore: decorator
@inline
function valueAt(s: State, at: u32): f64 {
  const place = (<usize>at) << 2;
  const upper = load<u32>(s.upper + place);
  const lower = s.words == 2 ? load<u32>(s.lower + place) : 0;
  const size = sizeOf(s, upper & s.mask, lower);
  return upper & ~s.mask ? -size : size;
}

/** The upper word of the magnitude of a value. */
// @ts-ignore: decorator
@inline
function wordOf(s: State, value: f64): u32 {
  const size = reinterpret<u64>(Math.abs(value) * s.unscale);
  return <u32>min<u64>(size >> (52 - <u64>s.mantissaBits), <u64>s.mask);
}

/** The value so far before value i of the array, or another one where there is none. */
// @ts-ignore: decorator
@inline
function before(s: State, i: u32, far: u32, otherwise: f64): f64 {
  return i >= far ? valueAt(s, s.count - far) : otherwise;
}

/** Finds what value i of the array may be near, as magnitudes. */
export function findNear(s: State, i: u32): void {
  const at = changetype<usize>(s);
  const row = s.row;
  const left = before(s, i, 1, 0);
  const above = before(s, i, row, left);
  const flat = left + above - before(s, i, row + 1, left);
  let first = left;
  let second = above;
  let last = 2 * left - before(s, i, 2, left);
  const other = s.other;
  if (other) {
    // Flat in three directions, and in the two others.
    const there = before(s, i, other, left);
    const aside = before(s, i, other + 1, left);
    const across = before(s, i, other + row, above);
    first = flat + there - aside - across + before(s, i, other + row + 1, left + above - flat);
    second = there;
    last = left + there - aside;
  }
  s.isNear = 1;
  s.nearSign = u32((other ? first : flat) < 0);
  s.nearWord = wordOf(s, other ? first : flat);
  const words = i32x4(wordOf(s, first), wordOf(s, second), wordOf(s, flat), wordOf(s, last));
  v128.store(at, words, NEAR_AT);
  const place = s.upper + ((<usize>(s.beside + i)) << 2);
  store<u32>(at, s.beside < s.first ? load<u32>(place) & s.mask : 0, NEAR_AT + 16);
}

/** Where the bits so far are beside those of four magnitudes, and the next three of these: 0 … 23, or FAR_OFF. */
// @ts-ignore: decorator
@inline
function near(known: u32, magnitudes: v128, left: u32): v128 {
  const off = i32x4.sub(i32x4.splat(known), i32x4.shr_u(magnitudes, left));
  const next = v128.and(i32x4.shr_u(magnitudes, max<u32>(left, 3) - 3), i32x4.splat(7));
  const number = i32x4.add(i32x4.shl(i32x4.add(off, i32x4.splat(1)), 3), next);
  const isFar = i32x4.gt_s(i32x4.abs(off), i32x4.splat(1));
  return v128.bitselect(i32x4.splat(FAR_OFF), number, isFar);
}

/**
 * Codes bits behind the first ones into s.nearBits. Returns how many.
 *
 * @param first the exponent and the first bits of the mantissa.
 * @param low bits of the word behind those.
 */
export function codeNear(s: State, i: u32, first: u32, low: u32, upper: u32): u32 {
  const below = s.words == 2 ? 32 : 0;
  s.nearBits = first;
  if (low < 2 || (s.useful < USEFUL && (s.count & SELDOM) != 0)) return 0;
  if (!s.isNear) findNear(s, i);
  const at = changetype<usize>(s);
  const magnitudes = v128.load(at, NEAR_AT);
  const other = i32x4.splat(load<i32>(at, NEAR_AT + 16));
  const apart = i32x4(0, NEARS_APART, 2 * NEARS_APART, 3 * NEARS_APART);
  const from = i32x4.add(apart, i32x4.splat(<i32>s.nears));
  const most = min(low, DEEPEST);
  let known = first;
  let depth: u32 = 0;
  for (; depth < most; depth++) {
    const left = low - depth;
    const numbers = near(known, magnitudes, left);
    const beside = i32x4.extract_lane(near(known, other, left), 0);
    if (beside == FAR_OFF && i32x4.all_true(i32x4.eq(numbers, i32x4.splat(FAR_OFF)))) break;
    const not = (s.refused >> (left - 1)) & 1;
    let bit = forced(s, left - 1 + below, not);
    if (bit == 2) {
      const l = i32x4.extract_lane(numbers, 0);
      const u = i32x4.extract_lane(numbers, 1);
      const p = i32x4.extract_lane(numbers, 2);
      const q = i32x4.extract_lane(numbers, 3);
      const a = i32x4.add(i32x4.mul(i32x4.splat(depth), i32x4.splat(32)), numbers);
      const b = i32x4(p * 32 + beside, l * 32 + u, q * 32 + p, beside * 32 + <i32>depth);
      const weights = s.weights + (NEAR_ROWS + <usize>depth) * ROW;
      bit = decideMixed(
        s,
        i32x4.add(i32x4.shl(a, 2), from),
        i32x4.add(i32x4.shl(b, 2), i32x4.add(from, i32x4.splat(4 * NEARS_APART))),
        weights,
        (upper >> (left - 1)) & 1,
      );
      const given = <f32>s.given * (1.0 / 65536);
      s.useful += (given - s.useful) * MEMORY;
    }
    follow(s, not, bit);
    known = (known << 1) | bit;
  }
  s.nearBits = known;
  return depth;
}
