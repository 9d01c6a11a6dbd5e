// How often values were in a cell of 2^l, for arrays of up to 16 bits: some have few distinct ones, or
// values that never come, which no prediction tells.

import { log2Four } from './four';
import { COUNTED, State } from './state';

// @ts-ignore: decorator
@inline
function isCounted(s: State, bits: u32): bool {
  return s.bits <= 16 && s.step == 1.0 && bits < min(COUNTED, s.bits);
}

// @ts-ignore: decorator
@inline
function count(s: State, bits: u32, cell: u32): u32 {
  return load<u32>(s.counts + ((<usize>(((<u32>1) << (s.bits - bits)) + cell)) << 2));
}

// @ts-ignore: decorator
@inline
function odds(a: u32, b: u32): f32 {
  return f32x4.extract_lane(log2Four(f32x4.splat((<f32>a + 0.05) / (<f32>b + 0.05))), 0);
}

// @ts-ignore: decorator
@inline
function few(count: u32): usize {
  return count == 0 ? 0 : count < 3 ? 1 : 2;
}

/** The cell between two distances from the threshold. */
// @ts-ignore: decorator
@inline
function cellOf(s: State, near: f64, far: f64): u32 {
  return <u32>(s.above ? s.threshold + near : s.threshold - far) >> s.cellBits;
}

/** What counts tell of a cell: how many were in it and beside it, and whether the last one was. */
// @ts-ignore: decorator
@inline
export function tellsCell(s: State, near: f64, far: f64): usize {
  if (!isCounted(s, s.cellBits)) return 0;
  const cell = cellOf(s, near, far);
  const here = count(s, s.cellBits, cell);
  const beside = count(s, s.cellBits + 1, cell >> 1) - here;
  return few(here) + 3 * <usize>(<u32>s.before >> s.cellBits == cell) + (beside < 2 ? 0 : 6);
}

/** Log-odds of a cell against the one beside it. */
// @ts-ignore: decorator
@inline
export function countedCell(s: State, near: f64, far: f64): f32 {
  if (!isCounted(s, s.cellBits)) return 0.0;
  const cell = cellOf(s, near, far);
  const here = count(s, s.cellBits, cell);
  return odds(here, count(s, s.cellBits + 1, cell >> 1) - here);
}

/** The lower of the two halves, of 2^bits each, that begin at a distance from the threshold. */
// @ts-ignore: decorator
@inline
function lowerHalf(s: State, near: f64, width: f64, bits: u32): u32 {
  return <u32>(s.above ? s.threshold + near : s.threshold - near - 2.0 * width) >> bits;
}

/** What counts tell of two halves. */
// @ts-ignore: decorator
@inline
export function tellsHalves(s: State, near: f64, width: f64, bits: u32): usize {
  if (!isCounted(s, bits)) return 0;
  const half = lowerHalf(s, near, width, bits);
  const lower = few(count(s, bits, half));
  const upper = few(count(s, bits, half + 1));
  return s.above ? 3 * upper + lower : 3 * lower + upper;
}

/** Log-odds of the farther of two halves against the nearer. */
// @ts-ignore: decorator
@inline
export function countedHalves(s: State, near: f64, width: f64, bits: u32): f32 {
  if (!isCounted(s, bits)) return 0.0;
  const half = lowerHalf(s, near, width, bits);
  const lower = count(s, bits, half);
  const upper = count(s, bits, half + 1);
  return s.above ? odds(upper, lower) : odds(lower, upper);
}

/** Counts a value. */
export function countValue(s: State, value: u32): void {
  if (s.bits > 16) return;
  for (let bits: u32 = 0; bits <= min(COUNTED, s.bits); bits++) {
    const at = s.counts + ((<usize>(((<u32>1) << (s.bits - bits)) + (value >> bits))) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}
