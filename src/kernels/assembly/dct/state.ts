// What the model of coefficients keeps while it walks over a chunk: the fields below, after them what they point to.

/** Bytes set aside for the fields. */
export const FIELDS: usize = 512;

/** Coefficients of a block, in rows of eight. */
export const BLOCK: usize = 64;
/** Components of a picture, at most. */
export const PLANES: usize = 4;
/** Contexts of a decision. */
export const CONTEXTS: usize = 8;

/** Bytes of the counters of a context: eight of a number's decisions (u32 each). */
export const LINE_BITS: u32 = 5;
/** Bits of the number of lines. */
export const TABLE_BITS: usize = 19;
/** Weights of a mixer are in rows, of so many bytes; those of a kind of decision are two times so many rows. */
export const ROW: usize = 4 * CONTEXTS;
export const KIND_ROWS: usize = 256;

// Ways to code blocks.
/** By decisions, of counters and weights that have seen other pictures: who calls puts them in their place. */
export const THOROUGH: u32 = 0;
/** By nibbles. */
export const QUICK: u32 = 1;
/** By decisions, of counters and weights that have seen none, and tell others what they learn. */
export const TEACHING: u32 = 2;

// Kinds of decision.
export const INNER_COUNT: usize = 0;
export const INNER_ZERO: usize = 1;
export const INNER_SIZE: usize = 2;
export const INNER_LOW: usize = 3;
export const INNER_SIGN: usize = 4;
export const EDGE_COUNT: usize = 5;
export const EDGE_ZERO: usize = 6;
export const EDGE_SIGN: usize = 7;
export const EDGE_SIZE: usize = 8;
export const EDGE_LOW: usize = 9;
export const FIRST_ZERO: usize = 10;
export const FIRST_SIZE: usize = 11;
export const FIRST_LOW: usize = 12;
export const FIRST_SIGN: usize = 13;
export const KINDS: usize = 14;

/** A component: its blocks in order, row by row, from one of them on to another. */
// @ts-ignore: decorator
@unmanaged
export class Plane {
  /** Blocks of a row. */
  wide: u32;
  /** The first block that there is, and the one after the last. */
  from: u32;
  to: u32;
  /** How many times the least sampling its own is, across and down. */
  across: u32;
  down: u32;
  /** Its first block among those of the chunk. */
  first: u32;
  /** Steps (f32), in rows of eight. */
  steps: usize;
}

// @ts-ignore: decorator
@unmanaged
export class State {
  // What is learned.
  /** Counters, in lines. */
  table: usize;
  weights: usize;
  /** What a counter remembers at most. */
  limit: i32;
  /** Decisions so far. */
  decisions: f32;
  /** The lane of the next decision, where they are popped. */
  lane: usize;

  // Of all blocks of the chunk: coefficients (i16), how many are not zero in the inside, the first row and the first column
  // (u8), and how the first coefficient was foretold wrong (i16).
  coefficients: usize;
  inners: usize;
  rows: usize;
  columns: usize;
  misses: usize;
  blocks: u32;

  // The component in hand.
  plane: Plane;
  number: u32;
  /** What the boundaries of blocks above are, by column: see boundary.ts. */
  above: usize;

  // The block in hand: its number in the chunk, its place in the component, where its coefficients are.
  block: u32;
  at: u32;
  x: u32;
  here: usize;
  /** Whether there is one to the left, and above. */
  hasLeft: u32;
  hasAbove: u32;
  /** Coefficients of the blocks around it, zeros where there is none. */
  left: usize;
  up: usize;
  upLeft: usize;
  upRight: usize;
  left2: usize;
  up2: usize;
  /** Of the component before at this place, where it is sampled alike, and of the first one. */
  beside: usize;
  beside2: usize;
  /** Numbers of those around, and of those of the other components. */
  innerLeft: i32;
  innerUp: i32;
  inner: i32;
  innerBeside: i32;
  innerBeside2: i32;
  /** The block of the component before at this place. */
  blockBeside: u32;
  hasBeside: u32;
  alike: u32;
}

/** What contexts know of which component is in hand: all but the first share what they learn. */
// @ts-ignore: decorator
@inline
export function sharedOf(s: State): u32 {
  return min<u32>(s.number, 1);
}

// Arrays in the fields' room, by their distance from its start.

/** Contexts of a decision (u32), and the places of their lines. */
export const KEYS: usize = FIELDS;
export const LINES: usize = FIELDS + 64;
/** The components of the picture in hand. */
export const PLANE_AT: usize = FIELDS + 128;
export const PLANE_BYTES: usize = 32;
/** Steps of them (f32). */
export const STEPS: usize = FIELDS + 256;
/** A block of zeros. */
export const ZEROS: usize = STEPS + PLANES * BLOCK * 4;
/** The block in hand times its steps (f32), in rows, and in columns. */
export const SCALED: usize = ZEROS + 2 * BLOCK;
export const TURNED: usize = SCALED + 4 * BLOCK;
/** Boundaries of the block to the left, see boundary.ts. */
export const LEFT: usize = TURNED + 4 * BLOCK;
/** What is left of boundaries to be explained (f32): from above and from the left, by the middle and by pixels. */
export const REST: usize = LEFT + 128;
/** Pixels along the upper and the left boundary, as the neighbours have them (f32). */
export const GUESSES: usize = REST + 128;
/** What takes decisions in hand, or notes them. */
export const DECISIONS: usize = GUESSES + 64;
export const HEADER: usize = DECISIONS + 64;
