// Fields before, of which the bytes of a field follow best: found by trying them in turn, each with a model of its
// own that knows nothing but that field.

import { learned } from '../contextMixing/adaptiveMap';
import { hash } from '../contextMixing/hashedSlots';
import { log } from '../gaussian';
import { hashBefore } from './fieldsBefore';
import { State } from './state';

/** Room for the costs of the partners of a field: MOST_PARTNERS + 1 pairs (f32, u32). */
export const MOST_PARTNERS: u32 = 31;
/** Bytes of a field that are tried. */
const MOST_BYTES: u32 = 4;
const LIMIT: i32 = 30;
/** Trials a field and row at first; then one in every fourth row. */
const EARLY: u32 = 512;
const FIRST_TRIALS: u32 = 4;
const THIN: u32 = 3;
/** Rows from one choice to the next. */
const CHOICE: u32 = 15;
const LONGEST: u32 = 40;

/** Bits that a decision costs, by the 12 upper bits of its probability (f32). */
const bits: usize = memory.data(4 * 4096, 16);
let ready = false;

/** Fills the table at the first call. */
export function prepareCosts(): void {
  if (ready) return;
  const unit = log(2.0);
  for (let i: usize = 0; i < 4096; i++) {
    store<f32>(bits + (i << 2), <f32>(-log((<f64>i + 0.5) / 4096.0) / unit));
  }
  ready = true;
}

/** Tries partners for the field that has been coded. */
export function tryPartners(state: State): void {
  const n = state.partners;
  if (n == 0) return;
  const field = state.field;
  const costs = state.costs + <usize>(state.fieldNumber * (MOST_PARTNERS + 1)) * 8;
  const early = state.row < EARLY;
  if (!early && (state.row & THIN) != 0) return;
  const trials = min(early ? FIRST_TRIALS : 1, n);
  for (let i: u32 = 0; i < trials; i++) {
    const partner = 1 + (field.tried % n);
    field.tried = partner == n ? 0 : partner;
    if (partner == state.fieldCount) continue;
    const at = costs + ((<usize>partner) << 3);
    const count = min(load<u32>(at, 4) + 1, LONGEST);
    store<u32>(at, count, 4);
    const cost = load<f32>(at);
    const rate: f32 = 1.0 / (<f32>count + 0.5);
    store<f32>(at, cost + (tried(state, partner) - cost) * rate);
  }
  if ((state.row & CHOICE) == 0) choose(state, costs, n);
}

/** Bits of the field's first bytes by what followed the partner's value before. */
function tried(state: State, partner: u32): f32 {
  const width = state.field.width;
  const from = state.bytes + state.count - width;
  let context = hash(hashBefore(state, partner) + partner * 0x51ed27, state.fieldNumber);
  let cost: f32 = 0;
  for (let at = from; at < from + <usize>min(width, MOST_BYTES); at++) {
    const byte = <u32>load<u8>(at);
    let partial: u32 = 1;
    for (let b = 0; b < 8; b++) {
      const cell = state.trials + ((<usize>(hash(context, partial) & state.trialMask)) << 2);
      const bit = (byte >> (7 - b)) & 1;
      const value = load<u32>(cell);
      const ones = <usize>(value >> 20);
      cost += load<f32>(bits + ((bit ? ones : 4095 - ones) << 2));
      store<u32>(cell, learned(value, bit, LIMIT));
      partial = (partial << 1) | bit;
    }
    context = hash(context, byte + 1);
  }
  return cost;
}

function choose(state: State, costs: usize, n: u32): void {
  let best: u32 = 0;
  let second: u32 = 0;
  for (let partner: u32 = 1; partner <= n; partner++) {
    if (partner == state.fieldCount) continue;
    const cost = load<f32>(costs + ((<usize>partner) << 3));
    if (best == 0 || cost < load<f32>(costs + ((<usize>best) << 3))) {
      second = best;
      best = partner;
    } else if (second == 0 || cost < load<f32>(costs + ((<usize>second) << 3))) second = partner;
  }
  if (best) state.field.partner = best;
  if (second) state.field.second = second;
}
