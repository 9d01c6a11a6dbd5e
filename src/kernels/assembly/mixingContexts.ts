// What the next byte is foretold from: the bytes before it, words, columns of text and of records,
// fields of tables, and the place where the same bytes stood before.

import { hash } from './hashedSlots';
import { FIELDS, HASHES, REPEATS, State } from './mixingState';

/** Fewest bytes that a match is begun with, and most that are compared. */
const SHORTEST: u32 = 5;
const LONGEST: u32 = 40;
/** Records are looked for among lengths of 2 … REACH - 1. */
const REACH: u32 = 512;

/** Takes a byte in. */
export function takeByte(state: State, byte: u32): void {
  store<u8>(state.bytes + state.count, byte);
  state.count++;
  state.before4 = (state.before4 << 8) | (state.last4 >> 24);
  state.last4 = (state.last4 << 8) | byte;
  match(state, byte);
  findRecords(state, byte);
  readWord(state, byte);
  readField(state, byte);
  setHashes(state, byte);
}

function match(state: State, byte: u32): void {
  const bytes = state.bytes;
  const count = state.count;
  if (state.matched > 0) {
    const same = load<u8>(bytes + state.matchAt) == byte;
    state.matched = same ? state.matched + 1 : 0;
    state.matchAt++;
  }
  const place = hash(state.last4, state.before4 & 0xffff) & state.recentMask;
  const recent = state.recent + (<usize>place << 2);
  if (state.matched == 0) {
    const at = load<u32>(recent);
    let same: u32 = 0;
    while (
      same < LONGEST &&
      same < at &&
      load<u8>(bytes + at - 1 - same) == load<u8>(bytes + count - 1 - same)
    ) {
      same++;
    }
    if (same >= SHORTEST) {
      state.matched = same;
      state.matchAt = at;
    }
  }
  store<u32>(recent, count);
}

/**
 * Counts which byte before is like this one, and every 128 bytes takes the distance with the highest
 * count for the length of records; of almost equal ones the shortest.
 */
function findRecords(state: State, byte: u32): void {
  if (state.count <= REACH) return;
  const repeats = changetype<usize>(state) + REPEATS;
  const from = state.bytes + state.count - 1 - REACH;
  const here = i8x16.splat(<i8>byte);
  for (let i: usize = 0; i < REACH; i += 16) {
    const same = i8x16.eq(v128.load(from + i), here);
    v128.store(repeats + i, i8x16.sub_sat_s(v128.load(repeats + i), same));
  }
  if (state.count & 127) return;
  let most: i32 = 0;
  state.record = 0;
  for (let length: u32 = 1; length < REACH; length++) {
    const at = repeats + REACH - length;
    const times = <i32>load<i8>(at);
    if (length > 1 && times > most + 6) {
      most = times;
      state.record = length;
    }
    store<i8>(at, times - (times >> 2));
  }
  if (most <= 48) state.record = 0;
}

function readWord(state: State, byte: u32): void {
  const small = byte - 65 < 26 ? byte + 32 : byte;
  if (small - 97 < 26 || byte >= 128) {
    const h = (state.word + small) * 0x2f0b4c47;
    state.word = h ^ (h >> 17);
  } else if (state.word) {
    state.wordBefore = state.word;
    state.word = 0;
  }
}

/** Lines end with a line feed; a field with one too, or with any of , ; : | [ and the tabulator. */
function readField(state: State, byte: u32): void {
  const line = byte == 10;
  if (line) {
    state.lineBefore = state.line;
    state.line = state.count;
  }
  const h = (state.fieldHash + byte) * 0x3d4d51cb;
  state.fieldHash = h ^ (h >> 15);
  const open = byte == 91;
  if (line || open || byte == 44 || byte == 9 || byte == 59 || byte == 58 || byte == 124) {
    state.fieldBefore = state.fieldHash;
    state.fieldHash = 0;
    state.field = line || open ? 0 : (state.field + 1) & 63;
    const namesake = changetype<usize>(state) + FIELDS + (state.field << 2);
    state.fieldAbove = load<u32>(namesake);
    state.fieldStart = state.count;
    store<u32>(namesake, state.count);
  }
}

/** The two bytes above: in the record before, or in the line before at this column. */
function above(state: State): u32 {
  if (state.record) return <u32>load<u16>(state.bytes + state.count - state.record);
  const at = state.lineBefore + state.count - state.line;
  return at < state.line ? <u32>load<u16>(state.bytes + at) : 0;
}

function setHashes(state: State, byte: u32): void {
  const h = changetype<usize>(state) + HASHES;
  const last4 = state.last4;
  const count = state.count;
  const up = above(state);
  const column = state.record ? count % state.record : min(count - state.line, 255);
  const along = count - state.fieldStart;
  const other = state.fieldAbove ? <u32>load<u16>(state.bytes + state.fieldAbove + along) : 0;
  store<u32>(h, hash(byte, 1));
  store<u32>(h, hash(last4 & 0xffff, 2), 4);
  store<u32>(h, hash(last4 & 0xffffff, 3), 8);
  store<u32>(h, hash(last4, 4), 12);
  store<u32>(h, hash(hash(last4, state.before4 & 0xffff), 5), 16);
  store<u32>(h, hash(state.word, 6 + (state.word ? 0 : byte << 8)), 20);
  store<u32>(h, hash(hash(state.word, state.wordBefore), 7 + (byte << 8)), 24);
  store<u32>(h, hash(last4 & 0xffff00, 8), 28);
  store<u32>(h, hash(hash(up & 255, column), 9), 32);
  store<u32>(h, hash(up | (byte << 16), 10), 36);
  store<u32>(h, hash(hash(state.fieldHash, state.field), 11), 40);
  store<u32>(h, hash(hash(other, along | (byte << 8)), 12), 44);
}
