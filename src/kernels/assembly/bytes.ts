// Bytes under one distribution for all, by tables indexed by position or by symbol. The words are
// those of push and of any other pop. With eight lanes the heads stay in locals, so that eight
// chains of operations run side by side and none waits for memory.

import { evens, odds } from './lanes';
import { ends } from './oneTable';
import { pushFour, pushOne, singlesTo } from './push';
import { LOWER, refill } from './rans';

/**
 * From a row c(0) … c(256) (u32): for each position of 2^precision its symbol (bits 0-7), its
 * distance from the symbol's start (bits 8-31) and the frequency (bits 32-63); precision <= 16.
 */
export function byteSlots(row: usize, out: usize): void {
  for (let s: u32 = 0; s < 256; s++) {
    const start = load<u32>(row + ((<usize>s) << 2));
    const freq = load<u32>(row + ((<usize>s) << 2), 4) - start;
    for (let i: u32 = 0; i < freq; i++) {
      store<u64>(out, ((<u64>freq) << 32) | <u64>(i << 8) | <u64>s);
      out += 8;
    }
  }
}

/** Index of the first of n bytes whose frequency in the row is 0, or n. */
export function byteOutside(row: usize, symbols: usize, n: usize): usize {
  for (let i: usize = 0; i < n; i++) {
    const at = row + ((<usize>load<u8>(symbols + i)) << 2);
    if (load<u32>(at) == load<u32>(at, 4)) return i;
  }
  return n;
}

/** Pushes n bytes. Returns the end of the tail. */
export function bytePush(
  heads: usize,
  lanes: usize,
  tail: usize,
  row: usize,
  symbols: usize,
  n: usize,
  precision: u64,
): usize {
  for (let end = n; end > 0; ) {
    const first = ((end - 1) / lanes) * lanes;
    const slots = heads - (first << 3);
    for (const to = singlesTo(end, first, precision); end > to; ) {
      end--;
      const at = row + ((<usize>load<u8>(symbols + end)) << 2);
      const start = load<u32>(at);
      const freq = <u64>(load<u32>(at, 4) - start);
      tail = pushOne(slots + (end << 3), tail, <u64>start, freq, precision);
    }
    for (; end > first; ) {
      end -= 4;
      const four = load<u32>(symbols + end);
      const a = ends(row, four & 0xff, (four >> 8) & 0xff);
      const b = ends(row, (four >> 16) & 0xff, four >> 24);
      const start = evens(a, b);
      const freq = i32x4.sub(odds(a, b), start);
      tail = pushFour(slots + (end << 3), tail, start, freq, <i32>precision);
    }
  }
  return tail;
}

/** Pops a multiple of eight bytes from eight lanes. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
function popEight(
  heads: usize,
  tail: usize,
  slots: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  const mask: u64 = ((<u64>1) << precision) - 1;
  let h0 = load<u64>(heads);
  let h1 = load<u64>(heads, 8);
  let h2 = load<u64>(heads, 16);
  let h3 = load<u64>(heads, 24);
  let h4 = load<u64>(heads, 32);
  let h5 = load<u64>(heads, 40);
  let h6 = load<u64>(heads, 48);
  let h7 = load<u64>(heads, 56);
  let slot: u64;
  let take: u64;
  for (const end = out + n; out < end; out += 8) {
    slot = load<u64>(slots + ((<usize>(h0 & mask)) << 3));
    h0 = (slot >> 32) * (h0 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot);
    take = u64(h0 < LOWER);
    h0 = select<u64>((h0 << 32) | <u64>load<u32>(tail - 4), h0, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h1 & mask)) << 3));
    h1 = (slot >> 32) * (h1 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 1);
    take = u64(h1 < LOWER);
    h1 = select<u64>((h1 << 32) | <u64>load<u32>(tail - 4), h1, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h2 & mask)) << 3));
    h2 = (slot >> 32) * (h2 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 2);
    take = u64(h2 < LOWER);
    h2 = select<u64>((h2 << 32) | <u64>load<u32>(tail - 4), h2, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h3 & mask)) << 3));
    h3 = (slot >> 32) * (h3 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 3);
    take = u64(h3 < LOWER);
    h3 = select<u64>((h3 << 32) | <u64>load<u32>(tail - 4), h3, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h4 & mask)) << 3));
    h4 = (slot >> 32) * (h4 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 4);
    take = u64(h4 < LOWER);
    h4 = select<u64>((h4 << 32) | <u64>load<u32>(tail - 4), h4, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h5 & mask)) << 3));
    h5 = (slot >> 32) * (h5 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 5);
    take = u64(h5 < LOWER);
    h5 = select<u64>((h5 << 32) | <u64>load<u32>(tail - 4), h5, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h6 & mask)) << 3));
    h6 = (slot >> 32) * (h6 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 6);
    take = u64(h6 < LOWER);
    h6 = select<u64>((h6 << 32) | <u64>load<u32>(tail - 4), h6, <bool>take);
    tail -= <usize>(take << 2);

    slot = load<u64>(slots + ((<usize>(h7 & mask)) << 3));
    h7 = (slot >> 32) * (h7 >> precision) + ((slot >> 8) & 0xffffff);
    store<u8>(out, slot, 7);
    take = u64(h7 < LOWER);
    h7 = select<u64>((h7 << 32) | <u64>load<u32>(tail - 4), h7, <bool>take);
    tail -= <usize>(take << 2);
  }
  store<u64>(heads, h0);
  store<u64>(heads, h1, 8);
  store<u64>(heads, h2, 16);
  store<u64>(heads, h3, 24);
  store<u64>(heads, h4, 32);
  store<u64>(heads, h5, 40);
  store<u64>(heads, h6, 48);
  store<u64>(heads, h7, 56);
  return tail;
}

/** Pops n bytes by slots. Returns the end of the tail. */
export function bytePop(
  heads: usize,
  lanes: usize,
  tail: usize,
  slots: usize,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  let i: usize = 0;
  if (lanes == 8) {
    i = n & ~7;
    tail = popEight(heads, tail, slots, out, i, precision);
  }
  const mask: u64 = ((<u64>1) << precision) - 1;
  let lane: usize = 0;
  for (; i < n; i++) {
    const at = heads + (lane << 3);
    const head = load<u64>(at);
    const slot = load<u64>(slots + ((<usize>(head & mask)) << 3));
    store<u8>(out + i, slot);
    tail = refill(at, (slot >> 32) * (head >> precision) + ((slot >> 8) & 0xffffff), tail);
    lane = lane + 1 == lanes ? 0 : lane + 1;
  }
  return tail;
}
