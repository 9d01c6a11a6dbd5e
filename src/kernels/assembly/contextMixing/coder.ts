// Bytes by context mixing: first all probabilities, going forward, then the pushes, going back; and
// pops, which have to know each bit before they know the probability of the next.

import { decided, popDecision, pushDecision } from '../decisions';
import { pushFour, singlesTo } from '../push';
import { predict, update } from './model';
import { State } from './state';

const PRECISION: u64 = 16;

/** Runs over n bytes and writes the probability of a 1 (u16) for each of their 8 n bits. */
export function contextMixingNote(base: usize, bytes: usize, n: usize, out: usize): void {
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
 * Pushes bits [0, n) of bytes, the last first, by the probabilities that contextMixingNote wrote for
 * them; bit 0 belongs to this lane, and those that follow to those that follow it. Returns the end
 * of the tail.
 */
export function contextMixingPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  bytes: usize,
  probabilities: usize,
  n: usize,
  lane: usize,
): usize {
  if (lanes < 4) return pushByOne(heads, lanes, tail, bytes, probabilities, n, lane);
  for (let end = n; end > 0; ) {
    const last = (lane + end - 1) % lanes;
    const row = end - 1 > last ? end - 1 - last : 0;
    const slots = heads + (((lane + row) % lanes) << 3) - (row << 3);
    for (const to = singlesTo(end, row, PRECISION); end > to; ) {
      end--;
      tail = pushBit(slots + (end << 3), tail, bytes, probabilities, end);
    }
    for (; end > row; ) {
      end -= 4;
      const ones = v128.load_ext<u16>(probabilities + (end << 1));
      const zeros = i32x4.sub(i32x4.splat(65536), ones);
      const four = i32x4.splat(bitsAt(bytes, end, 4));
      const isOne = i32x4.ne(v128.and(four, i32x4(8, 4, 2, 1)), i32x4.splat(0));
      const freqs = v128.bitselect(ones, zeros, isOne);
      tail = pushFour(slots + (end << 3), tail, v128.and(zeros, isOne), freqs, <i32>PRECISION);
    }
  }
  return tail;
}

/** What contextMixingPush does, where there are not four lanes. */
function pushByOne(
  heads: usize,
  lanes: usize,
  tail: usize,
  bytes: usize,
  probabilities: usize,
  n: usize,
  lane: usize,
): usize {
  let at = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    at = (at == 0 ? lanes : at) - 1;
    tail = pushBit(heads + (at << 3), tail, bytes, probabilities, i);
  }
  return tail;
}

/** Pushes one bit onto the lane in this slot. */
// @ts-ignore: decorator
@inline
function pushBit(slot: usize, tail: usize, bytes: usize, probabilities: usize, at: usize): usize {
  const zero: u64 = 65536 - <u64>load<u16>(probabilities + (at << 1));
  return pushDecision(slot, tail, zero, <u64>bitsAt(bytes, at, 1), PRECISION);
}

/** Up to eight bits from this one on, the first of them highest. */
// @ts-ignore: decorator
@inline
function bitsAt(bytes: usize, at: usize, n: u32): u32 {
  const two = <u32>bswap<u16>(load<u16>(bytes + (at >> 3)));
  return (two >> (16 - n - <u32>(at & 7))) & ((1 << n) - 1);
}

/**
 * Pops n bits, a multiple of 8, the first from this lane; the state has then learned them. Returns
 * the end of the tail.
 */
export function contextMixingPop(
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
export function contextMixingBytes(base: usize): usize {
  return changetype<State>(base).bytes;
}
