/** What a column might take, guessed in a hundredth of the time that trying a coder takes. */
import { type Column, ownBytes, type Values } from './column.js';
import { about, bytesOf } from './field.js';
import { log2 } from './log2.js';
import { sampleOf } from './sample.js';
import { HALF, halvesOf, ordered } from './views/bits.js';

/** Bits for each number, by two ways to see it. */
export interface Guess {
  /** By how far it is from what is near it. */
  readonly near: number;
  /** By its bytes, and by how often there were such. */
  readonly alike: number;
}

/** Numbers that are looked at. */
const LOOK = 2048;
/** Bits beside the order of magnitude of a difference: its sign, and what the order itself takes. */
const BESIDE = 1.8;

/**
 * A guess for a column.
 *
 * @param near whether it is asked for what is near, and for whole values; without, what bytes take is all that is told, in a
 * tenth of the time.
 */
export function guessOf(column: Column, near = true): Guess {
  const { column: some } = sampleOf(column, near ? LOOK : LOOK >> 1);
  if (some.values.length === 0) return { near: 0, alike: 0 };
  if (!near) return { near: Number.POSITIVE_INFINITY, alike: byBytes(some) };
  const numbers = fromFirst(ordered(some));
  const isNumber = column.type !== 'text';
  return {
    near: isNumber ? nearness(numbers, some.sizes) : Number.POSITIVE_INFINITY,
    alike: Math.min(byBytes(some), byValues(numbers, about(column.type).bits)),
  };
}

/** The least of what differences to neighbours take, along the last axis once and twice, and along the one before. */
function nearness(numbers: Float64Array, sizes: readonly number[]): number {
  const row = sizes.length > 1 ? (sizes.at(-1) as number) : 0;
  let [once, twice, above, aside] = [0, 0, 0, 0];
  let [last, before] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    once += bitsOf(value - last);
    twice += bitsOf(value - 2 * last + before);
    if (row > 0) {
      const up = i < row ? 0 : (numbers[i - row] as number);
      above += bitsOf(value - up);
      aside += bitsOf(value - last - up + (i <= row ? 0 : (numbers[i - row - 1] as number)));
    }
    [before, last] = [last, value];
  }
  const least = row > 0 ? Math.min(once, twice, above, aside) : Math.min(once, twice);
  return least / numbers.length + BESIDE;
}

const difference = new Float64Array(1);
const halves = new Uint32Array(difference.buffer);

/** Bits of the size of a difference: its logarithm, straight between powers of two. */
function bitsOf(value: number): number {
  difference[0] = 1 + Math.abs(value);
  const high = halves[1] as number;
  return (high >>> 20) - 1023 + (high & 0xfffff) / 0x100000;
}

/** Places for different values, twice as many as there may be; those that are not of this look are free. */
const PLACES = 1 << 12;
const [placed, counts, looks] = [
  new Float64Array(PLACES),
  new Uint32Array(PLACES),
  new Uint32Array(PLACES),
];
let looked = 0;

/** What values take that are told by how often each was there before, and new ones by their bits. */
function byValues(numbers: Float64Array, bits: number): number {
  looked = (looked + 1) >>> 0;
  let [total, different] = [0, 0];
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i] as number;
    const place = placeOf(value);
    const isNew = looks[place] !== looked;
    const count = isNew ? 0 : (counts[place] as number);
    total += bitsOf(i + different) - bitsOf((count || different + 1) - 1) + (isNew ? bits : 0);
    if (isNew) different++;
    placed[place] = value;
    looks[place] = looked;
    counts[place] = count + 1;
  }
  return total / numbers.length;
}

/** Where a value is, or would be. */
function placeOf(value: number): number {
  difference[0] = value;
  const mixed = Math.imul(
    (halves[0] as number) ^ Math.imul(halves[1] as number, 0x9e3779b1),
    0x85ebca6b,
  );
  let place = (mixed ^ (mixed >>> 15)) & (PLACES - 1);
  while (looks[place] === looked && placed[place] !== value) place = (place + 1) & (PLACES - 1);
  return place;
}

/**
 * What bytes take, each given the one of the next higher place, or the one of its own place in the number before,
 * whichever is better.
 */
function byBytes(column: Column): number {
  let total = 0;
  for (let place = 0; place < bytesOf(column.type); place++) {
    total += Math.min(byContext(column, place, place + 1, 0), byContext(column, place, place, 1));
  }
  return total / column.values.length;
}

/** Counts of pairs of a context and a byte, and of contexts: those that are not of this round are none. */
const pairs = new Uint32Array(1 << 16);
const contexts = new Uint32Array(1 << 8);
/** Rounds are told apart by what stands above a count. */
const ROUND = 1 << 12;
const MOST_ROUNDS = 1 << 19;
let round = 0;

/** Logarithms of a count of a pair, and of a context, as they are weighed. */
const [ofPair, ofContext] = [1 / 64, 4].map((more) =>
  Float64Array.from({ length: LOOK + 1 }, (_, count) => log2(count + more)),
) as [Float64Array, Float64Array];

/** What the bytes of a place take, given those of a place in the number so many before. */
function byContext({ type, values }: Column, place: number, other: number, before: number): number {
  const own = ownBytes(values);
  const step = values.BYTES_PER_ELEMENT;
  const has = other < bytesOf(type);
  if (++round === MOST_ROUNDS) {
    round = 1;
    pairs.fill(0);
    contexts.fill(0);
  }
  const base = round * ROUND;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const context = has && i >= before ? (own[(i - before) * step + other] as number) : 0;
    const pair = (context << 8) | (own[i * step + place] as number);
    const seen = Math.max(pairs[pair] as number, base);
    const all = Math.max(contexts[context] as number, base);
    total += (ofContext[all - base] as number) - (ofPair[seen - base] as number);
    pairs[pair] = seen + 1;
    contexts[context] = all + 1;
  }
  return total;
}

/** Numbers less the first one: of 64 bits, a double has not all that are far from 0. */
function fromFirst(values: Values): Float64Array {
  if (values instanceof Uint32Array) return Float64Array.from(values);
  const own = halvesOf(values);
  const out = new Float64Array(values.length);
  const [low, high] = [own[0] ?? 0, own[1] ?? 0];
  for (let i = 0; i < out.length; i++) {
    const lower = (own[2 * i] as number) - low;
    const upper = (own[2 * i + 1] as number) - high - (lower < 0 ? 1 : 0);
    out[i] = (upper | 0) * HALF + (lower < 0 ? lower + HALF : lower);
  }
  return out;
}
