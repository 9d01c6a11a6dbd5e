// The order of pixels: image after image; within an image planes one after another, so that the later
// ones see all of the earlier; within a plane row after row.

import { Notes, Pops } from '../decisions';
import { worked } from '../worked';
import { codeStart, codeValue } from './code';
import { planesStart, predict, teach } from './predictors';
import { Experts, lay, PAD } from './state';
import { windowStart } from './window';

/** Bytes that a state needs from its offset on before it is laid out. */
export function expertsFields(): usize {
  return offsetof<Experts>();
}

/** Lays the experts' state out from `at`. Returns its end. */
export function expertsLay(
  at: usize,
  width: i32,
  height: i32,
  channels: i32,
  depth: i32,
  effort: i32,
): usize {
  return lay(changetype<Experts>(at), width, height, channels, depth, effort);
}

/** Makes zeroed memory a fresh state. */
export function expertsStart(at: usize): void {
  const e = changetype<Experts>(at);
  planesStart(e);
  codeStart(e);
  windowStart(e);
}

/** The channel that plane p holds: green, red, blue and then what is left. */
// @ts-ignore: decorator
@inline
function channelOf(e: Experts, plane: i32): i32 {
  return e.channels >= 3 && plane < 2 ? 1 - plane : plane;
}

function locate(e: Experts, x: i32, y: i32): void {
  e.x = x;
  e.y = y;
  e.at = e.planes + e.planeBytes * e.plane + <usize>(((y + PAD) * e.stride + x + PAD) << 2);
  e.errorAt = e.errors + (e.at - e.planes);
}

/** Left of a row is seen what is above its first pixel. */
function rowStart(e: Experts, y: i32): void {
  locate(e, 0, y);
  const above = load<f32>(e.at - (e.stride << 2));
  for (let k = 1; k <= PAD; k++) store<f32>(e.at - (k << 2), above);
}

/** Right of a row is seen its last pixel. */
function rowEnd(e: Experts, y: i32): void {
  locate(e, e.width - 1, y);
  for (let k = 1; k < PAD; k++) {
    store<f32>(e.at + (k << 2), load<f32>(e.at));
    store<f32>(e.errorAt + (k << 2), load<f32>(e.errorAt));
  }
}

/** Below a plane is seen its last row. */
function planeEnd(e: Experts): void {
  locate(e, -PAD, e.height - 1);
  const bytes = <usize>(e.stride << 2);
  for (let k = 1; k <= PAD; k++) {
    memory.copy(e.at + <usize>k * bytes, e.at, bytes);
    memory.copy(e.errorAt + <usize>k * bytes, e.errorAt, bytes);
  }
}

function walk<D>(e: Experts, decisions: D, symbols: usize, items: i32): void {
  const bytes = <usize>(4 * e.channels);
  for (let item = 0; item < items; item++) {
    e.item = item;
    for (let plane = 0; plane < e.channels; plane++) {
      e.plane = plane;
      let symbol = symbols + <usize>(channelOf(e, plane) << 2);
      for (let y = 0; y < e.height; y++) {
        rowStart(e, y);
        for (let x = 0; x < e.width; x++) {
          locate(e, x, y);
          predict(e);
          decisions.begin(load<u32>(symbol), e.depth);
          const value = codeValue<D>(e, decisions);
          store<u32>(symbol, value);
          teach(e, value);
          symbol += bytes;
        }
        rowEnd(e, y);
        worked(e.width);
      }
      planeEnd(e);
    }
    symbols += bytes * e.width * e.height;
  }
}

/** Notes the decisions of images: one a bit (u16). */
export function expertsNote(at: usize, symbols: usize, items: i32, out: usize): void {
  const e = changetype<Experts>(at);
  const notes = changetype<Notes>(e.decisions);
  notes.out = out;
  walk<Notes>(e, notes, symbols, items);
}

/** Pops images. Returns the end of the tail. */
export function expertsPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  at: usize,
  symbols: usize,
  items: i32,
): usize {
  const e = changetype<Experts>(at);
  const pops = changetype<Pops>(e.decisions);
  pops.open(heads, lanes, tail);
  walk<Pops>(e, pops, symbols, items);
  return pops.tail;
}
