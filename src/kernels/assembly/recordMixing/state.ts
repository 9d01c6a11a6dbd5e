// The state of record mixing: a header of fixed size, here, and behind it what depends on the number of rows,
// columns and fields. All of it is made anew for each message.
//
// A *column* is a byte's place in its row, a *field* is some columns that stand for one value.

/** Contexts that bit histories are kept for. */
// @ts-ignore: decorator
@inline
export const CONTEXTS: usize = 8;
/** Contexts with a probability of each bit of their own: counts that forget nothing. */
// @ts-ignore: decorator
@inline
export const DIRECT: usize = 4;
/** Guesses of the value of a field. */
// @ts-ignore: decorator
@inline
export const GUESSES: usize = 4;
/** Inputs of a mixer: all these, a match, two that are always 0, to fill vectors, and a constant. */
// @ts-ignore: decorator
@inline
export const INPUTS: usize = CONTEXTS + DIRECT + GUESSES + 4;
/** Rows of weights of the first, the second and the third mixer. */
// @ts-ignore: decorator
@inline
export const ROWS_KNOWN: usize = 128;
// @ts-ignore: decorator
@inline
export const ROWS_COLUMN: usize = 4096;
// @ts-ignore: decorator
@inline
export const ROWS_AGREED: usize = 256;

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
export const HASHES: usize = 448;
/** Where the lines of four slots are (u32). */
// @ts-ignore: decorator
@inline
export const LINES: usize = HASHES + 64;
/** Where the slots are (u32). */
// @ts-ignore: decorator
@inline
export const SLOTS: usize = LINES + 64;
/** Where the cell of each input is (u32). */
// @ts-ignore: decorator
@inline
export const CELLS: usize = SLOTS + 64;
/** What is in those cells (u32). */
// @ts-ignore: decorator
@inline
export const VALUES: usize = CELLS + 128;
/** The inputs of the mixers (f32). */
// @ts-ignore: decorator
@inline
export const INPUTS_AT: usize = VALUES + 128;
/** What the mixers said, and 0: log-odds of a 1 (f32). */
// @ts-ignore: decorator
@inline
export const MIXED: usize = INPUTS_AT + 128;
/** Guesses of the field (u64), and their certainty, 1 / the mean of errors (f64). */
// @ts-ignore: decorator
@inline
export const GUESSED: usize = MIXED + 64;
// @ts-ignore: decorator
@inline
export const CERTAINTY: usize = GUESSED + 64;
/** How far the lowest value that is still possible lies above each guess, in mean errors (f64). */
// @ts-ignore: decorator
@inline
export const LOWEST: usize = CERTAINTY + 64;
/** Two cells that never move: of one half, and of the constant input. */
// @ts-ignore: decorator
@inline
export const STILL: usize = LOWEST + 64;
/** Cells by misses, length of the match and the bit that it foretells: 16 × 16 × 2. */
// @ts-ignore: decorator
@inline
export const MATCH_MAP: usize = STILL + 64;
/** Cells by context and state: 256 for each. */
// @ts-ignore: decorator
@inline
export const MAPS: usize = MATCH_MAP + 2048;
/** Weights of the mixers' mixer, by column: 1024 × 4 (f32). */
// @ts-ignore: decorator
@inline
export const FINAL: usize = MAPS + 1024 * CONTEXTS;
/** Bytes of the header. */
// @ts-ignore: decorator
@inline
export const HEADER: usize = FINAL + 16384;

/** What is known of a field, of which there is an array. */
@unmanaged
export class Field {
  /** Its bytes. */
  width: u32;
  /** Its bytes that make a number, or 0: those of strings do not. */
  digits: u32;
  /** How many fields before are the two from which its bytes follow best, of those tried. */
  partner: u32;
  second: u32;
  /** How many fields before is that whose neighbours it is like, and that whose steps are like its own; or 0. */
  near: u32;
  slope: u32;
  /** Partners tried so far, and neighbours. */
  tried: u32;
  compared: u32;
  /** Mean errors of its guesses (f64): GUESSES. */
  error0: f64;
  error1: f64;
  error2: f64;
  error3: f64;
}

