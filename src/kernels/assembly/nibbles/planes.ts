// Numbers of a fixed width as their bytes, the most significant first, each by models of nibbles that know the byte
// above it in the same number, that of the number before, or that of the number a row before.

import { Notes, notes, Pops, pops } from './coder';
import { BYTE_MODELS, startModels } from './model';

/** Ways to code a plane. */
const BARE: u32 = 0;
const ALONE: u32 = 1;
const BY_ABOVE: u32 = 2;
const BY_BEFORE: u32 = 3;
const BY_ROW: u32 = 4;
const BY_ABOVE_AND_BEFORE: u32 = 5;
const BY_ABOVE_AND_ROW: u32 = 6;

/** Bytes of the models of a plane by one of what it knows. */
const CONTEXTS: usize = 256 * BYTE_MODELS;
const PLANES: usize = 8;

/** The fields, and behind them models and numbers. */
// @ts-ignore: decorator
@unmanaged
class State {
  models: usize;
  values: usize;
  /** Bytes from a number to the next, and of a number. */
  step: usize;
  width: usize;
  /** Bytes from a number to the one that is a row after it. */
  row: usize;
  /** The lane of the next nibble. */
  lane: usize;
  /** The way of each plane, and what its models are slow by. */
  ways: u64;
  slowest: u64;
}

/** Bytes that must be there at an offset before a state is laid out from it. */
export function bytePlanesFields(): usize {
  return (offsetof<State>() + 15) & ~15;
}

/** Lays out a state for n numbers. Returns its end. */
export function bytePlanesLay(at: usize, n: usize, step: usize, width: usize, row: usize): usize {
  const state = changetype<State>(at);
  state.models = (at + offsetof<State>() + 63) & ~63;
  state.step = step;
  state.width = width;
  state.row = row * step;
  // Before the first number there are zeros to look back on.
  const zeros = (state.models + 2 * PLANES * CONTEXTS + 63) & ~63;
  state.values = (zeros + max<usize>(state.row, step) + 15) & ~15;
  return (state.values + n * step + 31) & ~15;
}

/** Makes it know nothing; planes are coded in these ways, a byte each. */
export function bytePlanesStart(at: usize, ways: u64, slowest: u64): void {
  const state = changetype<State>(at);
  state.lane = 0;
  state.ways = ways;
  state.slowest = slowest;
  const zeros = max<usize>(state.row, state.step);
  memory.fill(state.values - zeros, 0, zeros);
  for (let plane: usize = 0; plane < state.width; plane++) {
    const way = <u32>load<u8>(at + plane, offsetof<State>('ways'));
    const models = state.models + 2 * plane * CONTEXTS;
    if (way == ALONE) startModels(models, BYTE_MODELS);
    else if (way != BARE) startModels(models, (way < BY_ABOVE_AND_BEFORE ? 1 : 2) * CONTEXTS);
  }
}

/** Where the numbers are. */
export function bytePlanesValues(at: usize): usize {
  return changetype<State>(at).values;
}

/** Codes the numbers [from, from + n). */
// @ts-ignore: decorator
@inline
function numbers<C>(coder: C, base: usize, from: usize, n: usize): void {
  const state = changetype<State>(base);
  const step = state.step;
  const row = state.row;
  const ways = base + offsetof<State>('ways');
  const slow = base + offsetof<State>('slowest');
  const last = state.values + (from + n) * step;
  for (let number = state.values + from * step; number < last; number += step) {
    let above: usize = 0;
    for (let plane = state.width; plane > 0; ) {
      plane--;
      const at = number + plane;
      const way = <u32>load<u8>(ways + plane);
      const known = <u32>load<u8>(at);
      if (way == BARE) {
        above = known;
        continue;
      }
      const slowest = <i32>load<u8>(slow + plane);
      const before = <usize>load<u8>(at - step);
      const over = <usize>load<u8>(at - row);
      const models = state.models + 2 * plane * CONTEXTS;
      let byte: u32;
      if (way < BY_ABOVE_AND_BEFORE) {
        let context: usize = 0;
        if (way == BY_ABOVE) context = above;
        else if (way == BY_BEFORE) context = before;
        else if (way == BY_ROW) context = over;
        const model = models + context * BYTE_MODELS;
        const high = coder.nibble(model, slowest, known >> 4);
        byte = (high << 4) | coder.nibble(model + ((<usize>high + 1) << 5), slowest, known & 15);
      } else {
        const first = way == BY_ABOVE_AND_BEFORE || way == BY_ABOVE_AND_ROW ? above : before;
        const second = way == BY_ABOVE_AND_BEFORE ? before : over;
        const one = models + first * BYTE_MODELS;
        const two = models + CONTEXTS + second * BYTE_MODELS;
        const high = coder.nibbleOfTwo(one, two, slowest, known >> 4);
        const lower = (<usize>high + 1) << 5;
        byte = (high << 4) | coder.nibbleOfTwo(one + lower, two + lower, slowest, known & 15);
      }
      store<u8>(at, <u8>byte);
      above = byte;
    }
  }
}

/** Notes the nibbles of known numbers. Returns the end of the notes. */
export function bytePlanesNote(base: usize, from: usize, n: usize, out: usize): usize {
  notes.open(0, 0, 0, out);
  numbers<Notes>(notes, base, from, n);
  return notes.out;
}

/** Pops the nibbles of numbers; bytes of planes that are bare are there already. Returns the end of the tail. */
export function bytePlanesPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  base: usize,
  from: usize,
  n: usize,
): usize {
  const state = changetype<State>(base);
  pops.open(heads, lanes, state.lane, tail);
  numbers<Pops>(pops, base, from, n);
  state.lane = pops.lane;
  return pops.tail;
}

/** Copies the bytes of a plane of numbers, or puts them there. */
export function bytePlanesBare(
  base: usize,
  plane: usize,
  n: usize,
  bytes: usize,
  back: bool,
): void {
  const state = changetype<State>(base);
  let at = state.values + plane;
  for (const end = bytes + n; bytes < end; bytes++, at += state.step) {
    if (back) store<u8>(at, load<u8>(bytes));
    else store<u8>(bytes, load<u8>(at));
  }
}
