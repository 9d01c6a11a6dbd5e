// What the next byte is foretold from: the bytes before it, words, fields of tables, and the place
// where the same bytes stood before.

import { hash } from './hashedSlots';
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
  const recent = state.recent + (<usize>place << 2);
  const at = load<u32>(recent);
  store<u32>(recent, state.count);
  readWord(state, byte);
  readField(state, byte);
  match(state, byte, at);
  setHashes(state, byte);
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

function readWord(state: State, byte: u32): void {
  const small = byte - 65 < 26 ? byte + 32 : byte;
  if (small - 97 < 26 || byte >= 128) {
    const h = (state.word + small) * 0x2f0b4c47;
    state.word = h ^ (h >> 17);
  } else state.word = 0;
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

function setHashes(state: State, byte: u32): void {
  const h = changetype<usize>(state) + HASHES;
  const last4 = state.last4;
  const expected = state.matched
    ? <u32>load<u8>(state.bytes + state.matchAt) | (min(state.matched, 15) << 8) | (byte << 16)
    : 0;
  store<u32>(h, hash(last4 & 0xffff, 1));
  store<u32>(h, hash(last4 & 0xffffff, 2), 4);
  store<u32>(h, hash(last4, 3), 8);
  store<u32>(h, hash(hash(last4, state.before4 & 0xffff), 4), 12);
  store<u32>(h, hash(state.word, 5 + (state.word ? 0 : byte << 8)), 16);
  store<u32>(h, hash(above(state) + byte, 6), 20);
  store<u32>(h, hash(expected, 7), 24);
  store<u32>(h, hash(last4 & 0xff00ff00, 8), 28);
}
