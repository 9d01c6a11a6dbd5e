// Lower bits of mantissas. Where none of them leans to 0 or 1 they are coded bare, many at a time;
// numbers of fewer bits in a wider type, and whole numbers, have bits that do.

import { bare, decideAt, decideSteadily } from './decide';
import { follow, forced } from './refusals';
import { LEANING, LOW_ROW, NEW, State, TRAIL_ROW } from './state';

/** How far a share of ones is from one half before it counts, of 2^15: five times what chance does. */
const FAR: i16 = 8000;
const SPEED: i32 = 6;
/** What is off so little is chance, and counts as one half. */
const SLIGHT: i32 = 3000;
/** What counters of zeros at the end remember. */
const STEADY: i32 = 1000;
/** Values after which what is known of an exponent stands alone. */
const ENOUGH: u16 = 100;

/** Learns up to 32 bits of the shares at a place, a whole number of vectors. Returns whether any share leans. */
// @ts-ignore: decorator
@inline
function learn(shares: usize, bits: u32, value: u32): bool {
  const which = i16x8(1, 2, 4, 8, 16, 32, 64, 128);
  let leaning = i16x8.splat(0);
  for (let b: u32 = 0; b < bits; b += 8) {
    const place = shares + ((<usize>b) << 1);
    const before = v128.load(place);
    const isOne = i16x8.eq(v128.and(i16x8.splat(<i16>((value >> b) & 255)), which), which);
    const goals = v128.and(isOne, i16x8.splat(32767));
    const after = i16x8.add(before, i16x8.shr_s(i16x8.sub(goals, before), SPEED));
    const inUse = i16x8.lt_s(i16x8(0, 1, 2, 3, 4, 5, 6, 7), i16x8.splat(<i16>(bits - b)));
    v128.store(place, v128.bitselect(after, before, inUse));
    const off = i16x8.abs(i16x8.sub(after, i16x8.splat(16384)));
    leaning = v128.or(leaning, v128.and(inUse, i16x8.gt_s(off, i16x8.splat(FAR))));
  }
  return v128.any_true(leaning);
}

/** What is known of lower bits with an exponent, or of all that come with exponents that are new. */
// @ts-ignore: decorator
@inline
export function lowRow(s: State, exponent: u32): usize {
  const row = s.low + LOW_ROW * <usize>exponent;
  const seen = load<u16>(row, LEANING);
  if (seen < NEW) return row;
  const common = s.low + (LOW_ROW << s.exponentBits);
  store<u16>(row, seen + 1, LEANING);
  if (seen == NEW + ENOUGH) memory.copy(row, common, LOW_ROW);
  return common;
}

/**
 * Codes the zeros that a word ends with, and the one before them: numbers that were rounded to a coarser grid have
 * more than chance. Returns how many bits there were, and 64 more where the last of them was a one.
 */
// @ts-ignore: decorator
@inline
function codeTrail(s: State, exponent: u32, bits: u32, known: u32): u32 {
  const counters = s.trails + TRAIL_ROW * <usize>exponent;
  for (let n: u32 = 0; n < bits; n++) {
    if (decideSteadily(s, counters + ((<usize>n) << 2), STEADY, (known >> n) & 1)) return n + 65;
  }
  return bits;
}

/**
 * Codes the lowest bits of a word. Returns them.
 *
 * @param row what is known of such bits.
 * @param upper 1 for the upper word of a number, 0 for the lower one.
 * @param refused the same word of the magnitude that was refused.
 * @param below bits of the number in words below.
 */
export function codeLow(
  s: State,
  exponent: u32,
  row: usize,
  upper: u32,
  bits: u32,
  refused: u32,
  below: u32,
  known: u32,
): u32 {
  if (bits == 0) return 0;
  const shares = row + ((<usize>upper) << 6);
  const leaning = row + LEANING + ((<usize>upper) << 1);
  const leans = load<u16>(leaning) != 0;
  let trail: u32 = 0;
  if (below == 0 && (s.maybeRefused | s.maybeZero) == 0)
    trail = codeTrail(s, exponent, bits, known);
  const last = trail & 63;
  let value: u32 = 0;
  let left = bits;
  while (left > last && (leans || (s.maybeRefused | s.maybeZero) != 0)) {
    left--;
    const not = (refused >> left) & 1;
    let bit = forced(s, left + below, not);
    if (bit == 2) {
      let one = leans ? <i32>load<u16>(shares + ((<usize>left) << 1)) : 16384;
      if (abs(one - 16384) < SLIGHT) one = 16384;
      bit = decideAt(s, one, (known >> left) & 1);
    }
    follow(s, not, bit);
    value = (value << 1) | bit;
  }
  left -= last;
  if (left > 0)
    value = (value << left) | bare(s, left, ((known >> last) << (32 - left)) >> (32 - left));
  value = last == 32 ? (trail >> 6) << 31 : (value << last) | ((trail >> 6) << (last - 1));
  store<u16>(leaning, u16(learn(shares, bits, value)));
  return value;
}
