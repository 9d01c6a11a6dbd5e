// Bits by the frequencies of 0 that quantise.ts makes. Neither kernel branches on a bit, and both walk
// rows of lanes.

import { emits, pushed, refill } from './rans';

/** Pushes n bits (u32). Returns the end of the tail, or 0 where a symbol is neither 0 nor 1. */
export function bernoulliPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  zeros: usize,
  symbols: usize,
  n: usize,
  precision: u64,
): usize {
  const total: u64 = <u64>1 << precision;
  let others: u32 = 0;
  for (let end = n; end > 0; ) {
    const row = ((end - 1) / lanes) * lanes;
    for (; end > row; end--) {
      const i = end - 1;
      const zero = <u64>load<u32>(zeros + (i << 2));
      const symbol = load<u32>(symbols + (i << 2));
      others |= symbol;
      const one: u64 = -(<u64>symbol & 1);
      const freq = zero + ((total - zero - zero) & one);
      const slot = heads + ((i - row) << 3);
      const head = load<u64>(slot);
      const emit = emits(head, freq, precision);
      store<u32>(tail, <u32>head);
      tail += <usize>(emit << 2);
      store<u64>(slot, pushed(head >> (emit << 5), zero & one, freq, precision));
    }
  }
  return others > 1 ? 0 : tail;
}

// @ts-ignore: decorator
@inline
function popBit(
  slot: usize,
  tail: usize,
  zeros: usize,
  out: usize,
  total: u64,
  precision: u64,
): usize {
  const head = load<u64>(slot);
  const zero = <u64>load<u32>(zeros);
  const cf = head & (total - 1);
  const symbol = u64(cf >= zero);
  const one: u64 = -symbol;
  const freq = zero + ((total - zero - zero) & one);
  store<u32>(out, <u32>symbol);
  return refill(slot, freq * (head >> precision) + cf - (zero & one), tail);
}

/** Pops n bits into `out` (u32). Returns the end of the tail. */
export function bernoulliPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  zeros: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  const total: u64 = <u64>1 << precision;
  for (let row: usize = 0; row < n; row += lanes) {
    const rowEnd = zeros + (min(lanes, n - row) << 2);
    let slot = heads;
    for (; zeros + 16 <= rowEnd; zeros += 16) {
      tail = popBit(slot, tail, zeros, out, total, precision);
      tail = popBit(slot + 8, tail, zeros + 4, out + 4, total, precision);
      tail = popBit(slot + 16, tail, zeros + 8, out + 8, total, precision);
      tail = popBit(slot + 24, tail, zeros + 12, out + 12, total, precision);
      slot += 32;
      out += 16;
    }
    for (; zeros < rowEnd; zeros += 4) {
      tail = popBit(slot, tail, zeros, out, total, precision);
      slot += 8;
      out += 4;
    }
  }
  return tail;
}
