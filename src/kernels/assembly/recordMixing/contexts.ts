// What the next byte is foretold from: its column, the fields above and to the left of its own, what a guess
// expects, and the last bytes.

import { hash, hashFour, SECOND_FACTOR } from '../contextMixing/hashedSlots';
import { hashBefore } from './fieldsBefore';
import { guessField, learnErrors } from './guesses';
import { followMatch } from './match';
import { tryPartners } from './partners';
import { comparePeers } from './peers';
import { Field, GUESSED, HASHES, State } from './state';

/** Takes a byte in. */
export function takeByte(state: State, byte: u32): void {
  store<u8>(state.bytes + state.count, byte);
  state.count++;
  state.column++;
  state.prefix = hash(state.prefix + 1, byte);
  if (state.along < 8) state.value = (state.value << 8) | byte;
  state.along++;
  if (state.along == state.field.width) endField(state);
  followMatch(state, byte);
}

function endField(state: State): void {
  learnErrors(state);
  tryPartners(state);
  comparePeers(state);
  const seen = <usize>(state.fieldsSeen & state.ringMask);
  store<u32>(state.hashes + (seen << 2), hash(state.prefix, state.field.width));
  store<u64>(state.values + (seen << 3), state.value);
  state.fieldsSeen++;
  const last = state.fieldNumber + 1 == state.fieldCount;
  state.fieldNumber = last ? 0 : state.fieldNumber + 1;
  if (last) {
    state.row++;
    state.column = 0;
  }
  beginField(state);
}

/** Begins the field of the state's number. */
export function beginField(state: State): void {
  const at = state.fields + <usize>state.fieldNumber * offsetof<Field>();
  state.field = changetype<Field>(at);
  state.along = 0;
  state.prefix = 0;
  state.value = 0;
  guessField(state);
}

/** The byte that a guess expects here. */
// @ts-ignore: decorator
@inline
function byteOf(guess: u64, state: State): u32 {
  return <u32>(guess >> <u64>(8 * (state.field.digits - 1 - state.along))) & 255;
}

/** How the bytes of the field before this one compare to a guess: 0 one less, 1 the same, 2 one more, 3 neither. */
// @ts-ignore: decorator
@inline
function comparedTo(guess: u64, state: State): u32 {
  if (state.along == 0) return 1;
  const off = state.value - (guess >> <u64>(8 * (state.field.digits - state.along)));
  return off + 1 < 3 ? <u32>(off + 1) : 3;
}

/** The hashes of all contexts. */
export function setContexts(state: State): void {
  const at = changetype<usize>(state);
  const n = state.fieldCount;
  const here = state.bytes + state.count;
  const last4 = bswap<u32>(load<u32>(here - 4));
  const column = state.column;
  const key = hash(column + 1, state.prefix);
  const above = hashBefore(state, n);
  const both = hash(above, hashBefore(state, 2 * n));
  const field = state.field;
  const left = hashBefore(state, 1);
  const partner = hashBefore(state, field.partner);
  // Where the left one is the best partner, the two best stand for it.
  const beside = field.partner == 1 ? hash(partner, hashBefore(state, field.second)) : left;
  const expected = state.expected;
  let compared: u32 = 3;
  let near: u32 = 3 << 8;
  let side: u32 = 0;
  if (state.along < state.field.digits) {
    const guess = load<u64>(at + 8, GUESSED);
    compared = comparedTo(guess, state);
    const other = load<u64>(at + 24, GUESSED);
    near = byteOf(other, state) | (comparedTo(other, state) << 8);
    side = comparedTo(load<u64>(at, GUESSED), state);
  }
  state.compared = compared;
  const one = n == 1;
  setFour(at, 0, i32x4(key, key, key, last4 & 0xffff), i32x4(0, above, one ? both : beside, 0));
  setFour(
    at,
    1,
    i32x4(key, last4 & 0xffffff, column, column),
    i32x4(
      one ? hash(both, hashBefore(state, 3)) : partner,
      0,
      expected | (compared << 8) | (side << 10),
      near | (1 << 20),
    ),
  );
  state.before = last4 & 255;
  state.prefixKey = key;
  state.aboveKey = hash(column, state.above);
  state.leftKey = hash(column + 77, state.before);
}

/** Sets four hashes, each with the number of its context. */
// @ts-ignore: decorator
@inline
function setFour(at: usize, four: i32, a: v128, b: v128): void {
  const numbers = i32x4.mul(
    i32x4.add(i32x4.splat(4 * four), i32x4(0, 1, 2, 3)),
    i32x4.splat(0x3d4d51cb),
  );
  const hashes = hashFour(i32x4.add(a, numbers), i32x4.mul(b, i32x4.splat(SECOND_FACTOR)));
  v128.store(at + ((<usize>four) << 4), hashes, HASHES);
}
