// The state of record mixing before the first bit, in as much memory as rows and fields ask for.

import { firstGuess, prepareHistories } from '../contextMixing/bitHistory';
import { FURTHEST, prepareLogistic, squashThree } from '../contextMixing/logisticMixing';
import { beginField } from './contexts';
import { arrange, MOST_FIELDS, ROW, WEIGHTS } from './layout';
import { beginByte } from './model';
import { MOST_PARTNERS, prepareCosts } from './partners';
import { MOST_PEERS, Peer } from './peers';
import {
  CELLS,
  CONTEXTS,
  Column,
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
  STILL,
  State,
} from './state';

/** The weight that each input but the constant has at first, and the rate at which mixers learn then. */
const FIRST_WEIGHT: f32 = 0.18;
const FIRST_RATE: f32 = 0.02;
/** Cells that say one half: those that learn, and those that do not. */
const HALF: u32 = 0x80000000;
const UNKNOWN: u32 = 0x800003ff;
/** A cell that never moves, of the log-odds 1/4. */
const CONSTANT: u32 = (2304 << 20) | 1023;
const FIRST_TRUST: f32 = 0.5;
const FIRST_BITS: f32 = 7;
const FIRST_ERROR: f64 = 256;
const FIRST_COST: f32 = 32;

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
  memory.fill(base, 0, HEADER);
  const end = arrange(base, base, rows * rowBytes, rowBytes, fields);
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
  for (let i: usize = 0; i < INPUTS; i++) store<u32>(base + (i << 2), <u32>(base + STILL), CELLS);
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
  for (let i: usize = 0; i < state.rowBytes; i++) {
    changetype<Column>(state.columnsKnown + (i << 4)).cost = FIRST_BITS;
  }
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
  for (let i: u32 = 0; i < fields; i++) {
    const field = changetype<Field>(state.fields + <usize>i * offsetof<Field>());
    const bytes = load<u32>(widths + ((<usize>i) << 2));
    field.width = bytes;
    field.digits = min<u32>(bytes, 8);
    field.partner = fields > 1 ? 1 : 2;
    field.second = 2;
    const errors = changetype<usize>(field) + offsetof<Field>('error0');
    for (let k: usize = 0; k < GUESSES; k++) store<f64>(errors + (k << 3), FIRST_ERROR);
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
  state.fieldNumber = 0;
  state.column = 0;
  state.row = 0;
  state.fieldsSeen = 0;
  state.matchAt = 0;
  state.matched = 0;
  state.misses = 0;
  state.matchByte = 0;
  const most = fields == 1 ? 4 : fields < 4 ? 2 * fields - 1 : fields - 1;
  state.partners = fields > MOST_FIELDS ? 0 : min(most, MOST_PARTNERS);
  state.peers = fields > MOST_FIELDS ? 0 : 1;
  state.rate = FIRST_RATE;
  state.product = 1;
  beginField(state);
  beginByte(state);
}
