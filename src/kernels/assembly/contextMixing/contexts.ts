// What the next byte is foretold from: the bytes before it, words, fields of tables, and the place
// where the same bytes stood before.

import { hash, hashFour, SECOND_FACTOR } from './hashedSlots';
import { findLines, findMatchLine } from './slots';
import { FIELDS, HASHES, State } from './state';

/** Fewest bytes that a match is begun with, and most that are compared. */
const SHORTEST: u32 = 5;
const LONGEST: u32 = 40;

/** Takes a byte in. */
export function takeByte(state: State, byte: u32): void {
  store<u8>(state.bytes + state.count, byte);
  state.count++;
  state.before4 = (state.before4 << 8) | (state.last4 >> 24);
  state.last4 = (state.last4 << 8) | byte;
  const place = hash(state.last4, state.before4 & 0xffff) & state.recentMask;
  const recent = state.recent + ((<usize>place) << 2);
  const at = load<u32>(recent);
  store<u32>(recent, state.count);
  readWord(state, byte);
  readField(state, byte);
  setHashes(state, byte);
  // What stood here before may be far off in memory, so the lines are asked for first.
  findLines(state);
  match(state, byte, at);
  if (!state.matched) return;
  const length = min(state.matched, 15);
  const expected = <u32>load<u8>(state.bytes + state.matchAt) | (length << 8) | (byte << 16);
  findMatchLine(state, hash(expected, 7));
}

/** Follows the match, or begins one if enough bytes are those before the place `at`. */
function match(state: State, byte: u32, at: u32): void {
  const bytes = state.bytes;
  if (state.matched > 0) {
    const same = load<u8>(bytes + state.matchAt) == byte;
    state.matched = same ? state.matched + 1 : 0;
    state.matchAt++;
  }
  if (state.matched > 0) return;
  const last = bytes + state.count - 1;
  let same: u32 = 0;
  while (same < LONGEST && same < at && load<u8>(bytes + at - 1 - same) == load<u8>(last - same)) {
    same++;
  }
  if (same < SHORTEST) return;
  state.matched = same;
  state.matchAt = at;
}

/** By a select, since which byte is a letter is hard to foretell. */
// @ts-ignore: decorator
@inline
function readWord(state: State, byte: u32): void {
  const small = byte - 65 < 26 ? byte + 32 : byte;
  const h = (state.word + small) * 0x2f0b4c47;
  state.word = select<u32>(h ^ (h >> 17), 0, u32(small - 97 < 26) | (byte >> 7));
}

/** Fields end with a line feed, the tabulator, or any of , ; : | [; lines with a line feed or a [. */
function readField(state: State, byte: u32): void {
  const line = byte == 10 || byte == 91;
  if (!line && byte != 44 && byte != 9 && byte != 59 && byte != 58 && byte != 124) return;
  state.field = line ? 0 : (state.field + 1) & 63;
  const namesake = changetype<usize>(state) + FIELDS + (state.field << 2);
  state.fieldAbove = load<u32>(namesake);
  state.fieldStart = state.count;
  store<u32>(namesake, state.count);
}

/** What stood here, and one on, in the field of this number of the line before; and where that is. */
// @ts-ignore: decorator
@inline
function above(state: State): u32 {
  const along = state.count - state.fieldStart;
  const there = state.fieldAbove ? <u32>load<u16>(state.bytes + state.fieldAbove + along) : 0;
  return hash(there, along);
}

/** The hashes of all contexts, but that of a match. */
// @ts-ignore: decorator
@inline
function setHashes(state: State, byte: u32): void {
  const at = changetype<usize>(state);
  const last4 = state.last4;
  const lasts = v128.and(i32x4.splat(last4), i32x4(0xffff, 0xffffff, -1, 0));
  const first = i32x4.replace_lane(lasts, 3, hash(last4, state.before4 & 0xffff));
  v128.store(at, hashFour(first, numbered(1, 2, 3, 4)), HASHES);
  const aside = i32x4.splat(last4 & 0xff00ff00);
  const apart = i32x4.replace_lane(i32x4.replace_lane(aside, 0, state.word), 2, 0);
  const second = i32x4.replace_lane(apart, 1, above(state) + byte);
  const salt = (5 + (state.word ? 0 : byte << 8)) * SECOND_FACTOR;
  const numbers = i32x4.replace_lane(numbered(5, 6, 7, 8), 0, salt);
  v128.store(at, hashFour(second, numbers), HASHES + 16);
}

// @ts-ignore: decorator
@inline
function numbered(a: i32, b: i32, c: i32, d: i32): v128 {
  return i32x4.mul(i32x4(a, b, c, d), i32x4.splat(SECOND_FACTOR));
}
