// Guesses of the value of a field, as numbers of up to eight bytes. Around each guess lies a distribution as wide as
// its errors were lately, P(x) = 1/2 + x / (2 + 2 |x|), of which each bit takes the half that it decides about. What
// comes out is corrected by what came of it before in this column.

import { inputPairs } from '../contextMixing/logisticMixing';
import { valueBefore } from './fieldsBefore';
import { neighbour, slopeOf } from './peers';
import {
  CELLS,
  CERTAINTY,
  CONTEXTS,
  DIRECT,
  Field,
  GUESSED,
  GUESSES,
  LOWEST,
  STILL,
  State,
} from './state';

const FIRST: usize = CELLS + ((CONTEXTS + DIRECT) << 2);
/** By how much of what is new the mean error moves, and what is added so that it is never 0. */
const ERROR_RATE: f64 = 0.06;
const LEAST_ERROR: f64 = 0.3;

// @ts-ignore: decorator
@inline
function guess(state: State, at: usize, value: u64): void {
  store<u64>(changetype<usize>(state) + (at << 3), value, GUESSED);
}

/** Guesses the field that begins. */
export function guessField(state: State): void {
  const field = state.field;
  const n = state.fieldCount;
  const digits = field.digits;
  const mask: u64 = <u64>-1 >> <u64>(64 - 8 * digits);
  const above = valueBefore(state, n);
  const higher = valueBefore(state, 2 * n);
  const left = valueBefore(state, 1);
  const leftAbove = valueBefore(state, n + 1);
  const same =
    state.fieldNumber > 0 &&
    changetype<Field>(changetype<usize>(field) - offsetof<Field>()).width == field.width;
  guess(state, 0, above);
  guess(state, 1, (2 * above - higher) & mask);
  const third =
    n == 1
      ? 3 * above - 3 * higher + valueBefore(state, 3)
      : same
        ? above + left - leftAbove
        : (above + higher) >> 1;
  guess(state, 2, field.slope ? slopeOf(state, field.slope, mask) : third & mask);
  guess(state, 3, field.near ? neighbour(state, field.near, mask) : higher);
  const base = changetype<usize>(state);
  const errors = changetype<usize>(field) + offsetof<Field>('error0');
  const one = f64x2.splat(1.0);
  v128.store(base, f64x2.div(one, v128.load(errors)), CERTAINTY);
  v128.store(base, f64x2.div(one, v128.load(errors, 16)), CERTAINTY + 16);
}

/** What is still possible at the start of a byte. */
export function guessByte(state: State): void {
  const base = changetype<usize>(state);
  const digits = state.field.digits;
  if (state.along >= digits) {
    for (let k: usize = 0; k < GUESSES; k++)
      store<u32>(base + (k << 2), <u32>(base + STILL), FIRST);
    return;
  }
  const left = <u64>(8 * (digits - state.along));
  const low: u64 = left == 64 ? 0 : state.value << left;
  state.half = <f64>((<u64>1) << (left - 1));
  for (let at = base; at < base + (GUESSES << 3); at += 8) {
    const above = <f64>(<i64>(low - load<u64>(at, GUESSED)));
    store<f64>(at, (above - 0.5) * load<f64>(at, CERTAINTY), LOWEST);
  }
}

/** Finds the cells of all guesses. */
// @ts-ignore: decorator
@inline
export function findGuesses(state: State): void {
  if (state.along >= state.field.digits) return;
  const base = changetype<usize>(state);
  const row =
    state.corrected +
    ((<usize>(((state.column << 3) | state.bits) << 7) & <usize>state.correctedMask) << 2);
  const half = f64x2.splat(state.half);
  findTwo(base, 0, row, half);
  findTwo(base, 1, row + 256, half);
}

/**
 * The probability of the upper half of what is possible, for two guesses. Whichever side of the guess the middle is
 * on, it is turned to lie above, so that one quotient does: of (1 + low) / (2 (1 + middle)) where all lies above.
 */
// @ts-ignore: decorator
@inline
function findTwo(base: usize, two: usize, row: usize, half: v128): void {
  const one = f64x2.splat(1.0);
  const size = f64x2.mul(half, v128.load(base + (two << 4), CERTAINTY));
  const lowest = v128.load(base + (two << 4), LOWEST);
  const middle = f64x2.add(lowest, size);
  const turned = f64x2.lt(middle, f64x2.splat(0));
  const low = v128.bitselect(f64x2.neg(f64x2.add(middle, size)), lowest, turned);
  const high = f64x2.add(low, f64x2.add(size, size));
  const across = f64x2.lt(low, f64x2.splat(0));
  const over = v128.bitselect(f64x2.mul(size, f64x2.sub(one, low)), f64x2.add(one, low), across);
  const within = v128.bitselect(f64x2.sub(size, f64x2.mul(high, low)), one, across);
  const under = f64x2.mul(f64x2.add(one, f64x2.abs(middle)), f64x2.add(within, within));
  const p = f64x2.div(over, under);
  const ones = v128.bitselect(f64x2.sub(one, p), p, turned);
  const places = i32x4.trunc_sat_f64x2_s_zero(f64x2.mul(ones, f64x2.splat(4095.0)));
  storeCell(base + (two << 3), row, i32x4.extract_lane(places, 0));
  storeCell(base + (two << 3) + 4, row + 128, i32x4.extract_lane(places, 1));
}

/** Notes the cell of log-odds, in steps of a half. A probability is never out of 0 … 1, but for what rounding does. */
// @ts-ignore: decorator
@inline
function storeCell(at: usize, row: usize, place: i32): void {
  const odds = <i32>load<i16>(inputPairs + ((<usize>(place & 4095)) << 2));
  const step = min(max((odds >> 9) + 16, 0), 31);
  store<u32>(at, <u32>row + ((<u32>step) << 2), FIRST);
}

/** Goes on in the half that a bit decided for. */
// @ts-ignore: decorator
@inline
export function halve(state: State, bit: u32): void {
  const base = changetype<usize>(state);
  const half = f64x2.splat(bit ? state.half : 0);
  state.half *= 0.5;
  for (let at = base; at < base + (GUESSES << 3); at += 16) {
    const raised = f64x2.add(v128.load(at, LOWEST), f64x2.mul(half, v128.load(at, CERTAINTY)));
    v128.store(at, raised, LOWEST);
  }
}

/** Learns how far off the guesses of a field were. */
export function learnErrors(state: State): void {
  const base = changetype<usize>(state);
  const errors = changetype<usize>(state.field) + offsetof<Field>('error0');
  for (let at: usize = 0; at < GUESSES << 3; at += 8) {
    const off = <f64>(<i64>(state.value - load<u64>(base + at, GUESSED)));
    const error = load<f64>(errors + at);
    store<f64>(errors + at, error + (abs(off) + LEAST_ERROR - error) * ERROR_RATE);
  }
}
