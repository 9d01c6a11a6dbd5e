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
    const end = min(row + lanes, n);
    for (let i = row; i < end; i++) {
      const slot = heads + ((i - row) << 3);
      const head = load<u64>(slot);
      const zero = <u64>load<u32>(zeros + (i << 2));
      const cf = head & (total - 1);
      const symbol = u64(cf >= zero);
      const one: u64 = -symbol;
      const freq = zero + ((total - zero - zero) & one);
      store<u32>(out + (i << 2), <u32>symbol);
      tail = refill(slot, freq * (head >> precision) + cf - (zero & one), tail);
    }
  }
  return tail;
}
