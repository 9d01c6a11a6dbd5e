// The inputs of the mixers: each the log-odds of a cell, and the cells by the histories of contexts.

import { learnedFour } from '../contextMixing/adaptiveMap';
import { nextState } from '../contextMixing/bitHistory';
import { inputPairs } from '../contextMixing/logisticMixing';
import { loadFour } from '../lanes';
import { CELLS, INPUTS_AT, MAPS, SLOTS, State, VALUES } from './state';

/** Place in a slot of the bits of this half of a byte. */
// @ts-ignore: decorator
@inline
export function placeOf(state: State): u32 {
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
export function inputsOf(base: usize, four: usize): v128 {
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

/** Finds the cells of all inputs. @returns how many contexts something happened in. */
// @ts-ignore: decorator
@inline
export function findCells(base: usize, place: u32): u32 {
  return (
    cellOf(base, 0, place) +
    cellOf(base, 1, place) +
    cellOf(base, 2, place) +
    cellOf(base, 3, place) +
    cellOf(base, 4, place) +
    cellOf(base, 5, place) +
    cellOf(base, 6, place) +
    cellOf(base, 7, place)
  );
}

/** Moves the history of a context on. */
// @ts-ignore: decorator
@inline
export function advance(base: usize, context: usize, place: u32, bit: u32): void {
  const history = <usize>load<u32>(base + (context << 2), SLOTS) + place;
  store<u8>(history, load<u8>(nextState + ((<usize>load<u8>(history)) << 1) + bit));
}

/** Moves the cells of four inputs towards the bit. */
// @ts-ignore: decorator
@inline
export function learnFour(base: usize, four: usize, bit: u32, limit: i32): void {
  const at = base + (four << 4);
  const values = learnedFour(v128.load(at, VALUES), bit, limit);
  v128.store_lane<u32>(load<u32>(at, CELLS), values, 0);
  v128.store_lane<u32>(load<u32>(at, CELLS + 4), values, 1);
  v128.store_lane<u32>(load<u32>(at, CELLS + 8), values, 2);
  v128.store_lane<u32>(load<u32>(at, CELLS + 12), values, 3);
}
