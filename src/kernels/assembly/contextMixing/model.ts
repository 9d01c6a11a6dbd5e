// Bytes, bit by bit, each with a probability that is mixed from what followed in many contexts
// before. The model learns from every bit, so whoever decodes runs the same arithmetic.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), the
// PAQ family: histories by context, logistic mixing, refinement of the probability by context.

import { loadFour } from '../lanes';
import { learned, learnedFour } from './adaptiveMap';
import { nextState } from './bitHistory';
import { takeByte } from './contexts';
import {
  held,
  INPUTS,
  inputPairs,
  products,
  squashedAt,
  squashThree,
  sums,
  train,
  unpackHigh,
  unpackLow,
} from './logisticMixing';
import { findSecondLines, findSlots } from './slots';
import {
  CELLS,
  CONTEXTS,
  FINAL,
  INPUTS_AT,
  MAPS,
  MATCH_MAP,
  MIXED,
  REFINED_PER_UNIT,
  SLOTS,
  State,
  VALUES,
} from './state';

// @ts-ignore: decorator
@inline
const ROW: usize = INPUTS << 2;
/** Counts at which cells stop to slow down: those of histories, and those of matches. */
const HISTORY_LIMIT: i32 = 255;
const MATCH_LIMIT: i32 = 1023;
/** The rate at which mixers learn: the last, and by how much of itself it falls with each byte. */
const LAST_RATE: f32 = 0.002;
const RATE_DECAY: f32 = 0.0004;
const FINAL_RATE: f32 = 0.003;

/** Place in a slot of the bits of this half of a byte. */
// @ts-ignore: decorator
@inline
function placeOf(state: State): u32 {
  const top: u32 = 1 << (state.bits & 3);
  return (state.partial & (top - 1)) | top;
}

// The eight contexts are written out, here and below, so that their addresses are constants. Numbers
// go from loads to vectors by lanes: a vector that is loaded from where numbers were just stored waits.

/** The cell that the state of a context leads to. */
// @ts-ignore: decorator
@inline
function cellOf(base: usize, context: usize, place: u32): usize {
  const at = base + (context << 2);
  const history = <usize>load<u8>(load<u32>(at, SLOTS) + place);
  const cell = base + (context << 10) + (history << 2) + MAPS;
  store<u32>(at, <u32>cell, CELLS);
  return cell;
}

/** Where the pair of inputs is that a cell says. */
// @ts-ignore: decorator
@inline
function pairOf(cell: usize): usize {
  return inputPairs + ((<usize>(load<u32>(cell) >> 20)) << 2);
}

/** How many of eight values are not of cells that never move: contexts in which something happened. */
// @ts-ignore: decorator
@inline
function known(a: v128, b: v128): u32 {
  const still = i32x4.splat(1023);
  const first = i32x4.ne(v128.and(a, still), still);
  const second = i32x4.ne(v128.and(b, still), still);
  return popcnt(i16x8.bitmask(i16x8.narrow_i32x4_s(first, second)));
}

/** The probability of a 1, in units of 2^-16: 1 … 65535. */
// @ts-ignore: decorator
@inline
export function predict(state: State): u32 {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  const row =
    state.refined + ((<usize>((state.partial | (state.last4 << 8)) & state.refinedMask)) << 5);
  // Read ahead, since only its place in the row waits for the mixers.
  state.touched = load<u32>(row);
  const c0 = cellOf(base, 0, place);
  const c1 = cellOf(base, 1, place);
  const c2 = cellOf(base, 2, place);
  const c3 = cellOf(base, 3, place);
  const c4 = cellOf(base, 4, place);
  const c5 = cellOf(base, 5, place);
  const c6 = cellOf(base, 6, place);
  const c7 = cellOf(base, 7, place);
  const first = loadFour(c0, c1, c2, c3);
  const second = loadFour(c4, c5, c6, c7);
  v128.store(base, first, VALUES);
  v128.store(base, second, VALUES + 16);
  const pairs = loadFour(pairOf(c0), pairOf(c1), pairOf(c2), pairOf(c3));
  const others = loadFour(pairOf(c4), pairOf(c5), pairOf(c6), pairOf(c7));
  const foretold = predictMatch(state);
  const cell = state.matchCell;
  const matched = cell ? load<u32>(pairOf(cell)) : 0;
  const inputs = base + INPUTS_AT;
  const a = unpackLow(pairs);
  const b = unpackHigh(pairs);
  const c = unpackLow(others);
  const d = unpackHigh(others);
  const e = unpackLow(i32x4.replace_lane(i32x4(0, 0x01000000, 0, 0), 0, matched));
  v128.store(inputs, a);
  v128.store(inputs, b, 16);
  v128.store(inputs, c, 32);
  v128.store(inputs, d, 48);
  v128.store(inputs, e, 64);

  const weights = state.weights;
  const row0 = weights + <usize>(foretold * (<u32>CONTEXTS + 1) + known(first, second)) * ROW;
  const row1 = weights + (256 + <usize>state.partial) * ROW;
  const row2 = weights + (512 + <usize>(state.last4 & 255)) * ROW;
  state.row0 = row0;
  state.row1 = row1;
  state.row2 = row2;
  const mixed = held(
    sums(
      products(row0, a, b, c, d, e),
      products(row1, a, b, c, d, e),
      products(row2, a, b, c, d, e),
    ),
  );
  v128.store(base, mixed, MIXED);
  const last = base + FINAL + ((<usize>state.partial) << 4);
  state.finalRow = last;
  const parts = f32x4.mul(v128.load(last), mixed);
  const sum = f32x4.add(parts, v128.shuffle<f32>(parts, parts, 1, 1, 1, 1));
  const odds = held(f32x4.add(sum, v128.shuffle<f32>(parts, parts, 2, 2, 2, 2)));
  return refine(state, row, f32x4.extract_lane(odds, 0));
}

