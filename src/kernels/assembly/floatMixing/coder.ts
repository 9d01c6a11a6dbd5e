// Floating point numbers that are not smooth, value by value; all is learned on the way. The walk is the same
// where decisions are noted, to be pushed last to first, and where they are popped.

import { pushDecision } from '../decisions';
import { pushOne } from '../push';
import { learnBeside } from './beside';
import { gather } from './contexts';
import { findCopies, learnCopies } from './copies';
import { BARE, bare, PRECISION } from './decide';
import { expect, learnLevel, startBlend } from './expected';
import { guard, startGuard } from './guard';
import { ageColumns, clearColumns, columnAt, levelOf, sizeOf } from './levels';
import { codeMagnitude } from './magnitude';
import { codeSign } from './sign';
import { COLUMN, State } from './state';

/** How fast mixers learn, at first and in the end; values until what is between is half of it. */
const FIRST_RATE: f32 = 0.014;
const RATE: f32 = 0.006;
const HALVED: f32 = 2000;
/** Values of which the mean size of late is. */
const LATE: f64 = 16;
/** Chances of a copy, of 2^32, from which on nothing is coded bare. */
const LIKELY: u32 = 0x80000000;

/**
 * Begins the next array.
 *
 * @param size values of it.
 * @param row values of a row: size for one row.
 * @param other how far a neighbour is along one more axis, within rows or beyond them; 0 for none.
 */
export function floatMixingArray(at: usize, size: u32, row: u32, other: u32): void {
  const s = changetype<State>(at);
  if (s.count == 0) {
    startBlend(s);
    startGuard(s);
  }
  s.first = s.count;
  s.size = size;
  s.row = row;
  s.other = other;
  s.beside = s.count;
  s.besides = 0;
  s.levelSum = 0;
  s.levelPower = 0;
  const columns = row < size ? row : 1;
  s.perColumn = row < size ? COLUMN : 0;
  clearColumns(s, columns);
  s.x = 0;
  s.sum = 0;
  s.number = 0;
  s.rowSum = 0;
  s.rowNumber = 0;
  s.lately = 0;
  s.meanLevel = 0;
  s.rowLevel = 0;
  s.rowSigns = 0;
}

/** Codes the next value. */
function code(s: State): void {
  const i = s.count - s.first;
  const place = (<usize>s.count) << 2;
  const column = columnAt(s, s.x);
  s.column = column;
  if (s.x == 0) {
    s.rowSum = 0;
    s.rowNumber = 0;
    s.rowLevel = 0;
    if (i > 0 && s.other > s.row && i % s.other == 0) ageColumns(s);
  }
  const knownUpper = load<u32>(s.upper + place);
  const knownLower = s.words == 2 ? load<u32>(s.lower + place) : 0;
  const signPlace = s.exponentBits + s.mantissaBits;
  expect(s, i);
  findCopies(s);
  // Where values come again there is something to be had after all.
  if (s.copyChances > LIKELY) s.bare = 0;
  let copied = false;
  let sign: u32;
  if (s.bare) {
    const upper = bare(s, signPlace + 1, knownUpper);
    sign = upper >> signPlace;
    s.upperNow = upper & s.mask;
    s.lowerNow = s.words == 2 ? bare(s, 32, knownLower) : 0;
  } else {
    gather(s, i);
    copied = codeMagnitude(s, i, knownUpper & s.mask, knownLower);
    sign = codeSign(s, i, copied, knownUpper >> signPlace);
  }
  store<u32>(s.upper + place, (sign << signPlace) | s.upperNow);
  if (s.words == 2) store<u32>(s.lower + place, s.lowerNow);
  learnCopies(s, s.upperNow, s.lowerNow, copied);
  learnSizes(s, i, column);
  learnBeside(s, i);
  guard(s);
  s.count++;
  s.x = s.x + 1 == s.row ? 0 : s.x + 1;
}

// @ts-ignore: decorator
@inline
function learnSizes(s: State, i: u32, column: usize): void {
  const upper = s.upperNow;
  const zero = (upper | s.lowerNow) == 0;
  learnLevel(s, i, zero ? s.expected : levelOf(s, upper));
  const size = sizeOf(s, upper, s.lowerNow);
  s.sum += size;
  s.rowSum += size;
  store<f64>(column, load<f64>(column) + size);
  s.lately += (size - s.lately) / min(s.number, LATE);
  const zeros = load<u8>(column, 16);
  store<u8>(column, zero ? min<u8>(zeros + 1, 3) : 0, 16);
  s.coded += 1;
  s.rate = RATE + (FIRST_RATE * HALVED) / (HALVED + s.coded);
}

/** Where the words of the values belong: the upper ones, and with `lower` the lower ones. */
export function floatMixingWords(at: usize, lower: u32): usize {
  const s = changetype<State>(at);
  return lower ? s.lower : s.upper;
}

/** Notes the decisions that n more values take. Returns the end of the notes. */
export function floatMixingNote(at: usize, n: u32, notes: usize): usize {
  const s = changetype<State>(at);
  s.heads = 0;
  s.notes = notes;
  for (; n > 0; n--) code(s);
  return s.notes;
}

/** Pops n more values, the first decision of all from lane 0. Returns the end of the tail. */
export function floatMixingPop(heads: usize, lanes: usize, tail: usize, at: usize, n: u32): usize {
  const s = changetype<State>(at);
  s.heads = heads;
  s.lanes = lanes;
  s.tail = tail;
  for (; n > 0; n--) code(s);
  return s.tail;
}

/** Pushes n notes, of which the first one belongs to a lane. Returns the end of the tail. */
export function floatMixingPush(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  let at = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    at = (at == 0 ? lanes : at) - 1;
    const slot = heads + (at << 3);
    const note = load<u32>(notes + (i << 2));
    if (note & BARE) {
      const rest: u64 = PRECISION - <u64>((note >> 24) & 31);
      tail = pushOne(slot, tail, (<u64>(note & 0xffff)) << rest, (<u64>1) << rest, PRECISION);
    } else {
      tail = pushDecision(slot, tail, note >> 1, note & 1, PRECISION);
    }
  }
  return tail;
}
