// Where the state of record mixing has what depends on the number of rows, columns and fields.

import { MOST_PARTNERS } from './partners';
import { MOST_PEERS, Peer, ROWS } from './peers';
import {
  Field,
  HASHES,
  HEADER,
  INPUTS,
  ROWS_AGREED,
  ROWS_COLUMN,
  ROWS_KNOWN,
  State,
} from './state';

/** Bytes of a row of weights, and of all of them. */
export const ROW: usize = INPUTS << 2;
export const WEIGHTS: usize = (ROWS_KNOWN + ROWS_COLUMN + ROWS_AGREED) * ROW;
/** Fields beyond which none is compared with others. */
export const MOST_FIELDS: u32 = 512;

/** Bits that number n things, at least `least` and at most `most`. */
function width(n: u32, least: u32, most: u32): u32 {
  return min(max(32 - clz(n), least), most);
}

/** Bits of the number of bytes of the table of slots. */
function tableBits(n: u32): u32 {
  return 7 + width(n, 6, 17);
}

function directBits(n: u32): u32 {
  return width(n, 10, 18);
}

function recentBits(n: u32): u32 {
  return width(n, 6, 17);
}

function refinedBits(n: u32): u32 {
  return width(n, 9, 14);
}

function correctedBits(rowBytes: u32): u32 {
  return 10 + width(rowBytes, 1, 8);
}

function ringBits(fields: u32): u32 {
  return 2 + width(fields, 3, 17);
}

/** A state that only says where things are. */
const lain: usize = memory.data(<i32>HASHES, 16);

/** Arranges what a state has behind its header. @returns its end. */
export function arrange(base: usize, header: usize, n: u32, rowBytes: u32, fields: u32): usize {
  const state = changetype<State>(base);
  const compared = fields <= MOST_FIELDS ? <usize>fields : 0;
  let at = header + HEADER;
  state.weights = at;
  at = after(at, WEIGHTS);
  state.refinedMask = (1 << refinedBits(n)) - 1;
  state.refined = at;
  at = after(at, <usize>(32 << refinedBits(n)));
  state.refinedAbove = at;
  at = after(at, <usize>(32 << refinedBits(n)));
  state.recentMask = (1 << recentBits(n)) - 1;
  state.recent = at;
  at = after(at, <usize>(4 << recentBits(n)));
  state.directMask = (1 << directBits(n)) - 1;
  state.direct = at;
  at = after(at, <usize>(16 << directBits(n)));
  state.correctedMask = (1 << correctedBits(rowBytes)) - 1;
  state.corrected = at;
  at = after(at, <usize>(4 << correctedBits(rowBytes)));
  state.ringMask = (1 << ringBits(fields)) - 1;
  state.values = at;
  at = after(at, <usize>(8 << ringBits(fields)));
  state.hashes = at;
  at = after(at, <usize>(4 << ringBits(fields)));
  state.trialMask = (1 << recentBits(n)) - 1;
  state.trials = at;
  at = after(at, <usize>(4 << recentBits(n)));
  state.columnsKnown = at;
  at = after(at, (<usize>rowBytes) << 4);
  state.fields = at;
  at = after(at, <usize>fields * offsetof<Field>());
  state.costs = at;
  at = after(at, compared * (MOST_PARTNERS + 1) * 8);
  state.peerCosts = at;
  at = after(at, compared * MOST_PEERS * offsetof<Peer>());
  state.columns = at;
  at = after(at, compared * ROWS * 8);
  state.tableMask = (1 << (tableBits(n) - 6)) - 1;
  state.table = at;
  at = after(at, <usize>(1 << tableBits(n)));
  state.bytes = at + 2 * <usize>rowBytes + 64;
  return after(state.bytes, <usize>n + 64);
}

/** The next line of 64 bytes after so many. */
// @ts-ignore: decorator
@inline
function after(at: usize, bytes: usize): usize {
  return (at + bytes + 63) & ~63;
}

/**
 * The end of the state for so many rows of so many bytes in so many fields, from `at` on: 0.5 MB and 350 bytes a byte, up to
 * 24 MB and one byte a byte; 18 bytes more a column and at most 250 a field, 1.3 KB where there are no more than MOST_FIELDS.
 */
export function recordMixingLay(at: usize, rows: u32, rowBytes: u32, fields: u32): usize {
  return arrange(lain, at, rows * rowBytes, rowBytes, fields) + 64;
}
