// Probabilities that are kept by a context and the bits of a byte so far, and count all that happened: of the field so
// far, of the column and the byte above, of it and the byte before, and of the kind of field alone.

import { hashFour, SECOND_FACTOR } from '../contextMixing/hashedSlots';
import { CELLS, CONTEXTS, State } from './state';

const FIRST: usize = CELLS + (CONTEXTS << 2);

/** Finds where the cells of this half of a byte are, sixteen a context. */
export function findDirect(state: State): void {
  const field = state.field;
  const kind = min<u32>(state.along, 7) | (min<u32>(field.width, 31) << 3) | (1 << 20);
  const keys = i32x4(state.prefixKey, state.aboveKey, state.leftKey, kind);
  const hashes = hashFour(keys, i32x4.splat(state.partial * SECOND_FACTOR));
  const mask = state.directMask & ~15;
  const size = (<usize>state.directMask + 1) << 2;
  const from = state.direct;
  state.direct0 = from + ((<usize>(i32x4.extract_lane(hashes, 0) & mask)) << 2);
  const above = i32x4.extract_lane(hashes, 1);
  state.aboveRow = above & ~15;
  state.direct1 = from + size + ((<usize>(above & mask)) << 2);
  state.direct2 = from + 2 * size + ((<usize>(i32x4.extract_lane(hashes, 2) & mask)) << 2);
  state.direct3 = from + 3 * size + ((<usize>(i32x4.extract_lane(hashes, 3) & mask)) << 2);
}

/** Notes the cells for the bit in this place. */
// @ts-ignore: decorator
@inline
export function directCells(state: State, place: u32): void {
  const base = changetype<usize>(state);
  const at = (<u32>place) << 2;
  store<u32>(base, <u32>state.direct0 + at, FIRST);
  store<u32>(base, <u32>state.direct1 + at, FIRST + 4);
  store<u32>(base, <u32>state.direct2 + at, FIRST + 8);
  store<u32>(base, <u32>state.direct3 + at, FIRST + 12);
}
