// The state of context mixing before the first bit, in as much memory as the number of bytes asks for.

import { firstGuess, prepareHistories } from './bitHistory';
import { hash } from './hashedSlots';
import { FURTHEST, INPUTS, prepareLogistic, squashThree } from './logisticMixing';
import { findLines, findSlots } from './slots';
import {
  CONTEXTS,
  FINAL,
  HASHES,
  HEADER,
  MAPS,
  MATCH_MAP,
  MIXERS,
  REFINED,
  REFINED_PER_UNIT,
  State,
} from './state';

const ROW: usize = INPUTS << 2;
const WEIGHTS_SIZE: usize = MIXERS * 256 * ROW;
/** The rate at which mixers learn from the first byte. */
const FIRST_RATE: f32 = 0.02;

/** Bits that number n things, at least `least` and at most `most`. */
function width(n: u32, least: u32, most: u32): u32 {
  return min(max(32 - clz(n), least), most);
}

/** Bits of the number of bytes of the table of slots. */
function tableBits(n: u32): u32 {
  return 6 + width(n, 6, 16);
}

function recentBits(n: u32): u32 {
  return width(n, 6, 22);
}

function refinedBits(n: u32): u32 {
  return width(n, 9, 16);
}

/** The end of the state for n bytes, from `at` on: some 100 kB and 200 n, but no more than 23 MiB and n. */
export function contextMixingLay(at: usize, n: u32): usize {
  const rows = <usize>(32 << refinedBits(n));
  const places = <usize>(4 << recentBits(n));
  return at + HEADER + WEIGHTS_SIZE + rows + places + <usize>(1 << tableBits(n)) + <usize>n + 256;
}

/** Makes the state for n bytes, 64-aligned, ready for the first bit. */
export function contextMixingStart(base: usize, n: u32): void {
  if (offsetof<State>() > HASHES) ERROR('the fields reach into the hashes');
  prepareHistories();
  prepareLogistic();
  memory.fill(base, 0, HEADER);
  const state = changetype<State>(base);
  let at = base + HEADER;
  state.weights = at;
  // Log-odds count from the start, a quarter each; the second inputs and the constant do not.
  for (let i: usize = 0; i < WEIGHTS_SIZE; i += 8) {
    const input = (i % ROW) >> 3;
    store<u64>(at + i, input <= CONTEXTS ? 0x3e800000 : 0);
  }
  at += WEIGHTS_SIZE;
  for (let i: usize = 0; i < 1024; i++) {
    store<f32>(base + FINAL + (i << 2), 1.0 / <f32>MIXERS);
  }
  state.refined = at;
  state.refinedMask = (1 << refinedBits(n)) - 1;
  for (let i: usize = 0; i < REFINED; i++) {
    const odds = max(min(<f32>i / REFINED_PER_UNIT - 12.0, FURTHEST), -FURTHEST);
    const p = f32x4.extract_lane(squashThree(f32x4.splat(odds)), 0);
    store<u16>(at + (i << 1), <u16>(<i32>(p * 65535.0)));
  }
  memory.repeat(at + 32, at, 32, state.refinedMask);
  at += <usize>(32 << refinedBits(n));
  for (let i: usize = 0; i < CONTEXTS; i++) {
    memory.copy(base + MAPS + (i << 10), firstGuess, 1024);
    store<u32>(base + HASHES + (i << 2), hash(0, <u32>i));
  }
  for (let i: usize = 0; i < 64; i++) {
    const sure = <u32>(4194303.0 * (1.0 - 0.5 / (<f64>i + 1.5)));
    store<u32>(base + MATCH_MAP + (i << 3), (4194303 - sure) << 10);
    store<u32>(base + MATCH_MAP + (i << 3), sure << 10, 4);
  }
  state.recent = at;
  state.recentMask = (1 << recentBits(n)) - 1;
  memory.fill(at, 0, <usize>(4 << recentBits(n)));
  at += <usize>(4 << recentBits(n));
  at = (at + 63) & ~63;
  state.table = at;
  state.tableMask = (1 << (tableBits(n) - 6)) - 1;
  memory.fill(at, 0, <usize>(1 << tableBits(n)) + <usize>n + 32);
  state.bytes = at + <usize>(1 << tableBits(n)) + 16;
  state.partial = 1;
  state.rate = FIRST_RATE;
  findLines(state);
  findSlots(state);
}
