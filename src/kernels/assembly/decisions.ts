// The one coder of the binary decisions of models that learn. A decision of 2^precision whose 0 has frequency
// `zero` has the interval [0, zero) for 0 and [zero, 2^precision) for 1. On the way forward decisions are
// noted, as zero · 2 + bit; they are pushed last to first, and popped one by one.

import { pushOne } from './push';
import { refill } from './rans';

/** Bits of the odds that are noted in 16 bits: the frequency of 0 is 1 … 2^PRECISION - 1. */
export const PRECISION: u64 = 15;

/** Pushes a decision onto the lane in this slot. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function pushDecision(slot: usize, tail: usize, zero: u64, bit: u64, precision: u64): usize {
  const isOne: u64 = -bit;
  const freq = zero + ((((<u64>1) << precision) - zero - zero) & isOne);
  return pushOne(slot, tail, zero & isOne, freq, precision);
}

/** What was decided, by the head of a lane: 0 or 1. It does not wait for the pop that follows it. */
// @ts-ignore: decorator
@inline
export function decided(slot: usize, zero: u64, precision: u64): u64 {
  return u64((load<u64>(slot) & (((<u64>1) << precision) - 1)) >= zero);
}

/** Pops a decision that was {@link decided} so from the lane in this slot. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function popDecision(slot: usize, tail: usize, zero: u64, bit: u64, precision: u64): usize {
  const total: u64 = (<u64>1) << precision;
  const head = load<u64>(slot);
  const isOne: u64 = -bit;
  const freq = zero + ((total - zero - zero) & isOne);
  return refill(slot, freq * (head >> precision) + (head & (total - 1)) - (zero & isOne), tail);
}

/** Pushes n noted decisions, of which the first one belongs to this lane. Returns the end of the tail. */
// @ts-ignore: decorator
@inline
export function pushNotes<N>(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
  precision: u64,
): usize {
  let at = (lane + n) % lanes;
  for (let i = n; i > 0; ) {
    i--;
    at = (at == 0 ? lanes : at) - 1;
    const note = <u64>load<N>(notes + i * sizeof<N>());
    tail = pushDecision(heads + (at << 3), tail, note >> 1, note & 1, precision);
  }
  return tail;
}

/** Pushes n decisions that were noted in 16 bits, of which the first one belongs to this lane. Returns the end of the tail. */
export function decisionsPush(
  heads: usize,
  lanes: usize,
  lane: usize,
  tail: usize,
  notes: usize,
  n: usize,
): usize {
  return pushNotes<u16>(heads, lanes, lane, tail, notes, n, PRECISION);
}

/** Notes the bits of known values. */
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

/** Takes decisions off a message, the first of them from lane 0. */
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
    const slot = this.slot;
    const bit = decided(slot, zero, PRECISION);
    this.tail = popDecision(slot, this.tail, zero, bit, PRECISION);
    this.slot = slot + 8 == this.end ? this.heads : slot + 8;
    return <u32>bit;
  }
}
