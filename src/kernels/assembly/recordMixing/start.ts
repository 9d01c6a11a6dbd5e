// The state of record mixing before the first bit, in as much memory as rows and fields ask for.

import { firstGuess, prepareHistories } from '../contextMixing/bitHistory';
import { FURTHEST, prepareLogistic, squashThree } from '../contextMixing/logisticMixing';
import { beginField, setContexts } from './contexts';
import { findDirect } from './direct';
import { guessByte } from './guesses';
import { MOST_PARTNERS, prepareCosts } from './partners';
import { MOST_PEERS, Peer, ROWS } from './peers';
import { findLines, findSlots } from './slots';
import {
  CELLS,
  CONTEXTS,
  FINAL,
  Field,
  GUESSES,
  HASHES,
  HEADER,
  INPUTS,
  MAPS,
  MATCH_MAP,
  REFINED,
  REFINED_PER_UNIT,
  ROWS_AGREED,
  ROWS_COLUMN,
  ROWS_KNOWN,
  STILL,
  State,
} from './state';

const ROW: usize = INPUTS << 2;
const WEIGHTS: usize = (ROWS_KNOWN + ROWS_COLUMN + ROWS_AGREED) * ROW;
/** The weight that each input but the constant has at first, and the rate at which mixers learn then. */
const FIRST_WEIGHT: f32 = 0.18;
const FIRST_RATE: f32 = 0.02;
/** Fields beyond which none is compared with others. */
const MOST_FIELDS: u32 = 512;
/** Cells that say one half: those that learn, and those that do not. */
const HALF: u32 = 0x80000000;
const UNKNOWN: u32 = 0x800003ff;
/** A cell that never moves, of the log-odds 1/4. */
const CONSTANT: u32 = (2304 << 20) | 1023;
const FIRST_TRUST: f32 = 0.5;
const FIRST_ERROR: f64 = 256;
const FIRST_COST: f32 = 32;

/** Bits that number n things, at least `least` and at most `most`. */
function width(n: u32, least: u32, most: u32): u32 {
  return min(max(32 - clz(n), least), most);
}

/** Bits of the number of bytes of the table of slots. */
function tableBits(n: u32): u32 {
  return 7 + width(n, 6, 16);
}

function directBits(n: u32): u32 {
  return width(n, 10, 18);
}

function recentBits(n: u32): u32 {
  return width(n, 6, 18);
}

function refinedBits(n: u32): u32 {
  return width(n, 9, 15);
}

function correctedBits(rowBytes: u32): u32 {
  return 11 + width(rowBytes, 1, 8);
}

function ringBits(fields: u32): u32 {
  return 2 + width(fields, 3, 17);
}

/** A state that only says where things are. */
const lain: usize = memory.data(512, 16);