/** What is known of a column, of which there is an array. */
@unmanaged
export class Column {
  /** How far the model is trusted; 0 at first. */
  trust: f32;
  /** Bits that its bytes took lately. */
  cost: f32;
  /** For how many rows the byte has been that above, and that of the second guess. */
  sameAbove: u32;
  asGuessed: u32;
}

/** The fields of the header, at most HASHES bytes. */
@unmanaged
export class State {
  /** The bytes so far, with two rows and more of zeros below them; and how many they are. */
  bytes: usize;
  count: u32;
  rowBytes: u32;
  /** Bits of the byte that is being coded, after a leading 1; and how many there are. */
  partial: u32;
  bits: u32;

  /** The fields (Field), how many, the one in hand, its number, and which of its bytes is being coded. */
  fields: usize;
  fieldCount: u32;
  field: Field;
  fieldNumber: u32;
  along: u32;
  column: u32;
  /** A hash of the field so far, and the value of its first eight bytes so far. */
  prefix: u32;
  row: u32;
  value: u64;

  /** Values of the last fields (u64) and hashes of them (u32), by their number in the message. */
  values: usize;
  hashes: usize;
  ringMask: u32;
  fieldsSeen: u32;

  /** Lines of slots, and their number less 1. */
  table: usize;
  tableMask: u32;
  touched: u32;
  /** Cells of direct contexts, their number less 1, and where those of this half of a byte are. */
  direct: usize;
  directMask: u32;
  direct0: usize;
  direct1: usize;
  direct2: usize;
  direct3: usize;
  aboveRow: u32;
  prefixKey: u32;
  aboveKey: u32;
  leftKey: u32;
  /** The bytes above and before. */
  above: u32;
  before: u32;

  /** Cells that correct what guesses say, and their number less 1; half of what is still possible. */
  corrected: usize;
  correctedMask: u32;
  half: f64;
  /** The byte that follows from the second guess, and how the bytes before compare to it: 0 … 3. */
  expected: u32;
  compared: u32;

  /** Where the last bytes were before (u32, by hash), and the number of places less 1. */
  recent: usize;
  recentMask: u32;
  /** The place that is like this one, how many bytes before it are the same, and which of the last were not. */
  matchAt: u32;
  matched: u32;
  misses: u32;
  matchByte: u32;
  matchCell: usize;

  /** Fields before that are tried as partners, of each field what they cost (f32, u32), and cells for them. */
  partners: u32;
  costs: usize;
  trials: usize;
  trialMask: u32;
  /** Fields before that are compared as numbers, and what came of it; the last values of each field (f64). */
  peers: u32;
  peerCosts: usize;
  columns: usize;

  weights: usize;
  row0: usize;
  row1: usize;
  row2: usize;
  finalRow: usize;
  /** What is known of each column (Column), the one in hand, and how its byte is coded. */
  columnsKnown: usize;
  known: Column;
  ease: u32;
  /** How far the model is trusted in this column, and in all; what it said last, and the product of what it said. */
  trust: f32;
  trustAll: f32;
  model: f32;
  product: f32;
  /** A byte that is all but sure, and the probability of each of its bits. */
  sureByte: u32;
  sure: u32;
  /** The probability that the mixers' mixer gave, and the rate at which mixers learn. */
  mixedAll: f32;
  rate: f32;

  /** Refinements: two tables of rows of 16 probabilities (u16), each of so many rows and 1. */
  refined: usize;
  refinedMask: u32;
  refinedAbove: usize;
  /** The entries below mixedAll, and how far above it that is, of one step. */
  refinedAt: usize;
  refinedAt2: usize;
  refinedPart: f32;
}