/** The probability of log-odds, half of it refined by what happened after the last bytes. */
// @ts-ignore: decorator
@inline
function refine(state: State, row: usize, odds: f32): u32 {
  const above = f32x4.splat(odds + 12.0);
  const steps = f32x4.mul(above, f32x4(256, REFINED_PER_UNIT, 0, 0));
  const places = i32x4.trunc_sat_f32x4_s(steps);
  const mixed = squashedAt(i32x4.extract_lane(places, 0));
  const entry = <usize>i32x4.extract_lane(places, 1);
  const at = row + (entry << 1);
  const parts = f32x4.sub(steps, f32x4.convert_i32x4_s(places));
  const part = f32x4.extract_lane(parts, 1);
  state.mixedAll = mixed;
  state.refinedAt = at;
  state.refinedPart = part;
  const two = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(v128.load_zero<u32>(at)));
  const refined = f32x4.extract_lane(two, 0) * (1 - part) + f32x4.extract_lane(two, 1) * part;
  const p = i32x4.trunc_sat_f32x4_s(f32x4.splat(mixed * 32768.0 + refined * 0.5));
  return min(max(i32x4.extract_lane(p, 0), 1), 65535);
}

/** Finds the cell of the match, or none. @returns how much of a match there is: 0 … 4. */
// @ts-ignore: decorator
@inline
function predictMatch(state: State): u32 {
  const expected = <u32>load<u8>(state.bytes + state.matchAt) | 256;
  if (state.matched == 0 || expected >> (8 - state.bits) != state.partial) {
    state.matched = 0;
    state.matchCell = 0;
    return 0;
  }
  const bit = (expected >> (7 - state.bits)) & 1;
  const n = state.matched;
  const length = n < 16 ? n : min(16 + ((n - 16) >> 2), 63);
  state.matchCell = changetype<usize>(state) + MATCH_MAP + <usize>((length << 3) | (bit << 2));
  return length < 8 ? 1 : length < 16 ? 2 : length < 24 ? 3 : 4;
}

/** Moves the history of a context on. */
// @ts-ignore: decorator
@inline
function advance(base: usize, context: usize, place: u32, bit: u32): void {
  const history = <usize>load<u32>(base + (context << 2), SLOTS) + place;
  store<u8>(history, load<u8>(nextState + ((<usize>load<u8>(history)) << 1) + bit));
}

/** Moves the cells of four contexts towards the bit. */
// @ts-ignore: decorator
@inline
function learnFour(base: usize, context: usize, bit: u32): void {
  const at = base + (context << 2);
  const values = learnedFour(v128.load(at, VALUES), bit, HISTORY_LIMIT);
  v128.store_lane<u32>(load<u32>(at, CELLS), values, 0);
  v128.store_lane<u32>(load<u32>(at, CELLS + 4), values, 1);
  v128.store_lane<u32>(load<u32>(at, CELLS + 8), values, 2);
  v128.store_lane<u32>(load<u32>(at, CELLS + 12), values, 3);
}

/** Learns a bit. */
// @ts-ignore: decorator
@inline
export function update(state: State, bit: u32): void {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  advance(base, 0, place, bit);
  advance(base, 1, place, bit);
  advance(base, 2, place, bit);
  advance(base, 3, place, bit);
  advance(base, 4, place, bit);
  advance(base, 5, place, bit);
  advance(base, 6, place, bit);
  advance(base, 7, place, bit);
  learnFour(base, 0, bit);
  learnFour(base, 4, bit);
  const cell = state.matchCell;
  if (cell) store<u32>(cell, learned(load<u32>(cell), bit, MATCH_LIMIT));

  const inputs = base + INPUTS_AT;
  const a = v128.load(inputs);
  const b = v128.load(inputs, 16);
  const c = v128.load(inputs, 32);
  const d = v128.load(inputs, 48);
  const e = v128.load(inputs, 64);
  const y = <f32>bit;
  const mixed = v128.load(base, MIXED);
  const errors = f32x4.sub(f32x4.splat(y), squashThree(mixed));
  const steps = f32x4.mul(errors, f32x4.splat(state.rate));
  train(state.row0, a, b, c, d, e, v128.shuffle<f32>(steps, steps, 0, 0, 0, 0));
  train(state.row1, a, b, c, d, e, v128.shuffle<f32>(steps, steps, 1, 1, 1, 1));
  train(state.row2, a, b, c, d, e, v128.shuffle<f32>(steps, steps, 2, 2, 2, 2));
  const last = state.finalRow;
  const step = f32x4.splat((y - state.mixedAll) * FINAL_RATE);
  v128.store(last, f32x4.add(v128.load(last), f32x4.mul(step, mixed)));

  const nearer = state.refinedAt + ((<usize>(state.refinedPart >= 0.5)) << 1);
  const value = <i32>load<u16>(nearer);
  store<u16>(nearer, value + ((<i32>((0 - bit) & 65535) - value) >> 6));

  state.partial = (state.partial << 1) | bit;
  state.bits++;
  if (state.bits == 8) {
    const byte = state.partial & 255;
    state.partial = 1;
    state.bits = 0;
    state.rate = max(state.rate - state.rate * RATE_DECAY, LAST_RATE);
    takeByte(state, byte);
    findSlots(state);
  } else if (state.bits == 3) findSecondLines(state);
  else if (state.bits == 4) findSlots(state);
}
