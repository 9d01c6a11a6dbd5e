// The state of float mixing before the first value: how much memory it takes, and what is where in it.

import { prepareLogistic } from '../contextMixing/logisticMixing';
import {
  COLUMN,
  CONTEXTS,
  FIELDS,
  HEADER,
  LEANING,
  LEANS_APART,
  LOW_ROW,
  NEARS_APART,
  NEW,
  PLACES,
  ROW,
  ROWS,
  SIGNS_APART,
  STEPS_APART,
  State,
  TRAIL_ROW,
} from './state';

/** Counters that speak alone: of zeros and of copies. */
const ZEROS: usize = 256;
const COPIES: usize = 256;
/** A counter before it has counted: one half, never seen. */
const NEVER: u32 = 0x80000000;
/** A share of ones before it has learned, of 2^15, twice. */
const EVEN: u32 = 0x40004000;
/** Weights of mixers. */
const WEIGHT: f32 = 0.18;
/** Bytes between what is laid out, so that whole vectors may be stored. */
const SLACK: usize = 32;

/** Fills so many bytes, a multiple of 16. Returns their end. */
function filled(at: usize, bytes: usize, word: u32): usize {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, i32x4.splat(word));
  return at;
}

/** Bits of the hash of magnitudes for so many values. */
function recentBitsOf(count: u32): u32 {
  return min(max(33 - clz(count), 6), 18);
}

/** Bytes of counters, before they have counted. */
function countersOf(exponentBits: u32): usize {
  const mixed = CONTEXTS * <usize>(STEPS_APART + LEANS_APART + SIGNS_APART + NEARS_APART);
  return mixed + 4 * (ZEROS + COPIES) + ((8 + TRAIL_ROW) << exponentBits);
}

/** Bytes of what is known of lower bits: a row for each exponent, and one for those that are new. */
function lowOf(exponentBits: u32): usize {
  return LOW_ROW + (LOW_ROW << exponentBits);
}

/** Bytes of a word for each of so many values. */
function wordsOf(count: u32): usize {
  return (((<usize>count) << 2) + SLACK + 15) & ~15;
}

/** The end of a state from `at` on for so many values, `most` in an array, of `columns` at most. */
export function floatMixingLay(
  at: usize,
  exponentBits: u32,
  words: u32,
  count: u32,
  most: u32,
  columns: u32,
): usize {
  const learned = countersOf(exponentBits) + ROW * ROWS + lowOf(exponentBits);
  const values = <usize>words * wordsOf(count) + 2 * wordsOf(most);
  const recent = (<usize>8) << recentBitsOf(count);
  return at + HEADER + learned + recent + values + COLUMN * <usize>columns + SLACK;
}

function setType(s: State, exponentBits: u32, mantissaBits: u32, words: u32): void {
  s.exponentBits = exponentBits;
  s.mantissaBits = mantissaBits;
  s.mixedBits = min(mantissaBits, 3);
  s.words = words;
  s.mask = (1 << (exponentBits + mantissaBits)) - 1;
  s.most = (1 << exponentBits) - 1;
  s.bias = (1 << (exponentBits - 1)) - 1;
  s.scale = reinterpret<f64>((<u64>(2046 - s.bias)) << 52);
  s.unscale = 1 / s.scale;
  s.perOctave = <f32>1 / <f32>(1 << mantissaBits);
}

/** Lays the counters out. Returns their end. */
function layCounters(s: State, at: usize): usize {
  s.steps = at;
  s.leans = s.steps + CONTEXTS * <usize>STEPS_APART;
  s.signs = s.leans + CONTEXTS * <usize>LEANS_APART;
  s.nears = s.signs + CONTEXTS * <usize>SIGNS_APART;
  s.zeros = s.nears + CONTEXTS * <usize>NEARS_APART;
  s.copies = s.zeros + 4 * ZEROS;
  s.far = s.copies + 4 * COPIES;
  s.trails = s.far + ((<usize>8) << s.exponentBits);
  return filled(at, countersOf(s.exponentBits), NEVER);
}

/** Makes the state for so many values of a type, 16-aligned, ready for the first array. */
export function floatMixingStart(
  at: usize,
  exponentBits: u32,
  mantissaBits: u32,
  words: u32,
  count: u32,
  most: u32,
): void {
  if (offsetof<State>() > FIELDS) ERROR('the fields need more room');
  prepareLogistic();
  memory.fill(at, 0, HEADER);
  const s = changetype<State>(at);
  setType(s, exponentBits, mantissaBits, words);
  for (let i: usize = 0; i < 16; i++) store<i32>(at + PLACES + (i << 2), -1);
  at = layCounters(s, at + HEADER);
  s.weights = at;
  at = filled(at, ROW * ROWS, reinterpret<u32>(WEIGHT));
  s.low = at;
  at = filled(at, lowOf(exponentBits), EVEN);
  for (let row = s.low; row < at; row += LOW_ROW) store<u16>(row, NEW, LEANING);
  store<u32>(at - LOW_ROW, 0, LEANING);
  s.recent = at;
  s.recentBits = recentBitsOf(count);
  s.stretches = at + ((<usize>4) << s.recentBits);
  at = filled(at, (<usize>8) << s.recentBits, 0);
  s.upper = at;
  s.lower = at + <usize>(words - 1) * wordsOf(count);
  s.levels = at + <usize>words * wordsOf(count);
  s.misses = s.levels + wordsOf(most);
  s.columns = s.misses + wordsOf(most);
}
