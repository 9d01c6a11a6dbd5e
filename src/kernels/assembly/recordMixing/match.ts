// The place where the bytes before stood already. A byte that is not as it was there leaves the match in force,
// since in records what follows one field that changed is often the same again; it ends when much is not.

import { hash } from '../contextMixing/hashedSlots';
import { MATCH_MAP, STILL, State } from './state';

/** Fewest bytes that a match is begun with, those that replace one that missed lately, and most compared. */
const SHORTEST: u32 = 5;
const BETTER: u32 = 12;
const LONGEST: u32 = 32;
/** Misses in the last eight bytes beyond which another match of six bytes is better. */
const MANY: u32 = 3;

/** Follows the match. @param byte the last one. */
export function followMatch(state: State, byte: u32): void {
  if (state.matched > 0) {
    const missed = u32(state.matchByte != byte);
    state.misses = ((state.misses << 1) | missed) & 255;
    state.matched = missed ? max<u32>(state.matched >> 2, 1) : min<u32>(state.matched + 1, 65535);
    state.matchAt++;
    if (state.misses == 255) state.matched = 0;
    state.matchByte = <u32>load<u8>(state.bytes + state.matchAt);
  }
}

/** Looks for a match where there is none, or one that failed lately. */
export function findMatch(state: State): void {
  const last = state.bytes + state.count;
  const place = hash(load<u32>(last - 4), <u32>load<u16>(last - 6)) & state.recentMask;
  const recent = state.recent + ((<usize>place) << 2);
  const at = load<u32>(recent);
  store<u32>(recent, state.count);
  if (at > 0 && (state.matched == 0 || state.misses != 0)) begin(state, at);
  state.matchByte = <u32>load<u8>(state.bytes + state.matchAt);
}

function begin(state: State, at: u32): void {
  const here = state.bytes + state.count - 1;
  const there = state.bytes + at - 1;
  const most = min(at, LONGEST);
  let same: u32 = 0;
  while (same < most && load<u8>(there - same) == load<u8>(here - same)) same++;
  const least = state.matched == 0 ? SHORTEST : popcnt(state.misses) > MANY ? SHORTEST + 1 : BETTER;
  if (same < least) return;
  state.matched = same;
  state.matchAt = at;
  state.misses = 0;
}

/** Finds the cell of the match. @returns how much of a match there is: 0 … 4. */
// @ts-ignore: decorator
@inline
export function predictMatch(state: State): u32 {
  const base = changetype<usize>(state);
  const expected = state.matchByte | 256;
  if (state.matched == 0 || expected >> (8 - state.bits) != state.partial) {
    state.matchCell = base + STILL;
    return 0;
  }
  const bit = (expected >> (7 - state.bits)) & 1;
  const length = min<u32>(state.matched, 15);
  const cell = (popcnt(state.misses) << 4) | length;
  state.matchCell = base + MATCH_MAP + ((<usize>((cell << 1) | bit)) << 2);
  return state.matched < 8 ? 1 : state.matched < 16 ? 2 : state.matched < 24 ? 3 : 4;
}
