// Pushes of noted nibbles, and what they cost.

import { pushFour, pushOne } from '../push';
import { PRECISION } from './model';

/** Pushes n noted nibbles, of which the first one belongs to this lane. Returns the end of the tail. */
export function nibblesPush(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  let i = n;
  const fours = lanes == 4;
  while (i > 0) {
    const end = (lane + i) % lanes;
    if (fours && end == 0 && i >= 4) {
      i -= 4;
      const four = v128.load(notes + (i << 2));
      const freqs = v128.and(four, i32x4.splat(0xffff));
      tail = pushFour(heads, tail, i32x4.shr_u(four, 16), freqs, <i32>PRECISION);
    } else {
      i--;
      const note = load<u32>(notes + (i << 2));
      const slot = heads + (((end == 0 ? lanes : end) - 1) << 3);
      tail = pushOne(slot, tail, note >> 16, note & 0xffff, PRECISION);
    }
  }
  return tail;
}

const EXPONENT_BIAS: i64 = 1023;
const FRACTION: u64 = 0xfffffffffffff;

/** Bits that n noted nibbles take, rounded up: frequencies are multiplied, and their exponents taken off in time. */
export function nibblesCost(notes: usize, n: usize): f64 {
  let bits: i64 = <i64>PRECISION * <i64>n;
  let product: f64 = 1;
  for (const end = notes + (n << 2); notes < end; notes += 4) {
    product *= <f64>(load<u32>(notes) & 0xffff);
    const whole = reinterpret<u64>(product);
    // Below 2^(64 + 16) once taken off.
    bits -= <i64>(whole >> 52) - EXPONENT_BIAS;
    product = reinterpret<f64>((whole & FRACTION) | ((<u64>EXPONENT_BIAS) << 52));
  }
  return <f64>bits;
}
