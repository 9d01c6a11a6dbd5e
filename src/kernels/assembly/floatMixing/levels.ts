// Levels: magnitudes by their exponents, with the mantissa as what is behind the point. They are nearly
// logarithms, and need none. As f32, or as whole numbers of eighths.

import { COLUMN, State } from './state';

/** More than what sums of values could overflow with. */
const HUGE: f64 = 1e299;
/** What is left of the number of values of a column in another plane. */
const AGED: f64 = 0.02;

/** The size of a value; 0 for what is no number. */
// @ts-ignore: decorator
@inline
export function sizeOf(s: State, upper: u32, lower: u32): f64 {
  if (<i32>(upper >> s.mantissaBits) == s.most) return 0;
  const bits = ((<u64>upper) << (52 - <u64>s.mantissaBits)) | <u64>lower;
  return min(reinterpret<f64>(bits) * s.scale, HUGE);
}

/** The level of a size in eighths. */
// @ts-ignore: decorator
@inline
export function eighthsOf(s: State, size: f64): i32 {
  const upper = <i32>(reinterpret<u64>(size) >> 32);
  return max(0, ((upper + 0x10000) >> 17) - ((1023 - s.bias) << 3));
}

/** The level of a magnitude. */
// @ts-ignore: decorator
@inline
export function levelOf(s: State, upper: u32): f32 {
  return <f32>upper * s.perOctave;
}

// What is known of a column: the sum of sizes (f64), how far its levels are from the mean (f32),
// how many values there were (f32), how many zeros came last (u8), and its last signs (u8).

// @ts-ignore: decorator
@inline
export function columnAt(s: State, x: u32): usize {
  return s.columns + s.perColumn * <usize>x;
}

/** Forgets columns, at the start of an array. */
export function clearColumns(s: State, columns: u32): void {
  memory.fill(s.columns, 0, COLUMN * <usize>columns);
}

/** Lets what is known of columns count for less, where another plane begins. */
export function ageColumns(s: State): void {
  for (let x: u32 = 0; x < s.row; x++) {
    const column = columnAt(s, x);
    store<f64>(column, load<f64>(column) * AGED);
    store<f32>(column, load<f32>(column, 12) * <f32>AGED, 12);
  }
}
