// Rows of bytes, bit by bit, each with a probability that is mixed from what followed in many contexts before.
// The model learns from every bit, so whoever decodes runs the same arithmetic.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), the PAQ family, its
// models of records above all. Contexts, guesses and states are our own.

import { learnedFour } from '../contextMixing/adaptiveMap';
import { nextState } from '../contextMixing/bitHistory';
import { held, inputPairs, squashedAt, squashThree, sums } from '../contextMixing/logisticMixing';
import { loadFour } from '../lanes';
import { takeByte } from './contexts';
import { directCells, findDirect } from './direct';
import { findGuesses, halve } from './guesses';
import { predictMatch } from './match';
import { products, train } from './mixing';
import { findSecondLines, findSlots } from './slots';
import {
  CELLS,
  CONTEXTS,
  DIRECT,
  FINAL,
  GUESSES,
  INPUTS,
  INPUTS_AT,
  MAPS,
  MIXED,
  REFINED_PER_UNIT,
  ROWS_COLUMN,
  ROWS_KNOWN,
  SLOTS,
  State,
  VALUES,
} from './state';

// @ts-ignore: decorator
@inline
const ROW: usize = INPUTS << 2;
// @ts-ignore: decorator
@inline
const MATCH_CELL: usize = CELLS + ((CONTEXTS + DIRECT + GUESSES) << 2);
/** Counts at which cells stop to slow down: most of them, and those beside that of the match. */
const LIMIT: i32 = 255;
const MATCH_LIMIT: i32 = 1020;
/** The rate at which mixers learn: the last, and by how much of itself it falls with each byte. */
const LAST_RATE: f32 = 0.002;
const RATE_DECAY: f32 = 0.0004;
const FINAL_RATE: f32 = 0.003;
/** Trust in the model and in nothing never falls below this. */
const LEAST_TRUST: f32 = 0.00003;

/** Place in a slot of the bits of this half of a byte. */
// @ts-ignore: decorator
@inline
function placeOf(state: State): u32 {
  const top: u32 = 1 << (state.bits & 3);
  return (state.partial & (top - 1)) | top;
}

/** The cell that the state of a context leads to. */
// @ts-ignore: decorator
@inline
function cellOf(base: usize, context: usize, place: u32): u32 {
  const history = <usize>load<u8>(<usize>load<u32>(base + (context << 2), SLOTS) + place);
  const cell = <u32>(base + (context << 10) + (history << 2) + MAPS);
  store<u32>(base + (context << 2), cell, CELLS);
  return u32(history != 0);
}

// @ts-ignore: decorator
@inline
function pairOf(cell: usize): usize {
  return inputPairs + ((<usize>(load<u32>(cell) >> 20)) << 2);
}

/** Reads four cells, and makes inputs of them. */
// @ts-ignore: decorator
@inline
function inputsOf(base: usize, four: usize): v128 {
  const at = base + (four << 4);
  const c0 = <usize>load<u32>(at, CELLS);
  const c1 = <usize>load<u32>(at, CELLS + 4);
  const c2 = <usize>load<u32>(at, CELLS + 8);
  const c3 = <usize>load<u32>(at, CELLS + 12);
  v128.store(at, loadFour(c0, c1, c2, c3), VALUES);
  const pairs = loadFour(pairOf(c0), pairOf(c1), pairOf(c2), pairOf(c3));
  const odds = f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(pairs, 16), 16));
  const inputs = f32x4.mul(odds, f32x4.splat(1.0 / 1024.0));
  v128.store(at, inputs, INPUTS_AT);
  return inputs;
}

/** The row of the mixer that knows whether a byte is like that above and that expected, so far. */
// @ts-ignore: decorator
@inline
function agreedRow(state: State, foretold: u32): u32 {
  const rest = 8 - state.bits;
  const above = u32((state.above | 256) >> rest == state.partial);
  const expected = u32((state.expected | 256) >> rest == state.partial) & u32(state.compared == 1);
  return (
    (((((state.bits << 1) | above) << 1) | expected) << 2) |
    state.compared |
    (u32(foretold > 0) << 7)
  );
}