/** Arranges what a state has behind its header. @returns its end. */
function arrange(base: usize, header: usize, n: u32, rowBytes: u32, fields: u32): usize {
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
  state.trusts = at;
  at = after(at, (<usize>rowBytes) << 2);
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
 * The end of the state for so many rows of so many bytes in so many fields, from `at` on: 0.6 MB, 140 bytes a byte up
 * to 17 MB, and at most 400 bytes a column.
 */
export function recordMixingLay(at: usize, rows: u32, rowBytes: u32, fields: u32): usize {
  return arrange(lain, at, rows * rowBytes, rowBytes, fields) + 64;
}

/** Makes the state for n bytes in rows, 64-aligned, ready for the first bit. @param widths of the fields (u32), in bytes. */
export function recordMixingStart(
  base: usize,
  rows: u32,
  rowBytes: u32,
  fields: u32,
  widths: usize,
): void {
  if (offsetof<State>() > HASHES) ERROR('the fields reach into the hashes');
  prepareHistories();
  prepareLogistic();
  prepareCosts();
  const end = arrange(base, base, rows * rowBytes, rowBytes, fields);
  memory.fill(base + HASHES, 0, HEADER - HASHES);
  const state = changetype<State>(base);
  state.rowBytes = rowBytes;
  memory.fill(state.recent, 0, end - state.recent);
  startCells(state);
  startMixers(state);
  startRefined(state);
  startFields(state, fields, widths);
  begin(state, fields);
}

function fillWords(at: usize, word: u32, bytes: usize): void {
  store<u32>(at, word);
  memory.repeat(at + 4, at, 4, (bytes >> 2) - 1);
}

function startCells(state: State): void {
  const base = changetype<usize>(state);
  fillWords(state.direct, HALF, <usize>(16 << (32 - clz(state.directMask))));
  fillWords(state.trials, HALF, <usize>(4 << (32 - clz(state.trialMask))));
  for (let i: usize = 0; i < 32; i++) {
    const odds = f32x4.splat(<f32>(<f64>i - 15.5) * 0.5);
    const p = f32x4.extract_lane(squashThree(odds), 0);
    store<u32>(state.corrected + (i << 2), (<u32>(p * 4194303.0)) << 10);
  }
  memory.repeat(state.corrected + 128, state.corrected, 128, state.correctedMask >> 5);
  for (let i: usize = 0; i < CONTEXTS; i++) memory.copy(base + MAPS + (i << 10), firstGuess, 1024);
  store<u32>(base + STILL, UNKNOWN);
  store<u32>(base + STILL, CONSTANT, 4);
  store<u32>(base + CELLS, <u32>(base + STILL + 4), (INPUTS - 1) << 2);
  for (let i: usize = 0; i < 256; i++) {
    const sure = i > 15 ? 0.6 : 1.0 - 0.5 / (<f64>i + 1.5);
    const cell = <u32>(4194303.0 * sure);
    store<u32>(base + MATCH_MAP + (i << 3), (4194303 - cell) << 10);
    store<u32>(base + MATCH_MAP + (i << 3), cell << 10, 4);
  }
}

function startMixers(state: State): void {
  state.trustAll = FIRST_TRUST;
  const at = state.weights;
  fillWords(at, reinterpret<u32>(FIRST_WEIGHT), WEIGHTS);
  for (let row = at; row < at + WEIGHTS; row += ROW) store<f32>(row, 0, ROW - 4);
  const final = changetype<usize>(state) + FINAL;
  fillWords(final, reinterpret<u32>(<f32>(1.0 / 3.0)), 16384);
}

function startRefined(state: State): void {
  const at = state.refined;
  for (let i: usize = 0; i < REFINED; i++) {
    const odds = max(min(<f32>i / REFINED_PER_UNIT - 12.0, FURTHEST), -FURTHEST);
    const p = f32x4.extract_lane(squashThree(f32x4.splat(odds)), 0);
    store<u16>(at + (i << 1), <u16>(<i32>(p * 65535.0)));
  }
  memory.repeat(at + 32, at, 32, state.refinedMask);
  memory.copy(state.refinedAbove, at, (<usize>(state.refinedMask + 1)) << 5);
}

function startFields(state: State, fields: u32, widths: usize): void {
  let column: u32 = 0;
  for (let i: u32 = 0; i < fields; i++) {
    const field = changetype<Field>(state.fields + <usize>i * offsetof<Field>());
    const bytes = load<u32>(widths + ((<usize>i) << 2));
    field.start = column;
    field.width = bytes;
    field.digits = min<u32>(bytes, 8);
    field.partner = fields > 1 ? 1 : 2;
    field.second = 2;
    const errors = changetype<usize>(field) + offsetof<Field>('error0');
    for (let k: usize = 0; k < GUESSES; k++) store<f64>(errors + (k << 3), FIRST_ERROR);
    column += bytes;
  }
  if (fields > MOST_FIELDS) return;
  for (let i: usize = 0; i < fields * (MOST_PARTNERS + 1); i++)
    store<f32>(state.costs + (i << 3), 8);
  for (let i: usize = 0; i < fields * MOST_PEERS; i++) {
    const peer = changetype<Peer>(state.peerCosts + i * offsetof<Peer>());
    peer.nearCost = FIRST_COST;
    peer.slopeCost = FIRST_COST;
  }
}

function begin(state: State, fields: u32): void {
  state.fieldCount = fields;
  state.count = 0;
  state.partial = 1;
  state.bits = 0;
  state.fieldNumber = 0;
  state.column = 0;
  state.row = 0;
  state.rowPrefix = 0;
  state.fieldsSeen = 0;
  state.matchAt = 0;
  state.matched = 0;
  state.misses = 0;
  state.matchByte = 0;
  const most = fields == 1 ? 4 : fields < 4 ? 2 * fields - 1 : fields - 1;
  state.partners = fields > MOST_FIELDS ? 0 : min(most, MOST_PARTNERS);
  state.peers = fields > MOST_FIELDS ? 0 : 1;
  state.rate = FIRST_RATE;
  beginField(state);
  setContexts(state);
  findLines(state);
  findSlots(state);
  guessByte(state);
  findDirect(state);
}
