// Binary decisions of an adaptive model: noted with their odds on the way forward, pushed last to
// first, and taken from a message one by one. Decision k is on lane k mod lanes.

import { pushOne } from './push';
import { refill } from './rans';

/** Bits of the odds: the frequency of 0 is 1 … 2^PRECISION - 1. */
export const PRECISION: u64 = 15;

/** Notes the bits of known values, with their odds: (frequency of 0) · 2 + bit, a u16 each. */
// @ts-ignore: decorator
@unmanaged
export class Notes {
  /** The value in hand, and its bits still to come. */
  value: u32;
  left: u32;
  out: usize;

  // @ts-ignore: decorator
  @inline
  begin(value: u32, bits: u32): void {
    this.value = value;
    this.left = bits;
  }

  // @ts-ignore: decorator
  @inline
  bit(zero: u32): u32 {
    const bit = (this.value >> --this.left) & 1;
    store<u16>(this.out, <u16>((zero << 1) | bit));
    this.out += 2;
    return bit;
  }
}

/** Takes decisions off a message. */
// @ts-ignore: decorator
@unmanaged
export class Pops {
  slot: usize;
  heads: usize;
  end: usize;
  tail: usize;

  // @ts-ignore: decorator
  @inline
  open(heads: usize, lanes: usize, tail: usize): void {
    this.slot = heads;
    this.heads = heads;
    this.end = heads + (lanes << 3);
    this.tail = tail;
  }

  // @ts-ignore: decorator
  @inline
  begin(_value: u32, _bits: u32): void {}

  // @ts-ignore: decorator
  @inline
  bit(zero: u32): u32 {
    const head = load<u64>(this.slot);
    const cf = head & (((<u64>1) << PRECISION) - 1);
    const bit = u64(cf >= zero);
    const freq = bit ? ((<u64>1) << PRECISION) - <u64>zero : <u64>zero;
    const start = bit ? <u64>zero : 0;
    this.tail = refill(this.slot, freq * (head >> PRECISION) + cf - start, this.tail);
    this.slot += 8;
    if (this.slot == this.end) this.slot = this.heads;
    return <u32>bit;
  }
}

/** Pushes n noted decisions. Returns the end of the tail. */
export function decisionsPush(
  heads: usize,
  lanes: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  let lane = (n - 1) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    const note = <u64>load<u16>(notes + (i << 1));
    const zero = note >> 1;
    const freq = note & 1 ? ((<u64>1) << PRECISION) - zero : zero;
    const start = note & 1 ? zero : 0;
    tail = pushOne(heads + (lane << 3), tail, start, freq, PRECISION);
    lane = lane == 0 ? lanes - 1 : lane - 1;
  }
  return tail;
}
