// Nibbles by models: first all intervals, going forward, then the pushes, going back; and pops, which have to
// know each nibble before they know the model of the next. Nibble i is on lane i mod lanes.

import { refill } from '../rans';
import { endOf, learn, PRECISION, startOf, symbolAt } from './model';

const MASK: u64 = 32767;

/** Room for the starts of two models at once. */
const both: usize = memory.data(32, 16);

/** Where two models at once say that symbols start: the mean of what each says, which keeps them apart. */
// @ts-ignore: decorator
@inline
function mean(one: usize, two: usize): void {
  v128.store(both, i16x8.avgr_u(v128.load(one), v128.load(two)));
  v128.store(both, i16x8.avgr_u(v128.load(one, 16), v128.load(two, 16)), 16);
}

/** Notes the intervals of known nibbles, as start << 16 | freq. */
// @ts-ignore: decorator
@unmanaged
export class Notes {
  out: usize;

  // @ts-ignore: decorator
  @inline
  open(_heads: usize, _lanes: usize, _lane: usize, tail: usize): void {
    this.out = tail;
  }

  // @ts-ignore: decorator
  @inline
  note(starts: usize, symbol: u32): void {
    const start = startOf(starts, symbol);
    store<u32>(this.out, (start << 16) | (endOf(starts, symbol) - start));
    this.out += 4;
  }

  /** A nibble by a model. */
  // @ts-ignore: decorator
  @inline
  nibble(model: usize, slowest: i32, known: u32): u32 {
    this.note(model, known);
    learn(model, known, slowest);
    return known;
  }

  /** A nibble by two models at once. */
  // @ts-ignore: decorator
  @inline
  nibbleOfTwo(one: usize, two: usize, slowest: i32, known: u32): u32 {
    mean(one, two);
    this.note(both, known);
    learn(one, known, slowest);
    learn(two, known, slowest);
    return known;
  }

  /** Whether there may be no room for another step. */
  // @ts-ignore: decorator
  @inline
  isLow(floor: usize): bool {
    return this.out >= floor;
  }
}

/** Takes nibbles off a message. */
// @ts-ignore: decorator
@unmanaged
export class Pops {
  slot: usize;
  heads: usize;
  end: usize;
  tail: usize;

  // @ts-ignore: decorator
  @inline
  open(heads: usize, lanes: usize, lane: usize, tail: usize): void {
    this.slot = heads + (lane << 3);
    this.heads = heads;
    this.end = heads + (lanes << 3);
    this.tail = tail;
  }

  /** The lane of the next nibble. */
  // @ts-ignore: decorator
  @inline
  get lane(): usize {
    return (this.slot - this.heads) >> 3;
  }

  // @ts-ignore: decorator
  @inline
  pop(low: v128, high: v128, starts: usize): u32 {
    const slot = this.slot;
    const head = load<u64>(slot);
    const position = <u32>(head & MASK);
    const symbol = symbolAt(low, high, position);
    const start = startOf(starts, symbol);
    const freq = endOf(starts, symbol) - start;
    this.tail = refill(slot, <u64>freq * (head >> PRECISION) + <u64>(position - start), this.tail);
    this.slot = slot + 8 == this.end ? this.heads : slot + 8;
    return symbol;
  }

  // @ts-ignore: decorator
  @inline
  nibble(model: usize, slowest: i32, _known: u32): u32 {
    const symbol = this.pop(v128.load(model), v128.load(model, 16), model);
    learn(model, symbol, slowest);
    return symbol;
  }

  // @ts-ignore: decorator
  @inline
  nibbleOfTwo(one: usize, two: usize, slowest: i32, _known: u32): u32 {
    mean(one, two);
    const symbol = this.pop(v128.load(both), v128.load(both, 16), both);
    learn(one, symbol, slowest);
    learn(two, symbol, slowest);
    return symbol;
  }

  // @ts-ignore: decorator
  @inline
  isLow(floor: usize): bool {
    return this.tail < floor;
  }
}

export const notes = changetype<Notes>(memory.data(offsetof<Notes>(), 16));
export const pops = changetype<Pops>(memory.data(offsetof<Pops>(), 16));
