// Pushes of rans.ts. Dividing integers of 64 bits takes a processor longer than all the rest of a push,
// so doubles are divided, four lanes at a time where there are as many, and what rounding did to the quotients is
// mended. All ways give the same heads and words, to the bit.
//
// Bounds: before the step head < freq << (63 - precision), so head / freq < 2^(63 - precision)
// and the result stays below 2^63. After a renormalisation head < 2^31, before it head >= 2^31.

import { evens, odds } from './lanes';

/** Least precision at which four lanes are pushed together; see {@link quotients}. */
const LEAST_PRECISION: u64 = 12;

// A double in [2^52, 2^53) has the integer that it is above 2^52 in its last bits, one in [2^84, 2^85)
// has there 2^-32 times what it is above 2^84. So a number of 32 bits with one of these words in
// front is a double.
const WORD52: i32 = 0x43300000;
const WORD84: i32 = 0x45300000;
const TWO52 = 4503599627370496.0;
const TWO84 = 19342813113834066795298816.0;

/** Least precision at which one lane multiplies by a reciprocal; see {@link nearQuotient}. */
const LEAST_PRECISION_OF_ONE: u64 = 16;

/**
 * The quotient of a head, or one more. The reciprocal does not wait for the head.
 *
 * A quotient is below 2^47 at a precision of 16 or more. Head, reciprocal and product are each rounded by less than
 * 2^-53 of themselves, which together is a twentieth at most; so what it is rounded to last is the whole number
 * below or the one above.
 */
// @ts-ignore: decorator
@inline
function nearQuotient(head: u64, freq: u64): u64 {
  const near = <f64>(<i64>head) * (1.0 / <f64>(<i64>freq)) + TWO52;
  return reinterpret<u64>(near) & 0xfffffffffffff;
}

/** Pushes [start, start + freq) of 2^precision onto one lane. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function pushOne(slot: usize, tail: usize, start: u64, freq: u64, precision: u64): usize {
  let head = load<u64>(slot);
  const emit = u64(head >= freq << (63 - precision));
  store<u32>(tail, <u32>head);
  head >>= emit << 5;
  const q = precision < LEAST_PRECISION_OF_ONE ? head / freq : nearQuotient(head, freq);
  // In [-freq, freq): below 0 where the quotient is one too many.
  const rest = head - q * freq;
  const back = (freq - ((<u64>1) << precision)) & <u64>(<i64>rest >> 63);
  store<u64>(slot, (q << precision) + rest + back + start);
  return tail + <usize>(emit << 2);
}

/**
 * Quotients of two heads, each the whole quotient or one more, in the last 52 bits.
 *
 * A quotient is below 2^51 at a precision of 12 or more. Rounding the head to a double moves it by
 * less than 2^-53 of itself, a quarter at most, and the division moves it by an eighth; so what it is
 * rounded to last is the whole number below or the one above.
 *
 * @param uppers the upper halves of heads behind WORD84.
 * @param lowers the lower halves behind WORD52.
 * @param divisors behind WORD52.
 */
// @ts-ignore: decorator
@inline
function quotients(uppers: v128, lowers: v128, divisors: v128): v128 {
  const head = f64x2.add(f64x2.sub(uppers, f64x2.splat(TWO84 + TWO52)), lowers);
  const divisor = f64x2.sub(divisors, f64x2.splat(TWO52));
  return f64x2.add(f64x2.div(head, divisor), f64x2.splat(TWO52));
}

/** The first two of four words, each with the word of the same number in `front` in front of it. */
// @ts-ignore: decorator
@inline
function firstTwo(words: v128, front: v128): v128 {
  return v128.shuffle<u32>(words, front, 0, 4, 1, 5);
}

/** The last two. */
// @ts-ignore: decorator
@inline
function lastTwo(words: v128, front: v128): v128 {
  return v128.shuffle<u32>(words, front, 2, 6, 3, 7);
}

