// A block in the quick way: numbers with their signs as nibbles, each by the mean of two models that learn. They know of
// what the thorough way knows what tells most.

import { BITS_MODELS, codeBits, codeNumber, NUMBER_MODELS } from '../nibbles/classes';
import { MODEL, startModels } from '../nibbles/model';
import { setScaled } from './boundary';
import { countOf, edgeOf, foretold } from './edges';
import { first, foretellFirst, keepFirst, missAt } from './first';
import { around, at, explain, INNER, innerOf, innerOrder, sizeAt, stepOf } from './inner';
import { bitsOf, halves, level, whole } from './quantise';
import { REST, State } from './state';
import { closeBlock, openBlock } from './walk';

/** Models move by 2^-SLOWEST of what is left at least. */
const SLOWEST: i32 = 7;

const LEVELS: usize = 15;
/** Components are told apart up to the third. */
const CLASSES: usize = 3;
/** Levels of a size that tells. */
const SIZES: usize = 12;

/** Models of what is beyond a number's nibble: its bits, a large one, a sign. */
// @ts-ignore: decorator
@inline
const SIGNED_MORE: usize = BITS_MODELS + NUMBER_MODELS + MODEL;

// Models, one kind after another.
const COUNT_ONE: usize = 0;
const COUNT_TWO: usize = COUNT_ONE + CLASSES * LEVELS * MODEL;
const COUNT_BITS: usize = COUNT_TWO + CLASSES * LEVELS * LEVELS * MODEL;
const INNER_ONE: usize = COUNT_BITS + BITS_MODELS;
const INNER_TWO: usize = INNER_ONE + CLASSES * 64 * SIZES * MODEL;
const INNER_MORE: usize = INNER_TWO + CLASSES * SIZES * 32 * MODEL;
const EDGES_ONE: usize = INNER_MORE + SIGNED_MORE;
const EDGES_TWO: usize = EDGES_ONE + 2 * CLASSES * LEVELS * MODEL;
const EDGE_ONE: usize = EDGES_TWO + 2 * CLASSES * LEVELS * 8 * MODEL;
const EDGE_TWO: usize = EDGE_ONE + 2 * CLASSES * 8 * SIZES * MODEL;
const EDGE_MORE: usize = EDGE_TWO + 2 * CLASSES * SIZES * 32 * MODEL;
const FIRST_ONE: usize = EDGE_MORE + SIGNED_MORE;
const FIRST_TWO: usize = FIRST_ONE + CLASSES * LEVELS * MODEL;
const FIRST_BITS: usize = FIRST_TWO + CLASSES * LEVELS * 3 * MODEL;
const FIRST_LARGE: usize = FIRST_BITS + BITS_MODELS;
/** Bytes of all of them. */
export const QUICK_MODELS: usize = FIRST_LARGE + NUMBER_MODELS + MODEL;

/** Makes all of them know nothing. */
export function startQuick(models: usize): void {
  startModels(models, QUICK_MODELS);
}

/** Sizes from here on have bits beside their nibble, and from there on are coded as numbers. */
const WITH_BITS: u32 = 5;
const LARGE: u32 = 19;

/** What the nibble of a size is without its sign. */
// @ts-ignore: decorator
@inline
function kindOf(size: u32): u32 {
  return size < WITH_BITS ? 2 * size - 1 : 2 * bitsOf(size - 3) + 5;
}

/**
 * A number with its sign, of 16 bits: zero, sizes up to 4, and beyond that twice as many in each nibble. Returns it.
 *
 * @param more models of what is beyond the nibble.
 */
// @ts-ignore: decorator
@inline
function codeSigned<C>(c: C, one: usize, two: usize, more: usize, known: i32): i32 {
  const size = <u32>abs(known);
  const minus = u32(known < 0);
  const own = size == 0 ? 0 : size < LARGE ? kindOf(size) + minus : 15;
  const kind = c.nibbleOfTwo(one, two, SLOWEST, own);
  if (kind == 0) return 0;
  if (kind < 9) {
    const small = <i32>((kind + 1) >> 1);
    return kind & 1 ? small : -small;
  }
  if (kind < 15) {
    const bits = (kind - 7) >> 1;
    const large = <i32>codeBits<C>(c, more, SLOWEST, bits, size - 3) + 3;
    return kind & 1 ? large : -large;
  }
  const numbers = more + BITS_MODELS;
  const large = <i32>(codeNumber<C>(c, numbers, SLOWEST, size - LARGE) + LARGE);
  return c.nibble(numbers + NUMBER_MODELS, SLOWEST, minus) ? -large : large;
}

