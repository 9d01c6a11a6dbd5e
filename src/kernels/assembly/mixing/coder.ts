// Bytes by context mixing: first all probabilities, going forward, then the pushes, going back; and
// pops, which have to know each bit before they know the probability of the next.

import { predict, update } from './model';
import { State } from './state';
import { pushOne } from '../push';
import { refill } from '../rans';

/** Runs over n bytes and writes the probability of a 1 (u16) for each of their 8 n bits. */
export function mixingForward(base: usize, bytes: usize, n: usize, out: usize): void {
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
 * Pushes bits [0, n) of bytes, the last first, by the probabilities that mixingForward wrote for
 * them; bit 0 belongs to this lane, and those that follow to those that follow it. Returns the end
 * of the tail.
 */
export function mixingPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  bytes: usize,
  probabilities: usize,
  n: usize,
  lane: usize,
): usize {
  lane = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    lane = lane == 0 ? lanes - 1 : lane - 1;
    const one = <u64>load<u16>(probabilities + (i << 1));
    const zero: u64 = 65536 - one;
    const isOne: u64 = -(<u64>(load<u8>(bytes + (i >> 3)) >> (7 - <u8>(i & 7))) & 1);
    const freq = zero + ((one - zero) & isOne);
    tail = pushOne(heads + (lane << 3), tail, zero & isOne, freq, 16);
  }
  return tail;
}

/**
 * Pops n bits, a multiple of 8, the first from this lane; the state has then learned them. Returns
 * the end of the tail.
 */
export function mixingPop(
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
    const head = load<u64>(slot);
    const position = head & 65535;
    const bit = u64(position >= zero);
    const isOne: u64 = -bit;
    const freq = zero + ((65536 - zero - zero) & isOne);
    tail = refill(slot, freq * (head >> 16) + position - (zero & isOne), tail);
    update(state, <u32>bit);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}

/** Where the bytes are that a state has learned. */
export function mixingBytes(base: usize): usize {
  return changetype<State>(base).bytes;
}