/** Pushes four intervals (u32) onto four lanes, the last one first. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function pushFour(
  slots: usize,
  tail: usize,
  starts: v128,
  freqs: v128,
  precision: i32,
): usize {
  const a = v128.load(slots);
  const b = v128.load(slots, 16);
  let lower = evens(a, b);
  let upper = odds(a, b);
  // head >= freq << (63 - precision), which is a question of upper halves only.
  const limit = i32x4.mul(freqs, i32x4.splat(1 << (31 - precision)));
  const emit = i32x4.gt_s(upper, i32x4.sub(limit, i32x4.splat(1)));
  const bits = i32x4.bitmask(emit);
  v128.store_lane<u32>(tail, lower, 3);
  tail += <usize>((bits & 8) >> 1);
  v128.store_lane<u32>(tail, lower, 2);
  tail += <usize>(bits & 4);
  v128.store_lane<u32>(tail, lower, 1);
  tail += <usize>((bits & 2) << 1);
  v128.store_lane<u32>(tail, lower, 0);
  tail += <usize>((bits & 1) << 2);
  lower = v128.bitselect(upper, lower, emit);
  upper = v128.andnot(upper, emit);

  const word52 = i32x4.splat(WORD52);
  const word84 = i32x4.splat(WORD84);
  const p = quotients(firstTwo(upper, word84), firstTwo(lower, word52), firstTwo(freqs, word52));
  const q = quotients(lastTwo(upper, word84), lastTwo(lower, word52), lastTwo(freqs, word52));

  // Remainders in [-freq, freq): below 0 where the quotient is one too many. There they want freq, and
  // the head wants 2^precision less. What is then to be added has the sign that the remainder has.
  const rest = i32x4.sub(lower, i32x4.mul(evens(p, q), freqs));
  const sign = i32x4.shr_s(rest, 31);
  const back = v128.and(i32x4.sub(freqs, i32x4.splat(1 << precision)), sign);
  const place = i32x4.add(i32x4.add(rest, back), starts);
  // The shift takes the first twelve bits of the doubles off.
  v128.store(slots, i64x2.add(i64x2.shl(p, precision), firstTwo(place, sign)));
  v128.store(slots, i64x2.add(i64x2.shl(q, precision), lastTwo(place, sign)), 16);
  return tail;
}

/** Where to stop pushing one at a time on the way down from `end` to `row`: what is left is fours. */
// @ts-ignore: decorator
@inline
export function singlesTo(end: usize, row: usize, precision: u64): usize {
  return precision < LEAST_PRECISION ? row : end - ((end - row) & 3);
}

/** Pushes n intervals of one precision. Returns the end of the tail. */
export function push(
  heads: usize,
  lanes: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  precision: u64,
): usize {
  for (let end = n; end > 0; ) {
    const row = ((end - 1) / lanes) * lanes;
    const slots = heads - (row << 3);
    for (const to = singlesTo(end, row, precision); end > to; ) {
      end--;
      const start = <u64>load<u32>(starts + (end << 2));
      const freq = <u64>load<u32>(freqs + (end << 2));
      tail = pushOne(slots + (end << 3), tail, start, freq, precision);
    }
    for (; end > row; ) {
      end -= 4;
      const start = v128.load(starts + (end << 2));
      const freq = v128.load(freqs + (end << 2));
      tail = pushFour(slots + (end << 3), tail, start, freq, <i32>precision);
    }
  }
  return tail;
}

/** Pushes n intervals, each of its own precision (u32). A precision of 0 leaves the head alone. */
export function pushEach(
  heads: usize,
  lanes: usize,
  tail: usize,
  starts: usize,
  freqs: usize,
  n: usize,
  precisions: usize,
): usize {
  for (let i = n; i > 0; ) {
    i--;
    const freq = <u64>load<u32>(freqs + (i << 2));
    const start = <u64>load<u32>(starts + (i << 2));
    const precision = <u64>load<u32>(precisions + (i << 2));
    tail = pushOne(heads + ((i % lanes) << 3), tail, start, freq, precision);
  }
  return tail;
}
