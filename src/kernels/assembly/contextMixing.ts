// Bytes, bit by bit, each with a probability that is mixed from what followed in many contexts
// before. The model learns from every bit, so whoever decodes runs the same arithmetic.
//
// Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), the
// PAQ family: histories by context, logistic mixing, refinement of the probability by context.

import { learn, prepareRates } from './adaptiveMap';
import { firstGuess, nextState, prepareHistories } from './bitHistory';
import { hash, slotOf } from './hashedSlots';
import {
  INPUTS,
  inputPairs,
  mixed,
  prepareLogistic,
  held,
  squash,
  train,
  unpack,
} from './logisticMixing';
import { takeByte } from './mixingContexts';
import {
  CELLS,
  CONTEXTS,
  FINAL,
  HASHES,
  HEADER,
  INPUTS_AT,
  LINES,
  MAPS,
  MATCH_MAP,
  MIXERS,
  PAIRS,
  SLOTS,
  State,
} from './mixingState';
import { emits, pushed, refill } from './rans';

// @ts-ignore: decorator
@inline
const ROW: usize = INPUTS << 2;
const WEIGHTS_SIZE: usize = MIXERS * 256 * ROW;
/** Entries of a row of refinements: of log-odds from -12 to 12 in steps of 1.6. */
// @ts-ignore: decorator
@inline
const REFINED: usize = 16;
// @ts-ignore: decorator
@inline
const STEPS_PER_UNIT: f32 = 0.625;
/** Counts at which cells stop to slow down: those of histories, and those of matches. */
const HISTORY_LIMIT: u32 = 255;
const MATCH_LIMIT: u32 = 1023;
/** Rates of the mixers: the first, the last, and by how much of itself it falls with each byte. */
const FIRST_RATE: f32 = 0.02;
const LAST_RATE: f32 = 0.002;
const RATE_DECAY: f32 = 0.0004;
const FINAL_RATE: f32 = 0.003;

/** Bits that number n things, at least `least` and at most `most`. */
function width(n: u32, least: u32, most: u32): u32 {
  return min(max(32 - clz(n), least), most);
}

/** Bits of the number of bytes of the table of slots. */
function tableBits(n: u32): u32 {
  return 6 + width(n, 6, 18);
}

function recentBits(n: u32): u32 {
  return width(n, 6, 22);
}

function refinedBits(n: u32): u32 {
  return width(n, 9, 16);
}

/** Bytes of memory that the state for n bytes takes: some 6 n, or 21 MB and n where that is less. */
export function mixingSize(n: u32): usize {
  const rows = <usize>(32 << refinedBits(n));
  const places = <usize>(4 << recentBits(n));
  return HEADER + WEIGHTS_SIZE + rows + places + <usize>(1 << tableBits(n)) + <usize>n + 256;
}

/** Makes the state for n bytes, 64-aligned, ready for the first bit. */
export function mixingStart(base: usize, n: u32): void {
  prepareHistories();
  prepareLogistic();
  prepareRates();
  memory.fill(base, 0, HEADER);
  const state = changetype<State>(base);
  let at = base + HEADER;
  state.weights = at;
  // Log-odds count from the start, a quarter each; the second inputs and the constant do not.
  for (let i: usize = 0; i < WEIGHTS_SIZE; i += 8) {
    const input = (i % ROW) >> 3;
    store<u64>(at + i, input <= CONTEXTS ? 0x3e800000 : 0);
  }
  at += WEIGHTS_SIZE;
  for (let i: usize = 0; i < 1024; i++) {
    store<f32>(base + FINAL + (i << 2), 1.0 / <f32>MIXERS);
  }
  state.refined = at;
  state.refinedMask = (1 << refinedBits(n)) - 1;
  for (let i: usize = 0; i < REFINED; i++) {
    const p = squash(held(<f32>i / STEPS_PER_UNIT - 12.0));
    store<u16>(at + (i << 1), <u16>(<i32>(p * 65535.0)));
  }
  memory.repeat(at + 32, at, 32, state.refinedMask);
  at += <usize>(32 << refinedBits(n));
  for (let i: usize = 0; i < CONTEXTS; i++) {
    memory.copy(base + MAPS + (i << 10), firstGuess, 1024);
    store<u32>(base + HASHES + (i << 2), hash(0, <u32>i));
  }
  for (let i: usize = 0; i < 64; i++) {
    const sure = <u32>(4194303.0 * (1.0 - 0.5 / (<f64>i + 1.5)));
    store<u32>(base + MATCH_MAP + (i << 3), (4194303 - sure) << 10);
    store<u32>(base + MATCH_MAP + (i << 3), sure << 10, 4);
  }
  state.recent = at;
  state.recentMask = (1 << recentBits(n)) - 1;
  memory.fill(at, 0, <usize>(4 << recentBits(n)));
  at += <usize>(4 << recentBits(n));
  at = (at + 63) & ~63;
  state.table = at;
  state.tableMask = (1 << (tableBits(n) - 6)) - 1;
  memory.fill(at, 0, <usize>(1 << tableBits(n)) + <usize>n + 32);
  state.bytes = at + <usize>(1 << tableBits(n)) + 16;
  state.partial = 1;
  state.rate = FIRST_RATE;
  findSlots(state);
}

