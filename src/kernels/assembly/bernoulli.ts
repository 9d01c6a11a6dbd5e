// Bits by the frequencies of 0 that quantise.ts makes. Neither kernel branches on a bit, and both walk
// rows of lanes.

import { pushFour, pushOne, singlesTo } from './push';
import { refill } from './rans';

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
  const total: u64 = (<u64>1) << precision;
  const totals = i32x4.splat(<i32>total);
  let others: u32 = 0;
  let othersOfFour = i32x4.splat(0);
  for (let end = n; end > 0; ) {
    const row = ((end - 1) / lanes) * lanes;
    const slots = heads - (row << 3);
    for (const to = singlesTo(end, row, precision); end > to; ) {
      end--;
      const zero = <u64>load<u32>(zeros + (end << 2));
      const symbol = load<u32>(symbols + (end << 2));
      others |= symbol;
      const one: u64 = -(<u64>symbol & 1);
      const freq = zero + ((total - zero - zero) & one);
      tail = pushOne(slots + (end << 3), tail, zero & one, freq, precision);
    }
    for (; end > row; ) {
      end -= 4;
      const zero = v128.load(zeros + (end << 2));
      const symbol = v128.load(symbols + (end << 2));
      othersOfFour = v128.or(othersOfFour, symbol);
      const one = i32x4.neg(symbol);
      const rest = i32x4.sub(totals, i32x4.add(zero, zero));
      const freq = i32x4.add(zero, v128.and(rest, one));
      tail = pushFour(slots + (end << 3), tail, v128.and(zero, one), freq, <i32>precision);
    }
  }
  const bad = others > 1 || v128.any_true(i32x4.gt_u(othersOfFour, i32x4.splat(1)));
  return bad ? 0 : tail;
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
  const total: u64 = (<u64>1) << precision;
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
