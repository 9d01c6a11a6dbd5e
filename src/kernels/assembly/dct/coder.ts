// Quantised coefficients of a DCT, block by block; all is learned on the way. The walk is the same where decisions are
// noted, to be pushed last to first, and where they are popped.

import { prepareLogistic } from '../contextMixing/logisticMixing';
import { Notes, Pops } from '../decisions';
import {
  Notes as NibbleNotes,
  Pops as NibblePops,
  notes as nibbleNotes,
  pops as nibblePops,
} from '../nibbles/coder';
import { codeBlocks } from './block';
import { BOUNDARY, prepareBoundaries } from './boundary';
import { QUICK_MODELS, quickBlocks, startQuick } from './quick';
import {
  BLOCK,
  DECISIONS,
  FIELDS,
  HEADER,
  KIND_ROWS,
  KINDS,
  LINE_BITS,
  QUICK,
  ROW,
  State,
  TABLE_BITS,
  TEACHING,
} from './state';

/** A counter that has not counted: one half. */
const NEVER: u32 = 0x80000000;
/** Weights before they have learned. */
const WEIGHT: f32 = 0.15;
const WEIGHTS: usize = 2 * KINDS * KIND_ROWS * ROW;

/** What a counter remembers at most, and one that is to tell others. */
const LIMIT: i32 = 255;
const TOLD_LIMIT: i32 = 1000;
/** Bytes of all counters. */
const TABLE: usize = (<usize>1) << (TABLE_BITS + LINE_BITS);

/** Where the blocks of so many are kept, from the end of what is learned on. */
// @ts-ignore: decorator
@inline
function wideBytes(wide: u32): usize {
  return BOUNDARY * <usize>wide;
}

/** Bytes of what is learned. */
// @ts-ignore: decorator
@inline
function learnedBytes(way: u32): usize {
  return way == QUICK ? QUICK_MODELS : WEIGHTS + TABLE;
}

/**
 * The end of a state from `at` on, for so many blocks, of components of `wide` blocks a row at most.
 *
 * @param way in which they are coded.
 */
export function dctLay(at: usize, blocks: u32, wide: u32, way: u32): usize {
  const perBlock: usize = 2 * BLOCK + 3 + 2;
  return at + HEADER + wideBytes(wide) + learnedBytes(way) + perBlock * <usize>blocks + 128;
}

function filled(at: usize, bytes: usize, word: u32): usize {
  for (const end = at + bytes; at < end; at += 16) v128.store(at, i32x4.splat(word));
  return at;
}

/** Makes a state, 16-aligned, ready for the first component. */
export function dctStart(at: usize, blocks: u32, wide: u32, way: u32): void {
  if (offsetof<State>() > FIELDS) ERROR('the fields need more room');
  prepareBoundaries();
  memory.fill(at, 0, HEADER + wideBytes(wide));
  const s = changetype<State>(at);
  s.blocks = blocks;
  const learned = (at + HEADER + wideBytes(wide) + 15) & ~15;
  if (way == QUICK) {
    s.table = learned;
    startQuick(learned);
  } else {
    prepareLogistic();
    s.limit = way == TEACHING ? TOLD_LIMIT : LIMIT;
    s.weights = learned;
    s.table = filled(s.weights, WEIGHTS, reinterpret<u32>(WEIGHT));
    filled(s.table, TABLE, NEVER);
  }
  s.coefficients = learned + learnedBytes(way);
  s.misses = s.coefficients + 2 * BLOCK * <usize>blocks;
  s.inners = s.misses + 2 * <usize>blocks;
  s.rows = s.inners + <usize>blocks;
  s.columns = s.rows + <usize>blocks;
  memory.fill(s.coefficients, 0, (2 * BLOCK + 5) * <usize>blocks);
}

/** Where what a state has learned is: weights (f32), and behind them lines of eight counters (u32). */
export function dctLearned(at: usize): usize {
  return changetype<State>(at).weights;
}

/** Where the coefficients of all blocks are (i16), of each in rows of eight. */
export function dctCoefficients(at: usize): usize {
  return changetype<State>(at).coefficients;
}

/** Notes (u16) the decisions that n more blocks of the component in hand take. Returns the end of the notes. */
export function dctNote(at: usize, n: u32, out: usize): usize {
  const notes = changetype<Notes>(at + DECISIONS);
  notes.out = out;
  codeBlocks<Notes>(changetype<State>(at), notes, n);
  return notes.out;
}

/**
 * Pops n more blocks at most, the first decision of all from lane 0, as long as the tail does not end before `least`.
 * Returns the end of the tail.
 */
export function dctPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  at: usize,
  n: u32,
  least: usize,
): usize {
  const s = changetype<State>(at);
  const pops = changetype<Pops>(at + DECISIONS);
  pops.open(heads, lanes, tail);
  pops.slot = heads + (s.lane << 3);
  for (; n > 0 && pops.tail >= least; n--) codeBlocks<Pops>(s, pops, 1);
  s.lane = (pops.slot - heads) >> 3;
  return pops.tail;
}

/** Notes (u32) the nibbles of n more blocks in the quick way. Returns the end of the notes. */
export function dctQuickNote(at: usize, n: u32, out: usize): usize {
  nibbleNotes.open(0, 0, 0, out);
  quickBlocks<NibbleNotes>(changetype<State>(at), nibbleNotes, n);
  return nibbleNotes.out;
}

/** Pops them, as {@link dctPop} does decisions. Returns the end of the tail. */
export function dctQuickPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  at: usize,
  n: u32,
  least: usize,
): usize {
  const s = changetype<State>(at);
  nibblePops.open(heads, lanes, s.lane, tail);
  for (; n > 0 && !nibblePops.isLow(least); n--) quickBlocks<NibblePops>(s, nibblePops, 1);
  s.lane = nibblePops.lane;
  return nibblePops.tail;
}

/** Blocks of the chunk that have been coded. */
export function dctCoded(at: usize): u32 {
  return changetype<State>(at).block;
}