/** Finds the slots of all contexts at the start of a byte and in its middle. */
function findSlots(state: State): void {
  const base = changetype<usize>(state);
  const table = state.table;
  const mask = state.tableMask;
  const half = state.bits;
  const salt = state.partial + 77;
  let touched: u32 = 0;
  // All lines are asked for before any is looked at: to wait for memory once, not for each.
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    let h = load<u32>(i, HASHES);
    let place = h;
    if (half) {
      // On the page of the first half.
      h = hash(h, salt);
      place ^= (h >> 7) & 63;
      store<u32>(i, h, HASHES);
    }
    const line = table + (<usize>(place & mask) << 6);
    store<u32>(i, <u32>line, LINES);
    touched |= load<u32>(line);
  }
  state.touched = touched;
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    const check = <u32>load<u8>(i, HASHES + 3);
    store<u32>(i, <u32>slotOf(load<u32>(i, LINES), check), SLOTS);
  }
}

/** Place in a slot of the bits of this half of a byte. */
// @ts-ignore: decorator
@inline
function placeOf(state: State): u32 {
  const top: u32 = 1 << (state.bits & 3);
  return (state.partial & (top - 1)) | top;
}

/** The probability of a 1, in units of 2^-16: 1 … 65535. */
function predict(state: State): u32 {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  let map = base + MAPS;
  let known: u32 = 0;
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    const history = <usize>load<u8>(load<u32>(i, SLOTS) + place);
    const cell = map + (history << 2);
    map += 1024;
    store<u32>(i, <u32>cell, CELLS);
    store<u32>(i, load<u32>(inputPairs + ((load<u32>(cell) >> 20) << 2)), PAIRS);
    known += u32(history != 0);
  }
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
  const steps = (odds + 12.0) * STEPS_PER_UNIT;
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
function update(state: State, bit: u32): void {
  const base = changetype<usize>(state);
  const place = placeOf(state);
  const next = nextState + bit;
  for (let i: usize = base; i < base + (CONTEXTS << 2); i += 4) {
    learn(load<u32>(i, CELLS), bit, HISTORY_LIMIT);
    const history = <usize>load<u32>(i, SLOTS) + place;
    store<u8>(history, load<u8>(next + (<usize>load<u8>(history) << 1)));
  }
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
    findSlots(state);
  } else if (state.bits == 4) findSlots(state);
}

/** Runs over n bytes and writes the probability of a 1 (u16) for each of their 8 n bits. */
export function mixingForward(base: usize, bytes: usize, n: usize, out: usize): void {
  const state = changetype<State>(base);
  for (const end = bytes + n; bytes < end; bytes++) {
    const byte = <u32>load<u8>(bytes);
    for (let b = 0; b < 8; b++) {
      store<u16>(out, predict(state));
      update(state, (byte >> (7 - b)) & 1);
      out += 2;
    }
  }
}

/**
 * Pushes bits [0, n) of bytes, the last first, by the probabilities that mixingForward wrote for
 * them; bit 0 belongs to this lane, and those that follow to those that follow it. Returns the end
 * of the tail.
 */
export function mixingPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  bytes: usize,
  probabilities: usize,
  n: usize,
  lane: usize,
): usize {
  lane = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    lane = lane == 0 ? lanes - 1 : lane - 1;
    const one = <u64>load<u16>(probabilities + (i << 1));
    const zero: u64 = 65536 - one;
    const isOne: u64 = -(<u64>(load<u8>(bytes + (i >> 3)) >> (7 - <u8>(i & 7))) & 1);
    const freq = zero + ((one - zero) & isOne);
    const slot = heads + (lane << 3);
    const head = load<u64>(slot);
    const emit = emits(head, freq, 16);
    store<u32>(tail, <u32>head);
    tail += <usize>(emit << 2);
    store<u64>(slot, pushed(head >> (emit << 5), zero & isOne, freq, 16));
  }
  return tail;
}

/**
 * Pops n bits, a multiple of 8, the first from this lane; the state has then learned them. Returns
 * the end of the tail.
 */
export function mixingPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  base: usize,
  n: usize,
  lane: usize,
): usize {
  const state = changetype<State>(base);
  for (; n > 0; n--) {
    const zero: u64 = 65536 - <u64>predict(state);
    const slot = heads + (lane << 3);
    const head = load<u64>(slot);
    const position = head & 65535;
    const bit = u64(position >= zero);
    const isOne: u64 = -bit;
    const freq = zero + ((65536 - zero - zero) & isOne);
    tail = refill(slot, freq * (head >> 16) + position - (zero & isOne), tail);
    update(state, <u32>bit);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}

/** Where the bytes are that a state has learned. */
export function mixingBytes(base: usize): usize {
  return changetype<State>(base).bytes;
}
