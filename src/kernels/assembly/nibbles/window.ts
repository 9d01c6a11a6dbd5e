// The state of Lempel-Ziv coding: the fields, and behind them models, guesses and bytes.

import { BITS_MODELS, NUMBER_MODELS } from './classes';
import { BYTE_MODELS, MODEL, startModels } from './model';

/** What the second context of a literal is: the byte that a match would go on with, the last two bytes, or the byte a row before. */
export const BY_MATCH: u32 = 0;
export const BY_TWO: u32 = 1;
export const BY_ROW: u32 = 2;

/** Contexts of two bytes, as bits of their hash. */
const TWO_BITS: u32 = 11;
/** Bits of the hash of the bytes that a guess goes by. */
const GUESS_BITS: u64 = 16;
const GUESSES: usize = (<usize>4) << (<u32>GUESS_BITS);
/** Bytes before the first one, which are 0. */
const ZEROS: usize = 4096 + 16;

/** Bytes of the models of literals by the byte before, and by the second context. */
// @ts-ignore: decorator
@inline
export const LITERALS: usize = 256 * BYTE_MODELS;
const SECOND: usize = BYTE_MODELS << TWO_BITS;
/** Bytes of the models of all else: runs, lengths of two kinds, kinds and distances. */
// @ts-ignore: decorator
@inline
export const KINDS: usize = 3 * NUMBER_MODELS;
// @ts-ignore: decorator
@inline
export const DISTANCES: usize = KINDS + 10 * MODEL;
const OTHERS: usize = DISTANCES + BITS_MODELS;

// @ts-ignore: decorator
@unmanaged
export class Window {
  models: usize;
  /** Where bytes were seen last that were preceded by bytes of a hash. */
  guesses: usize;
  bytes: usize;
  end: usize;
  /** The next byte. */
  at: usize;
  /** Literals still to come of a run, and whether the match after it is. */
  left: u32;
  isInside: bool;
  /** Whether a match has no literals before it. */
  isAtOnce: bool;
  /** Whether all that was said made sense. */
  isSound: bool;
  /** The lane of the next nibble. */
  lane: usize;
  /** The last two distances. */
  last: u32;
  before: u32;
  /** How the last match was told. */
  told: u32;
  way: u32;
  row: usize;
  /** What a word of eight bytes is shifted by for those that a guess goes by. */
  shift: u64;
  slowest: i32;

  /** Models of what is not a literal. */
  // @ts-ignore: decorator
  @inline
  get others(): usize {
    return this.models + LITERALS + SECOND;
  }

  /** Where a guess for a byte is kept. */
  // @ts-ignore: decorator
  @inline
  slot(at: usize): usize {
    const key = (load<u64>(at - 8) >> this.shift) * 0x9e3779b97f4a7c15;
    return this.guesses + ((<usize>(key >> (64 - GUESS_BITS))) << 2);
  }

  /** How far before a byte its guess is; 0 where there is none. */
  // @ts-ignore: decorator
  @inline
  guess(at: usize): u32 {
    const seen = load<u32>(this.slot(at));
    return seen == 0 ? 0 : <u32>(at - seen);
  }

  /** Lets what follows these bytes be guessed to be what is here. */
  // @ts-ignore: decorator
  @inline
  see(at: usize): void {
    store<u32>(this.slot(at), <u32>at);
  }

  /** The models of the second context of a literal. */
  // @ts-ignore: decorator
  @inline
  second(at: usize): usize {
    let context: usize;
    if (this.way == BY_MATCH) context = <usize>load<u8>(at - this.last);
    else if (this.way == BY_ROW) context = <usize>load<u8>(at - this.row);
    else context = <usize>((<u32>load<u16>(at - 2) * 0x9e3779b1) >> (32 - TWO_BITS));
    return this.models + LITERALS + context * BYTE_MODELS;
  }
}

/** Bytes that must be there at an offset before a state is laid out from it. */
export function lempelZivFields(): usize {
  return (offsetof<Window>() + 15) & ~15;
}

/** Lays out a state for n bytes. Returns its end. */
export function lempelZivLay(at: usize, n: usize): usize {
  const own = changetype<Window>(at);
  own.models = (at + offsetof<Window>() + 63) & ~63;
  own.guesses = own.others + OTHERS;
  own.bytes = (own.guesses + GUESSES + ZEROS + 15) & ~15;
  own.end = own.bytes + n;
  return (own.end + 31) & ~15;
}

/**
 * Makes it know nothing.
 *
 * @param way of the second context of literals; @param row bytes that it looks back, up to 4096.
 * @param order bytes that a guess goes by, 1 to 8.
 */
export function lempelZivStart(at: usize, way: u32, row: usize, order: u32, slowest: i32): void {
  const own = changetype<Window>(at);
  own.way = way;
  own.row = row;
  own.shift = 64 - 8 * <u64>order;
  own.slowest = slowest;
  lempelZivAgain(at);
  const second = way == BY_TWO ? SECOND : LITERALS;
  startModels(own.models, LITERALS + second);
  startModels(own.others, OTHERS);
}

/** Goes to the first byte again, with nothing seen; what models have learned stays. */
export function lempelZivAgain(at: usize): void {
  const own = changetype<Window>(at);
  own.at = own.bytes;
  own.left = 0;
  own.isInside = false;
  own.isSound = true;
  own.lane = 0;
  own.last = 1;
  own.before = 2;
  own.told = 0;
  memory.fill(own.guesses, 0, GUESSES);
  memory.fill(own.bytes - ZEROS, 0, ZEROS);
}

/** Where the bytes are. */
export function lempelZivBytes(at: usize): usize {
  return changetype<Window>(at).bytes;
}
