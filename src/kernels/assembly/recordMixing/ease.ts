// Bytes that ask for no model: those of a column in which each has long been that above, or the one that was guessed,
// and those of noise. They cost the time of a few instructions, and leave the tables to the others.

import { Column, GUESSED, State } from './state';

/** Ways to code a byte. */
export const MIXED_ALL: u32 = 0;
export const SURE: u32 = 1;
export const NOISE: u32 = 2;

/** Rows in which a byte was as expected, from which on that is all but sure. */
const LONG: u32 = 255;
/** Bits of a byte above which it is noise, if there were rows enough to learn; one of 16 is looked at all the same. */
const NOISY: f32 = 7.97;
const EARLY: u32 = 1024;
const LOOKS: u32 = 15;
/** Trust in the model and in nothing never falls below this. */
const LEAST_TRUST: f32 = 0.00003;
const COST_RATE: f32 = 1.0 / 512.0;

/** The byte that the second guess expects, or 256. */
// @ts-ignore: decorator
@inline
export function guessedByte(state: State): u32 {
  const digits = state.field.digits;
  if (state.along >= digits) return 256;
  const guess = load<u64>(changetype<usize>(state) + 8, GUESSED);
  return <u32>(guess >> <u64>(8 * (digits - 1 - state.along))) & 255;
}

/** Chooses how the byte in hand is coded. */
export function chooseEase(state: State): void {
  const known = changetype<Column>(state.columnsKnown + ((<usize>state.column) << 4));
  state.known = known;
  state.trust = known.trust == 0 ? state.trustAll : known.trust;
  const above = <u32>load<u8>(state.bytes + state.count - state.rowBytes);
  state.above = above;
  state.expected = guessedByte(state);
  if (known.sameAbove >= LONG) beSure(state, above, known.sameAbove);
  else if (known.asGuessed >= LONG) beSure(state, state.expected, known.asGuessed);
  else {
    const noise = state.row >= EARLY && known.cost > NOISY && (state.row & LOOKS) != 0;
    state.ease = noise ? NOISE : MIXED_ALL;
  }
}

/** In units of 2^-16: one in eight of the rows so far is taken to be wrong in each bit. */
function beSure(state: State, byte: u32, rows: u32): void {
  state.ease = SURE;
  state.sureByte = byte;
  state.sure = 65536 - max<u32>(8192 / (rows + 1), 1);
}

/** The probability of a 1 where no model is asked. */
// @ts-ignore: decorator
@inline
export function predictEasy(state: State): u32 {
  if (state.ease == NOISE) return 32768;
  const expected = state.sureByte | 256;
  if (expected >> (8 - state.bits) != state.partial) return 32768;
  return (expected >> (7 - state.bits)) & 1 ? state.sure : 65536 - state.sure;
}

/** Moves a trust in the model by how much better than nothing it foretold a byte. */
// @ts-ignore: decorator
@inline
function trusted(trust: f32, said: f32): f32 {
  const told = trust * said;
  const moved = told / (told + (1 - trust) * <f32>(1.0 / 256.0));
  return min(max(moved, LEAST_TRUST), 1 - LEAST_TRUST);
}

/** The logarithm of a positive number, nearly: off by 0.01 at most. */
// @ts-ignore: decorator
@inline
function binaryLog(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  const part = <f32>(bits & 0x7fffff) * <f32>(1.0 / 8388608.0);
  const whole = (bits >> 23) - 127;
  return <f32>whole + part + part * (1 - part) * <f32>0.345;
}

/** Learns how a byte came out. */
export function learnEase(state: State, byte: u32): void {
  const known = state.known;
  known.sameAbove = byte == state.above ? min<u32>(known.sameAbove + 1, 65535) : 0;
  known.asGuessed = byte == state.expected ? min<u32>(known.asGuessed + 1, 65535) : 0;
  if (state.ease != MIXED_ALL) return;
  known.cost += (-binaryLog(state.product) - known.cost) * COST_RATE;
  const said = state.product;
  known.trust = trusted(state.trust, said);
  state.trustAll = trusted(state.trustAll, said);
  state.product = 1;
}
