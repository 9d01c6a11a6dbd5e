// The state of float mixing: the fields below, and behind them what they point to. It is made anew for
// each message, and goes on from array to array.

/** Bytes set aside for the fields. */
// @ts-ignore: decorator
@inline
export const FIELDS: usize = 512;

/** Contexts whose counters are mixed in a decision. */
// @ts-ignore: decorator
@inline
export const CONTEXTS: usize = 8;
/** Bytes of the counters of one kind of decision about exponents, of a context. */
// @ts-ignore: decorator
@inline
export const KIND: i32 = 4 * 4096;
/** Bytes from the counters of a context to those of the next: about exponents, mantissas, signs, and what is near. */
// @ts-ignore: decorator
@inline
export const STEPS_APART: i32 = 3 * KIND;
// @ts-ignore: decorator
@inline
export const LEANS_APART: i32 = 4 * 32768;
// @ts-ignore: decorator
@inline
export const SIGNS_APART: i32 = 4 * 1024;
// @ts-ignore: decorator
@inline
export const NEARS_APART: i32 = 4 * 1024;

/** Bytes of a row of weights; the first rows are for exponents, from here on for mantissas, signs, and what is near. */
// @ts-ignore: decorator
@inline
export const ROW: usize = 4 * CONTEXTS;
// @ts-ignore: decorator
@inline
export const LEAN_ROWS: usize = 32;
// @ts-ignore: decorator
@inline
export const SIGN_ROWS: usize = 40;
// @ts-ignore: decorator
@inline
export const NEAR_ROWS: usize = 44;
// @ts-ignore: decorator
@inline
export const ROWS: usize = 56;

/** Bytes of what is known of a column. */
// @ts-ignore: decorator
@inline
export const COLUMN: usize = 24;
/**
 * Bytes of what is known of the lower bits of mantissas with an exponent: shares of ones (u16), 32 of the lower
 * word and 30 of the upper one, and whether any leans, in either (u16).
 */
// @ts-ignore: decorator
@inline
export const LOW_ROW: usize = 128;
// @ts-ignore: decorator
@inline
export const LEANING: usize = 124;
/** In the place of that, and above: how many values there were, while an exponent is new. */
// @ts-ignore: decorator
@inline
export const NEW: u16 = 256;
/** Bytes of the counters of zeros that words end with, by exponent. */
// @ts-ignore: decorator
@inline
export const TRAIL_ROW: usize = 128;

// @ts-ignore: decorator
@unmanaged
export class State {
  // The type: bits of exponent, bits of mantissa in the upper word, of them those that are mixed.
  exponentBits: u32;
  mantissaBits: u32;
  mixedBits: u32;
  /** The bits of the magnitude in the upper word. */
  mask: u32;
  /** Words of a number: 1 or 2. */
  words: u32;
  /** The largest exponent, and the exponent of 1. */
  most: i32;
  bias: i32;
  /** What takes a number, read as a double with the exponent where it is, to its value. */
  scale: f64;
  unscale: f64;
  /** From words to levels: 2^-mantissaBits. */
  perOctave: f32;

  // How decisions are coded: notes where heads is 0.
  heads: usize;
  lanes: usize;
  lane: usize;
  tail: usize;
  notes: usize;

  // What is learned for all arrays.
  steps: usize;
  leans: usize;
  signs: usize;
  nears: usize;
  weights: usize;
  zeros: usize;
  copies: usize;
  far: usize;
  low: usize;
  trails: usize;
  /** The size of steps of mixers, and how many values were coded. */
  rate: f32;
  coded: f32;

  // Values of all arrays, upper words, lower words where there are two; how many.
  upper: usize;
  lower: usize;
  count: u32;
  /** Where each magnitude was last (u32, by hash), one on; bits of the hash. */
  recent: usize;
  recentBits: u32;
  /** Where some stretches were (u32, by hash), one on, as many as of those; and what the hash is made of. */
  stretches: usize;
  trace: u32;

  // The array in hand: its first value, its size, the length of a row, and how far a neighbour is along one more axis.
  first: u32;
  size: u32;
  row: u32;
  other: u32;
  /** The first value of an array of the same sizes; equal to `first` for none. */
  beside: u32;
  /** How many arrays are compared for it, and sums of the first levels of the array and of their squares. */
  besides: u32;
  bestBeside: u32;
  levelSum: f64;
  levelPower: f64;
  /** Levels and misses (f32) of its values; columns, and bytes from one to the next. */
  levels: usize;
  misses: usize;
  columns: usize;
  perColumn: usize;

  // Where the value in hand is.
  x: u32;
  column: usize;

  // Sums of sizes of all values, and of those of the row; a mean of the last; mean levels.
  sum: f64;
  number: f64;
  rowSum: f64;
  rowNumber: f64;
  lately: f64;
  meanLevel: f32;
  rowLevel: f32;

  /** The last signs of the row, the last one lowest. */
  rowSigns: u32;

  // The expected level, and that from which it is told how it differs.
  base: f32;
  expected: f32;
  start: i32;

  /** The magnitude of the value in hand. */
  upperNow: u32;
  lowerNow: u32;

  /** What is known of it with the bits told by neighbours; and what those bits were given in the mean. */
  nearBits: u32;
  useful: f32;
  isNear: u32;
  nearSign: u32;
  nearWord: u32;

  // Copies: values since the last whose place is known; the place in use, or -1, and its lag.
  sincePlace: u32;
  copyAt: i32;
  copyLag: u32;
  copyTeller: usize;
  copyChances: u32;

  // Magnitudes that the one in hand is not: a copy that was refused, and 0; and whether what is known of the
  // value does not tell it from them yet.
  refused: u32;
  refusedLower: u32;
  maybeRefused: u32;
  maybeZero: u32;

  // How much more decisions cost than bare bits do, of late; and values to come that are coded bare.
  likelihood: f64;
  given: u32;
  decisions: u32;
  watched: u32;
  excess: f64;
  bare: u32;
  rest: u32;
}

// Arrays in the fields' room, by their distance from its start.

/** Weights of the expected level (f32), and what they are applied to. */
// @ts-ignore: decorator
@inline
export const BLEND: usize = FIELDS;
// @ts-ignore: decorator
@inline
export const PARTS: usize = FIELDS + 32;
/** For the last 16 values: whence each was copied (i32), for how long by each lag (4 × u8), and (u8) whether its sign was turned. */
// @ts-ignore: decorator
@inline
export const PLACES: usize = FIELDS + 64;
// @ts-ignore: decorator
@inline
export const RUNS: usize = FIELDS + 128;
// @ts-ignore: decorator
@inline
export const TURNED: usize = FIELDS + 192;
/** By lag: the place that the value in hand may be copied from (i32), or -1, and the counter that tells (u32). */
// @ts-ignore: decorator
@inline
export const CANDIDATES: usize = FIELDS + 208;
// @ts-ignore: decorator
@inline
export const TELLERS: usize = FIELDS + 224;
/** What is known of arrays that may go with the one in hand, see beside.ts. */
// @ts-ignore: decorator
@inline
export const BESIDES: usize = FIELDS + 576;
/** Magnitudes of neighbours, and of the value beside (u32). */
// @ts-ignore: decorator
@inline
export const NEAR_AT: usize = FIELDS + 512;
/** Where the contexts of the value in hand are: eight of each (i32), see contexts.ts. */
// @ts-ignore: decorator
@inline
export const CONTEXTS_AT: usize = FIELDS + 256;
/** Bytes of the fields and of those arrays. */
// @ts-ignore: decorator
@inline
export const HEADER: usize = FIELDS + 1024;
