// Symbols by one row c(0) = 0 … c(k) = 2^precision (u32) for all of them.

import { evens, odds } from './lanes';
import { pushFour, pushOne, singlesTo } from './push';
import { step } from './rans';

/** c(s) and c(s + 1) of two symbols. */
// @ts-ignore: decorator
@inline
export function ends(row: usize, first: u32, second: u32): v128 {
  const pair = v128.load64_zero(row + ((<usize>first) << 2));
  return v128.load_lane<u64>(row + ((<usize>second) << 2), pair, 1);
}

/** Pushes n symbols (u32). Returns the end of the tail, or 0 where a symbol is outside the support. */
export function rowPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  row: usize,
  k: u32,
  symbols: usize,
  n: usize,
  precision: u64,
): usize {
  for (let end = n; end > 0; ) {
    const first = ((end - 1) / lanes) * lanes;
    const slots = heads - (first << 3);
    for (const to = singlesTo(end, first, precision); end > to; ) {
      end--;
      const symbol = load<u32>(symbols + (end << 2));
      if (symbol >= k) return 0;
      const at = row + ((<usize>symbol) << 2);
      const start = load<u32>(at);
      const freq = <u64>(load<u32>(at, 4) - start);
      if (freq == 0) return 0;
      tail = pushOne(slots + (end << 3), tail, <u64>start, freq, precision);
    }
    for (; end > first; ) {
      end -= 4;
      const at = symbols + (end << 2);
      const s0 = load<u32>(at);
      const s1 = load<u32>(at, 4);
      const s2 = load<u32>(at, 8);
      const s3 = load<u32>(at, 12);
      if (u32(s0 >= k) | u32(s1 >= k) | u32(s2 >= k) | u32(s3 >= k)) return 0;
      const a = ends(row, s0, s1);
      const b = ends(row, s2, s3);
      const start = evens(a, b);
      const freq = i32x4.sub(odds(a, b), start);
      if (!i32x4.all_true(freq)) return 0;
      tail = pushFour(slots + (end << 3), tail, start, freq, <i32>precision);
    }
  }
  return tail;
}

/**
 * Pops n symbols into `out` (u32). A symbol is searched from where a look-up of its position's top
 * bits says, in as many halvings as the fullest cell of that needs: no branch depends on a symbol.
 *
 * @param row with room for 3 · k + 3 numbers.
 * @param cells room for 2^bits + 1 numbers (u32), bits <= precision.
 */
export function rowPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  row: usize,
  k: u32,
  cells: usize,
  bits: u32,
  out: usize,
  n: usize,
  precision: u64,
): usize {
  const most = fillCells(row, k, cells, bits, <u32>precision);
  memory.fill(row + ((<usize>(k + 1)) << 2), 0xff, (<usize>(2 * k + 2)) << 2);
  const largest: usize = most > 0 ? (<usize>2) << (31 - clz(most)) : 0;
  const mask: u64 = ((<u64>1) << precision) - 1;
  const shift = <u32>precision - bits;
  for (let first: usize = 0; first < n; first += lanes) {
    const end = min(first + lanes, n);
    for (let i = first; i < end; i++) {
      const slot = heads + ((i - first) << 3);
      const cf = <u32>(load<u64>(slot) & mask);
      let at = row + ((<usize>load<u32>(cells + ((<usize>(cf >> shift)) << 2))) << 2);
      for (let half = largest << 1; half > 2; half >>= 1) {
        at = select<usize>(at + half, at, load<u32>(at + half) <= cf);
      }
      store<u32>(out + (i << 2), <u32>((at - row) >> 2));
      const start = load<u32>(at);
      tail = step(slot, tail, <u64>start, <u64>(load<u32>(at, 4) - start), precision);
    }
  }
  return tail;
}

/** The symbol at the first position of each of 2^bits cells; the most that it rises within one. */
function fillCells(row: usize, k: u32, cells: usize, bits: u32, precision: u32): u32 {
  let symbol: u32 = 0;
  let most: u32 = 0;
  for (let i: u32 = 0; i <= (<u32>1) << bits; i++) {
    const before = symbol;
    const position = i << (precision - bits);
    while (symbol + 1 < k && load<u32>(row + ((<usize>symbol) << 2), 4) <= position) symbol++;
    store<u32>(cells + ((<usize>i) << 2), symbol);
    if (i > 0) most = max(most, symbol - before);
  }
  return most;
}