/** Finds the cells of all inputs. @returns how many contexts something happened in. */
// @ts-ignore: decorator
@inline
function findCells(base: usize, place: u32): u32 {
  return (
    cellOf(base, 0, place) +
    cellOf(base, 1, place) +
    cellOf(base, 2, place) +
    cellOf(base, 3, place) +
    cellOf(base, 4, place) +
    cellOf(base, 5, place) +
    cellOf(base, 6, place) +
    cellOf(base, 7, place) +
    cellOf(base, 8, place) +
    cellOf(base, 9, place) +
    cellOf(base, 10, place) +
    cellOf(base, 11, place)
  );
}

/** The probability of a 1, in units of 2^-16: 1 … 65535. */
// @ts-ignore: decorator
@inline
export function predict(state: State): u32 {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  const refined =
    state.refined + ((<usize>(((state.column << 8) | state.partial) & state.refinedMask)) << 5);
  const refinedAbove =
    state.refinedAbove + ((<usize>((state.aboveRow + place) & state.refinedMask)) << 5);
  state.touched = load<u32>(refinedAbove);
  const known = findCells(base, place);
  directCells(state, place);
  findGuesses(state);
  const foretold = predictMatch(state);
  store<u32>(base, <u32>state.matchCell, MATCH_CELL);
  const a = inputsOf(base, 0);
  const b = inputsOf(base, 1);
  const c = inputsOf(base, 2);
  const d = inputsOf(base, 3);
  const e = inputsOf(base, 4);
  const f = inputsOf(base, 5);
  const row0 = state.weights + <usize>(foretold * (<u32>CONTEXTS + 1) + known) * ROW;
  const place1 = ((state.column << 3) | state.bits) & (<u32>ROWS_COLUMN - 1);
  const row1 = state.weights + (ROWS_KNOWN + <usize>place1) * ROW;
  const row2 = state.weights + (ROWS_KNOWN + ROWS_COLUMN + <usize>agreedRow(state, foretold)) * ROW;
  state.row0 = row0;
  state.row1 = row1;
  state.row2 = row2;
  const mixed = held(
    sums(
      products(row0, a, b, c, d, e, f),
      products(row1, a, b, c, d, e, f),
      products(row2, a, b, c, d, e, f),
    ),
  );
  v128.store(base, mixed, MIXED);
  const last = base + FINAL + ((<usize>(state.column & 1023)) << 4);
  state.finalRow = last;
  const parts = f32x4.mul(v128.load(last), mixed);
  const sum = f32x4.add(parts, v128.shuffle<f32>(parts, parts, 1, 1, 1, 1));
  const odds = held(f32x4.add(sum, v128.shuffle<f32>(parts, parts, 2, 2, 2, 2)));
  return refine(state, refined, refinedAbove, f32x4.extract_lane(odds, 0));
}

/** The probability of log-odds, half of it refined by what happened in this column, and below this byte. */
// @ts-ignore: decorator
@inline
function refine(state: State, row: usize, rowAbove: usize, odds: f32): u32 {
  const above = odds + 12.0;
  const mixed = squashedAt(<i32>(above * 256.0));
  const step = above * REFINED_PER_UNIT;
  const entry = <i32>step;
  const part = step - <f32>entry;
  const at = row + ((<usize>entry) << 1);
  const at2 = rowAbove + ((<usize>entry) << 1);
  state.mixedAll = mixed;
  state.refinedAt = at;
  state.refinedAt2 = at2;
  state.refinedPart = part;
  const low = <f32>(<u32>load<u16>(at) + <u32>load<u16>(at2));
  const high = <f32>(<u32>load<u16>(at, 2) + <u32>load<u16>(at2, 2));
  const p: f32 = mixed * 0.5 + (low * (1 - part) + high * part) * <f32>(0.25 / 65536.0);
  state.model = p;
  const known = load<f32>(state.trusts + ((<usize>state.column) << 2));
  const trust = known == 0 ? state.trustAll : known;
  state.trust = trust;
  const units = <i32>((p * trust + (1 - trust) * 0.5) * 65536.0);
  return min(max(units, 1), 65535);
}