// @ts-ignore: decorator
@inline
function sized(size: i32): usize {
  return <usize>min(level(size), <u32>SIZES - 1);
}

/** How many coefficients of the inside are not zero. */
// @ts-ignore: decorator
@inline
function codeCount<C>(s: State, c: C, class_: usize, known: u32): u32 {
  const left = s.innerLeft < 0 ? 0 : s.innerLeft;
  const up = s.innerUp < 0 ? 0 : s.innerUp;
  const two = s.innerLeft < 0 ? 2 * up : s.innerUp < 0 ? 2 * left : left + up;
  const around = class_ * LEVELS + <usize>level(two);
  const edges =
    countOf(s.rows, s.block - 1, s.hasLeft) +
    countOf(s.rows, s.block - s.plane.wide, s.hasAbove) +
    countOf(s.columns, s.block - 1, s.hasLeft) +
    countOf(s.columns, s.block - s.plane.wide, s.hasAbove);
  const beside = class_ ? level(s.innerBeside) : min(edges >> 1, 14);
  const one = s.table + COUNT_ONE + around * MODEL;
  const more = s.table + COUNT_TWO + (around * LEVELS + <usize>beside) * MODEL;
  // Up to 9 as they are; from there on by their bits.
  const own = known < 10 ? known : 5 + bitsOf(known + 6);
  const kind = c.nibbleOfTwo(one, more, SLOWEST, own);
  if (kind < 10) return kind;
  return codeBits<C>(c, s.table + COUNT_BITS, SLOWEST, kind - 6, known + 6) - 6;
}

/** The coefficients of the inside, of which so many are not zero. */
// @ts-ignore: decorator
@inline
function codeInside<C>(s: State, c: C, class_: usize, count: u32): void {
  let left = count;
  const rest = changetype<usize>(s) + REST;
  for (let i: usize = 0; i < INNER && left > 0; i++) {
    const k = <u32>load<u8>(innerOrder + i);
    const u = k & 7;
    const v = k >> 3;
    const before = u > 1 ? sizeAt(s.here, k - 1) : 0;
    const over = v > 1 ? sizeAt(s.here, k - 8) : 0;
    const corner = u > 1 && v > 1 ? sizeAt(s.here, k - 9) : 0;
    const within = sized(2 * (before + over) + corner);
    const mean = sized(around(s, k) >> 3);
    const one = s.table + INNER_ONE + ((class_ * 64 + <usize>k) * SIZES + mean) * MODEL;
    const zone: usize = i < 3 ? 0 : i < 10 ? 1 : i < 21 ? 2 : 3;
    const which = (within << 5) | (zone << 3) | <usize>(min(left, 8) - 1);
    const two = s.table + INNER_TWO + (class_ * SIZES * 32 + which) * MODEL;
    // Numbers are turned towards the side on which the boundaries would have them.
    const pull = load<f32>(rest + ((<usize>u) << 2)) + load<f32>(rest + ((<usize>v) << 2), 64);
    const turned = pull < 0;
    const known = at(s.here, k);
    const value = codeSigned<C>(c, one, two, s.table + INNER_MORE, turned ? -known : known);
    if (value == 0) continue;
    const coefficient = turned ? -value : value;
    left--;
    store<i16>(s.here + ((<usize>k) << 1), <i16>coefficient);
    explain(s, k, <f32>coefficient * stepOf(s, k));
  }
}

