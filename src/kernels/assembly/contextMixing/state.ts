// The state of context mixing: a header of fixed size, here, and behind it what depends on the number
// of bytes that will be coded. All of it is made anew for each message.

/** Contexts that bit histories are kept for. */
// @ts-ignore: decorator
@inline
export const CONTEXTS: usize = 8;
/** Mixers, each of which picks one of 256 rows of weights. */
// @ts-ignore: decorator
@inline
export const MIXERS: usize = 3;

/** Entries of a row of refinements: of log-odds from -12 to 12 in steps of 1.6. */
// @ts-ignore: decorator
@inline
export const REFINED: usize = 16;
// @ts-ignore: decorator
@inline
export const REFINED_PER_UNIT: f32 = 0.625;

// Arrays in the header, by their distance from its start.

/** A hash of each context (u32); at the second half of a byte with the first half in it. */
// @ts-ignore: decorator
@inline
export const HASHES: usize = 256;
/** Where the lines of four slots are (u32). */
// @ts-ignore: decorator
@inline
export const LINES: usize = 320;
/** Where the slots are (u32). */
// @ts-ignore: decorator
@inline
export const SLOTS: usize = 384;
/** The cells that the states led to (u32). */
// @ts-ignore: decorator
@inline
export const CELLS: usize = 448;
/** What is in those cells (u32). */
// @ts-ignore: decorator
@inline
export const VALUES: usize = 512;
/** The inputs of the mixers (f32). */
// @ts-ignore: decorator
@inline
export const INPUTS_AT: usize = 576;
/** What the mixers said, and 0: log-odds of a 1 (f32). */
// @ts-ignore: decorator
@inline
export const MIXED: usize = 672;
/** For each of 64 fields of a line where it began last (u32). */
// @ts-ignore: decorator
@inline
export const FIELDS: usize = 768;
/** Cells by length of the match and the bit that it foretells: 64 × 2. */
// @ts-ignore: decorator
@inline
export const MATCH_MAP: usize = 1024;
/** Cells by context and state: 256 for each. */
// @ts-ignore: decorator
@inline
export const MAPS: usize = 1536;
/** Weights of the mixers' mixer: 256 × 4 (f32). */
// @ts-ignore: decorator
@inline
export const FINAL: usize = MAPS + 1024 * CONTEXTS;
/** Bytes of the header. */
// @ts-ignore: decorator
@inline
export const HEADER: usize = FINAL + 4096;

/** The fields of the header, at most 256 bytes. */
@unmanaged
export class State {
  /** The bytes so far, with 16 zeros below them and as many after the last to come. */
  bytes: usize;
  count: u32;
  /** Bits of the byte that is being coded, after a leading 1; and how many there are. */
  partial: u32;
  bits: u32;
  /** The last four bytes and the four before them, the last one lowest. */
  last4: u32;
  before4: u32;

  /** Lines of slots, and their number less 1. */
  table: usize;
  tableMask: u32;
  /** Takes what is read ahead, so that it is read. */
  touched: u32;

  /** Where the last six bytes were before (u32, by hash), and the number of places less 1. */
  recent: usize;
  recentMask: u32;
  /** The byte that is expected, and how many before it have matched; 0 for no match. */
  matchAt: u32;
  matched: u32;
  /** The cell in use for it, or 0. */
  matchCell: usize;

  /** A hash of the letters of the word so far, or 0. */
  word: u32;
  /** Fields of the line so far, where this one began, and where its namesake before did. */
  field: u32;
  fieldStart: u32;
  fieldAbove: u32;

  /** Weights: MIXERS × 256 rows. */
  weights: usize;
  row0: usize;
  row1: usize;
  row2: usize;
  finalRow: usize;
  /** The probability that the mixers' mixer gave, and the rate at which mixers learn. */
  mixedAll: f32;
  rate: f32;

  /** Refinements: rows of 16 probabilities (u16) and the number of rows less 1. */
  refined: usize;
  refinedMask: u32;
  /** The entry below mixedAll, and how far above it that is, of one step. */
  refinedAt: usize;
  refinedPart: f32;
}
