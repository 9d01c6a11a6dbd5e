// Bytes, bit by bit, each with a probability that is mixed from what followed in many contexts
// before. The model learns from every bit, so whoever decodes runs the same arithmetic.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), the
// PAQ family: histories by context, logistic mixing, refinement of the probability by context.

import { learn } from './adaptiveMap';
import { nextState } from './bitHistory';
import { held, INPUTS, inputPairs, mixed, squash, train, unpack } from './logisticMixing';
import { takeByte } from './contexts';
import { findLines, findSlots } from './slots';
import {
  CELLS,
  CONTEXTS,
  FINAL,
  INPUTS_AT,
  MAPS,
  MATCH_MAP,
  PAIRS,
  REFINED_PER_UNIT,
  SLOTS,
  State,
} from './state';

// @ts-ignore: decorator
@inline
const ROW: usize = INPUTS << 2;
/** Counts at which cells stop to slow down: those of histories, and those of matches. */
const HISTORY_LIMIT: u32 = 255;
const MATCH_LIMIT: u32 = 1023;
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

// The eight contexts are written out, here and below, so that their addresses are constants.

/** Sets the pair of inputs of a context. @returns whether anything happened in it before. */
// @ts-ignore: decorator
@inline
function look(base: usize, context: usize, place: u32): u32 {
  const at = base + (context << 2);
  const history = <usize>load<u8>(load<u32>(at, SLOTS) + place);
  const cell = base + (context << 10) + (history << 2) + MAPS;
  store<u32>(at, <u32>cell, CELLS);
  store<u32>(at, load<u32>(inputPairs + ((load<u32>(cell) >> 20) << 2)), PAIRS);
  return u32(history != 0);
}

// @ts-ignore: decorator
@inline
function learnHistory(base: usize, context: usize, place: u32, bit: u32): void {
  const at = base + (context << 2);
  learn(load<u32>(at, CELLS), bit, HISTORY_LIMIT);
  const history = <usize>load<u32>(at, SLOTS) + place;
  store<u8>(history, load<u8>(nextState + (<usize>load<u8>(history) << 1) + bit));
}

/** The probability of a 1, in units of 2^-16: 1 … 65535. */
export function predict(state: State): u32 {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  const known =
    look(base, 0, place) +
    look(base, 1, place) +
    look(base, 2, place) +
    look(base, 3, place) +
    look(base, 4, place) +
    look(base, 5, place) +
    look(base, 6, place) +
    look(base, 7, place);
  const foretold = predictMatch(state);
  const inputs = base + INPUTS_AT;
  store<u32>(base + (CONTEXTS << 2), 0x01000000, PAIRS + 4);
  unpack(base + PAIRS, inputs, CONTEXTS + 4);

  const weights = state.weights;
  state.row0 = weights + <usize>(foretold * (<u32>CONTEXTS + 1) + known) * ROW;
  state.row1 = weights + (256 + <usize>state.partial) * ROW;
  state.row2 = weights + (512 + <usize>(state.last4 & 255)) * ROW;
  state.mixed0 = mixed(state.row0, inputs);
  state.mixed1 = mixed(state.row1, inputs);
  state.mixed2 = mixed(state.row2, inputs);
  const last = base + FINAL + (<usize>state.partial << 4);
  state.finalRow = last;
  const sum = load<f32>(last) * state.mixed0 + load<f32>(last, 4) * state.mixed1;
  const odds = held(sum + load<f32>(last, 8) * state.mixed2);
  state.mixedAll = odds;
  state.squashedAll = squash(odds);

  const row = (state.partial | (state.last4 << 8)) & state.refinedMask;
  const steps = (odds + 12.0) * REFINED_PER_UNIT;
  const entry = <u32>(<i32>steps);
  const at = state.refined + (<usize>row << 5) + (<usize>entry << 1);
  const part = steps - <f32>entry;
  state.refinedAt = at;
  state.refinedPart = part;
  const refined = <f32>load<u16>(at) * (1 - part) + <f32>load<u16>(at, 2) * part;
  return min(max(<i32>(state.squashedAll * 32768.0 + refined * 0.5), 1), 65535);
}

/** Sets the pair of the match. @returns how much of a match there is: 0 … 4. */
// @ts-ignore: decorator
@inline
function predictMatch(state: State): u32 {
  const base = changetype<usize>(state);
  const expected = <u32>load<u8>(state.bytes + state.matchAt) | 256;
  if (state.matched == 0 || expected >> (8 - state.bits) != state.partial) {
    state.matched = 0;
    state.matchCell = 0;
    store<u32>(base + (CONTEXTS << 2), 0, PAIRS);
    return 0;
  }
  const bit = (expected >> (7 - state.bits)) & 1;
  const n = state.matched;
  const length = n < 16 ? n : min(16 + ((n - 16) >> 2), 63);
  const cell = base + MATCH_MAP + <usize>((length << 3) | (bit << 2));
  state.matchCell = cell;
  store<u32>(base + (CONTEXTS << 2), load<u32>(inputPairs + ((load<u32>(cell) >> 20) << 2)), PAIRS);
  return length < 8 ? 1 : length < 16 ? 2 : length < 24 ? 3 : 4;
}

/** Learns a bit. */
export function update(state: State, bit: u32): void {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  learnHistory(base, 0, place, bit);
  learnHistory(base, 1, place, bit);
  learnHistory(base, 2, place, bit);
  learnHistory(base, 3, place, bit);
  learnHistory(base, 4, place, bit);
  learnHistory(base, 5, place, bit);
  learnHistory(base, 6, place, bit);
  learnHistory(base, 7, place, bit);
  if (state.matchCell) learn(state.matchCell, bit, MATCH_LIMIT);

  const inputs = base + INPUTS_AT;
  const y = <f32>bit;
  const rate = state.rate;
  train(state.row0, inputs, (y - squash(state.mixed0)) * rate);
  train(state.row1, inputs, (y - squash(state.mixed1)) * rate);
  train(state.row2, inputs, (y - squash(state.mixed2)) * rate);
  const last = state.finalRow;
  const step = (y - state.squashedAll) * FINAL_RATE;
  store<f32>(last, load<f32>(last) + step * state.mixed0);
  store<f32>(last, load<f32>(last, 4) + step * state.mixed1, 4);
  store<f32>(last, load<f32>(last, 8) + step * state.mixed2, 8);

  const nearer = state.refinedAt + (<usize>(state.refinedPart >= 0.5) << 1);
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
    findLines(state);
    findSlots(state);
  } else if (state.bits == 3) findLines(state);
  else if (state.bits == 4) findSlots(state);
}