/** Moves a trust in the model by how much better than nothing it foretold a bit. */
// @ts-ignore: decorator
@inline
function trusted(trust: f32, said: f32): f32 {
  const told = trust * said;
  return min(max(told / (told + (1 - trust) * 0.5), LEAST_TRUST), 1 - LEAST_TRUST);
}

/** Moves the trust of this column, which begins with that of all, and that of all. */
// @ts-ignore: decorator
@inline
function learnTrust(state: State, bit: u32): void {
  const said = bit ? state.model : 1 - state.model;
  store<f32>(state.trusts + ((<usize>state.column) << 2), trusted(state.trust, said));
  state.trustAll = trusted(state.trustAll, said);
}

/** Moves the history of a context on. */
// @ts-ignore: decorator
@inline
function advance(base: usize, context: usize, place: u32, bit: u32): void {
  const history = <usize>load<u32>(base + (context << 2), SLOTS) + place;
  store<u8>(history, load<u8>(nextState + ((<usize>load<u8>(history)) << 1) + bit));
}

/** Moves the cells of four inputs towards the bit. */
// @ts-ignore: decorator
@inline
function learnFour(base: usize, four: usize, bit: u32, limit: i32): void {
  const at = base + (four << 4);
  const values = learnedFour(v128.load(at, VALUES), bit, limit);
  v128.store_lane<u32>(load<u32>(at, CELLS), values, 0);
  v128.store_lane<u32>(load<u32>(at, CELLS + 4), values, 1);
  v128.store_lane<u32>(load<u32>(at, CELLS + 8), values, 2);
  v128.store_lane<u32>(load<u32>(at, CELLS + 12), values, 3);
}

// @ts-ignore: decorator
@inline
function refineEntry(entry: usize, part: f32, bit: u32): void {
  const nearer = entry + ((<usize>(part >= 0.5)) << 1);
  const value = <i32>load<u16>(nearer);
  store<u16>(nearer, value + ((<i32>((0 - bit) & 65535) - value) >> 6));
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
  advance(base, 8, place, bit);
  advance(base, 9, place, bit);
  advance(base, 10, place, bit);
  advance(base, 11, place, bit);
  learnFour(base, 0, bit, LIMIT);
  learnFour(base, 1, bit, LIMIT);
  learnFour(base, 2, bit, LIMIT);
  learnFour(base, 3, bit, LIMIT);
  learnFour(base, 4, bit, LIMIT);
  learnFour(base, 5, bit, MATCH_LIMIT);
  const y = <f32>bit;
  const mixed = v128.load(base, MIXED);
  const errors = f32x4.sub(f32x4.splat(y), squashThree(mixed));
  const steps = f32x4.mul(errors, f32x4.splat(state.rate));
  train(state.row0, base, v128.shuffle<f32>(steps, steps, 0, 0, 0, 0));
  train(state.row1, base, v128.shuffle<f32>(steps, steps, 1, 1, 1, 1));
  train(state.row2, base, v128.shuffle<f32>(steps, steps, 2, 2, 2, 2));
  const last = state.finalRow;
  const step = f32x4.splat((y - state.mixedAll) * FINAL_RATE);
  v128.store(last, f32x4.add(v128.load(last), f32x4.mul(step, mixed)));
  refineEntry(state.refinedAt, state.refinedPart, bit);
  refineEntry(state.refinedAt2, state.refinedPart, bit);
  learnTrust(state, bit);
  halve(state, bit);
  state.partial = (state.partial << 1) | bit;
  state.bits++;
  if (state.bits == 8) nextByte(state);
  else if (state.bits == 3) findSecondLines(state);
  else if (state.bits == 4) {
    findSlots(state);
    findDirect(state);
  }
}

function nextByte(state: State): void {
  const byte = state.partial & 255;
  state.partial = 1;
  state.bits = 0;
  state.rate = max(state.rate - state.rate * RATE_DECAY, LAST_RATE);
  takeByte(state, byte);
  findSlots(state);
  findDirect(state);
}