/** How many of an edge are not zero, and each of them. */
// @ts-ignore: decorator
@inline
function codeAnEdge<C>(s: State, c: C, class_: usize, column: u32): void {
  const counts = column ? s.columns : s.rows;
  const step: u32 = column ? 8 : 1;
  const other: u32 = column ? 1 : 8;
  const side: usize = class_ * 2 + <usize>column;
  const sum =
    countOf(counts, s.block - 1, s.hasLeft) + countOf(counts, s.block - s.plane.wide, s.hasAbove);
  let energy = 0;
  for (let i: u32 = 1; i < 8; i++) energy += min(8, whole(abs(foretold(s, column, i, 0))));
  const which = (side * LEVELS + <usize>level(energy)) * 8 + <usize>min(sum >> 1, 7);
  const count = c.nibbleOfTwo(
    s.table + EDGES_ONE + (side * LEVELS + <usize>level(s.inner)) * MODEL,
    s.table + EDGES_TWO + which * MODEL,
    SLOWEST,
    edgeOf(s.here, step),
  );
  store<u8>(counts + <usize>s.block, <u8>count);
  let left = count;
  let last = 0;
  for (let i: u32 = 1; i < 8 && left > 0; i++) {
    const k = i * step;
    const p = foretold(s, column, i, 0);
    const mean = sized(around(s, k) >> 3);
    const within = min(level(sizeAt(s.here, k + other) + last), 3);
    const one = s.table + EDGE_ONE + ((side * 8 + <usize>i) * SIZES + sized(halves(p))) * MODEL;
    const two =
      s.table +
      EDGE_TWO +
      (((side * SIZES + mean) << 5) | <usize>((within << 3) | min(left, 7))) * MODEL;
    const known = at(s.here, k);
    const value = codeSigned<C>(c, one, two, s.table + EDGE_MORE, p < 0 ? -known : known);
    last = abs(value);
    if (value == 0) continue;
    const coefficient = p < 0 ? -value : value;
    left--;
    store<i16>(s.here + ((<usize>k) << 1), <i16>coefficient);
    setScaled(s, k, <f32>coefficient * stepOf(s, k));
  }
}

/** The first coefficient, when all others are there. */
// @ts-ignore: decorator
@inline
function codeTheFirst<C>(s: State, c: C, class_: usize): void {
  foretellFirst(s);
  const left = missAt(s, s.block - 1, s.hasLeft);
  const up = missAt(s, s.block - s.plane.wide, s.hasAbove);
  const lean: usize = first.between >= <f32>0.5 ? 2 : first.between <= <f32>-0.5 ? 1 : 0;
  const unsure = level(whole(first.spread * <f32>0.5));
  const one = s.table + FIRST_ONE + (class_ * LEVELS + <usize>unsure) * MODEL;
  const which = (class_ * LEVELS + <usize>level(abs(left) + abs(up))) * 3 + lean;
  const two = s.table + FIRST_TWO + which * MODEL;
  const known = at(s.here, 0) - first.rounded;
  const size = <u32>abs(known);
  const minus = u32(known < 0);
  const bits = bitsOf(size);
  const own = size == 0 ? 0 : bits < 8 ? 2 * bits - 1 + minus : 15;
  const kind = c.nibbleOfTwo(one, two, SLOWEST, own);
  let wrong = 0;
  if (kind == 15) {
    const large = s.table + FIRST_LARGE;
    wrong = <i32>codeNumber<C>(c, large, SLOWEST, size - 128) + 128;
    if (c.nibble(large + NUMBER_MODELS, SLOWEST, minus)) wrong = -wrong;
  } else if (kind > 0) {
    wrong = <i32>codeBits<C>(c, s.table + FIRST_BITS, SLOWEST, (kind - 1) >> 1, size);
    if (!(kind & 1)) wrong = -wrong;
  }
  keepFirst(s, wrong);
}

/** Codes so many more blocks of the component in hand. */
export function quickBlocks<C>(s: State, c: C, n: u32): void {
  const class_ = <usize>min(s.number, 2);
  for (; n > 0; n--) {
    openBlock(s);
    const count = codeCount<C>(s, c, class_, innerOf(s.here));
    s.inner = <i32>count;
    store<u8>(s.inners + <usize>s.block, <u8>count);
    codeInside<C>(s, c, class_, count);
    codeAnEdge<C>(s, c, class_, 0);
    codeAnEdge<C>(s, c, class_, 1);
    codeTheFirst<C>(s, c, class_);
    closeBlock(s);
  }
}
