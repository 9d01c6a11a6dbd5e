// The slots of all contexts, half a byte at a time, four contexts at once.

import { hashFour, SECOND_FACTOR, slotsOf } from '../contextMixing/hashedSlots';
import { HASHES, LINES, SLOTS, State } from './state';

/** Asks for the lines of all contexts at the start of a byte, before any is looked at. */
export function findLines(state: State): void {
  const at = changetype<usize>(state);
  state.touched =
    findFour(state, at, v128.load(at, HASHES)) |
    findFour(state, at + 16, v128.load(at, HASHES + 16));
}

/**
 * Asks for the lines of the second half of a byte. They are known a bit ahead, since the last bit of
 * the first half but for the check does not count, and are on the page of those of the first half.
 */
export function findSecondLines(state: State): void {
  const at = changetype<usize>(state);
  const salt = i32x4.splat(state.partial * SECOND_FACTOR);
  state.touched = findSecond(state, at, salt) | findSecond(state, at + 16, salt);
}

// @ts-ignore: decorator
@inline
function findSecond(state: State, at: usize, salt: v128): u32 {
  const first = v128.load(at, HASHES);
  const hashes = hashFour(first, salt);
  v128.store(at, hashes, HASHES);
  const near = v128.and(i32x4.shr_u(hashes, 7), i32x4.splat(63));
  return findFour(state, at, v128.xor(first, near));
}

/** Notes the lines at four places, and reads something from each. */
// @ts-ignore: decorator
@inline
function findFour(state: State, at: usize, places: v128): u32 {
  const within = i32x4.shl(v128.and(places, i32x4.splat(state.tableMask)), 6);
  const lines = i32x4.add(within, i32x4.splat(<i32>state.table));
  v128.store(at, lines, LINES);
  return (
    load<u32>(i32x4.extract_lane(lines, 0)) |
    load<u32>(i32x4.extract_lane(lines, 1)) |
    load<u32>(i32x4.extract_lane(lines, 2)) |
    load<u32>(i32x4.extract_lane(lines, 3))
  );
}

/** Finds the slots of all contexts in their lines, at the start of a byte and in its middle. */
export function findSlots(state: State): void {
  const base = changetype<usize>(state);
  const salt = i32x4.splat(state.bits ? (state.partial & 1) << 7 : 0);
  for (let at = base; at < base + 32; at += 16) {
    const checks = v128.xor(i32x4.shr_u(v128.load(at, HASHES), 24), salt);
    v128.store(at, slotsOf(v128.load(at, LINES), checks), SLOTS);
  }
}
