// Fields of the same row that a number is like: what it was where another was nearly what it is now, and how far it
// moves when another does. Which other, is found by trying them in turn.

import { valueBefore } from './fieldsBefore';
import { Field, State } from './state';

/** Most fields before that are compared. */
export const MOST_PEERS: u32 = 16;
/** Rows that are looked at for neighbours: those before, but one. */
export const ROWS: u32 = 64;
const FAR: f64 = 1e300;
/** Lengths of a memory: of steps, and of costs, at first and then. */
const STEP_RATE: f64 = 0.02;
const FIRST_RATE: f32 = 0.3;
const COST_RATE: f32 = 0.06;
/** By how many bits another must be better. */
const MARGIN: f32 = 0.05;

/** What came of comparing with a field before. */
@unmanaged
export class Peer {
  squares: f64;
  products: f64;
  nearCost: f32;
  slopeCost: f32;
}

// @ts-ignore: decorator
@inline
function within(value: f64, mask: u64): u64 {
  return value <= 0 ? 0 : value >= <f64>mask ? mask : <u64>value;
}

/** The value where the peer was nearly what it is now: between that below and that above. */
export function neighbour(state: State, peer: u32, mask: u64): u64 {
  const own = state.columns + ((<usize>state.fieldNumber) << 9);
  const other = own - ((<usize>peer) << 9);
  const x = <f64>valueBefore(state, peer);
  const rows = min(state.row, ROWS - 1);
  let below = -FAR;
  let above = FAR;
  let lower: usize = 0;
  let upper: usize = 0;
  for (let i: u32 = 1; i <= rows; i++) {
    const at = (<usize>((state.row - i) & (ROWS - 1))) << 3;
    const value = load<f64>(other + at);
    const isBelow = value <= x && value > below;
    below = select(value, below, isBelow);
    lower = select(at, lower, isBelow);
    const isAbove = value >= x && value < above;
    above = select(value, above, isAbove);
    upper = select(at, upper, isAbove);
  }
  if (below == -FAR && above == FAR) return 0;
  if (below == -FAR) return within(load<f64>(own + upper), mask);
  const y = load<f64>(own + lower);
  if (above == FAR || above == below) return within(y, mask);
  return within(y + ((load<f64>(own + upper) - y) * (x - below)) / (above - below), mask);
}

// @ts-ignore: decorator
@inline
function peerAt(state: State, peer: u32): Peer {
  const at = state.fieldNumber * MOST_PEERS + peer - 1;
  return changetype<Peer>(state.peerCosts + <usize>at * offsetof<Peer>());
}

/** The value above, moved as the peer moved. */
export function slopeOf(state: State, peer: u32, mask: u64): u64 {
  const found = peerAt(state, peer);
  const step = <f64>valueBefore(state, peer) - <f64>valueBefore(state, peer + state.fieldCount);
  const slope = found.products / (found.squares + 1e-9);
  return within(<f64>valueBefore(state, state.fieldCount) + slope * step, mask);
}

/** Bits of a difference, nearly. */
// @ts-ignore: decorator
@inline
function bitsOf(guess: u64, value: u64): f32 {
  const off = <f32>(abs(<f64>guess - <f64>value) + 1.0);
  return <f32>(reinterpret<i32>(off) - 0x3f800000) * <f32>(1.0 / 8388608.0);
}

/** Notes a number that has been coded, and compares it with two fields before. */
export function comparePeers(state: State): void {
  const field = state.field;
  if (!state.peers || field.width > 8) return;
  const column = state.columns + ((<usize>state.fieldNumber) << 9);
  const n = min(state.fieldNumber, MOST_PEERS);
  if (n > 0 && field.digits > 1) {
    compare(state, field, 1 + (field.compared % n));
    if (n > 1) compare(state, field, 1 + ((field.compared + 1) % n));
    field.compared = (field.compared + 2) % n;
  }
  store<f64>(column + ((<usize>(state.row & (ROWS - 1))) << 3), <f64>state.value);
}

function compare(state: State, field: Field, peer: u32): void {
  const other = changetype<Field>(changetype<usize>(field) - <usize>peer * offsetof<Field>());
  if (other.width > 8) return;
  const mask: u64 = <u64>-1 >> <u64>(64 - 8 * field.digits);
  const value = state.value;
  const found = peerAt(state, peer);
  const rate = state.row < 8 * MOST_PEERS ? FIRST_RATE : COST_RATE;
  found.nearCost += (bitsOf(neighbour(state, peer, mask), value) - found.nearCost) * rate;
  found.slopeCost += (bitsOf(slopeOf(state, peer, mask), value) - found.slopeCost) * rate;
  const step = <f64>valueBefore(state, peer) - <f64>valueBefore(state, peer + state.fieldCount);
  const own = <f64>value - <f64>valueBefore(state, state.fieldCount);
  found.squares += (step * step - found.squares) * STEP_RATE;
  found.products += (step * own - found.products) * STEP_RATE;
  if (!field.near || found.nearCost < peerAt(state, field.near).nearCost - MARGIN)
    field.near = peer;
  if (!field.slope || found.slopeCost < peerAt(state, field.slope).slopeCost - MARGIN)
    field.slope = peer;
}
