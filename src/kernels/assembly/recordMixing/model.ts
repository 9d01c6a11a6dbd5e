// Rows of bytes, bit by bit, each with a probability that is mixed from what followed in many contexts before.
// The model learns from every bit, so whoever decodes runs the same arithmetic.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), the PAQ family, its
// models of records above all. Contexts, guesses and states are our own.

import { held, products, squashThree, sums } from '../contextMixing/logisticMixing';
import { setContexts, takeByte } from './contexts';
import { directCells, findDirect } from './direct';
import { chooseEase, learnEase, MIXED_ALL, predictEasy } from './ease';
import { findGuesses, guessByte, halve } from './guesses';
import { advance, findCells, inputsOf, learnFour, placeOf } from './inputs';
import { findMatch, predictMatch } from './match';
import { train } from './mixing';
import { learnRefined, refine } from './refine';
import { findLines, findSecondLines, findSlots } from './slots';
import {
  CELLS,
  CONTEXTS,
  DIRECT,
  FINAL,
  GUESSES,
  INPUTS,
  MIXED,
  ROWS_COLUMN,
  ROWS_KNOWN,
  State,
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
const LAST_RATE: f32 = 0.003;
const RATE_DECAY: f32 = 0.0004;
const FINAL_RATE: f32 = 0.003;
/** The least probability that is taken to have been said. */
const LEAST: f32 = 0.00003;

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

/** The probability of a 1, in units of 2^-16: 1 … 65535. */
// @ts-ignore: decorator
@inline
export function predict(state: State): u32 {
  return state.ease == MIXED_ALL ? predictMixed(state) : predictEasy(state);
}

// @ts-ignore: decorator
@inline
function predictMixed(state: State): u32 {
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
  const row0 = state.weights + <usize>(foretold * (<u32>CONTEXTS + 1) + known) * ROW;
  const place1 = ((state.column << 3) | state.bits) & (<u32>ROWS_COLUMN - 1);
  const row1 = state.weights + (ROWS_KNOWN + <usize>place1) * ROW;
  const row2 = state.weights + (ROWS_KNOWN + ROWS_COLUMN + <usize>agreedRow(state, foretold)) * ROW;
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
  const last = base + FINAL + ((<usize>(state.column & 1023)) << 4);
  state.finalRow = last;
  const parts = f32x4.mul(v128.load(last), mixed);
  const sum = f32x4.add(parts, v128.shuffle<f32>(parts, parts, 1, 1, 1, 1));
  const odds = held(f32x4.add(sum, v128.shuffle<f32>(parts, parts, 2, 2, 2, 2)));
  return refine(state, refined, refinedAbove, f32x4.extract_lane(odds, 0));
}

/** Learns a bit. */
// @ts-ignore: decorator
@inline
export function update(state: State, bit: u32): void {
  if (state.ease == MIXED_ALL) learn(state, bit);
  state.partial = (state.partial << 1) | bit;
  state.bits++;
  if (state.bits == 8) nextByte(state);
  else if (state.ease != MIXED_ALL) return;
  else if (state.bits == 3) findSecondLines(state);
  else if (state.bits == 4) {
    findSlots(state);
    findDirect(state);
  }
}

// @ts-ignore: decorator
@inline
function learn(state: State, bit: u32): void {
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
  learnFour(base, 0, bit, LIMIT);
  learnFour(base, 1, bit, LIMIT);
  learnFour(base, 2, bit, LIMIT);
  learnFour(base, 3, bit, LIMIT);
  learnFour(base, 4, bit, MATCH_LIMIT);
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
  learnRefined(state, bit);
  state.product *= max(bit ? state.model : 1 - state.model, LEAST);
  halve(state, bit);
}

function nextByte(state: State): void {
  const byte = state.partial & 255;
  if (state.ease == MIXED_ALL) state.rate = max(state.rate - state.rate * RATE_DECAY, LAST_RATE);
  learnEase(state, byte);
  takeByte(state, byte);
  beginByte(state);
}

/** Makes all ready for the first bit of a byte. */
export function beginByte(state: State): void {
  state.partial = 1;
  state.bits = 0;
  chooseEase(state);
  if (state.ease != MIXED_ALL) return;
  setContexts(state);
  findLines(state);
  findMatch(state);
  guessByte(state);
  findSlots(state);
  findDirect(state);
}
