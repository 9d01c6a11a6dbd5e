// Rows by record mixing: first all probabilities, going forward, then the pushes, going back (contextMixingPush); and
// pops, which have to know each bit before they know the probability of the next.

import { decided, popDecision } from '../decisions';
import { predict, update } from './model';
import { State } from './state';

const PRECISION: u64 = 16;

/** Runs over n bytes and writes the probability of a 1 (u16) for each of their 8 n bits. */
export function recordMixingNote(base: usize, bytes: usize, n: usize, out: usize): void {
  const state = changetype<State>(base);
  for (const end = bytes + n; bytes < end; bytes++) {
    const byte = <u32>load<u8>(bytes);
    for (let b = 0; b < 8; b++) {
      store<u16>(out, predict(state));
      update(state, (byte >> (7 - b)) & 1);
      out += 2;
    }
  }
}

/**
 * Pops n bits, a multiple of 8, the first from this lane; the state has then learned them. Returns
 * the end of the tail.
 */
export function recordMixingPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  base: usize,
  n: usize,
  lane: usize,
): usize {
  const state = changetype<State>(base);
  for (; n > 0; n--) {
    const zero: u64 = 65536 - <u64>predict(state);
    const slot = heads + (lane << 3);
    const bit = decided(slot, zero, PRECISION);
    tail = popDecision(slot, tail, zero, bit, PRECISION);
    update(state, <u32>bit);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}

/** Where the bytes are that a state has learned. */
export function recordMixingBytes(base: usize): usize {
  return changetype<State>(base).bytes;
}
