// Bytes by Lempel-Ziv: runs of literals, each followed by a match, told by its distance and its length. A
// distance is the last one, the one before it, that of a guess, or by its bits.

import { codeBits, codeNumber, NUMBER_MODELS } from './classes';
import { Notes, notes, Pops, pops } from './coder';
import { BYTE_MODELS, MODEL } from './model';
import { DISTANCES, KINDS, Window } from './window';

/** Bytes of a sequence in a list: its literals, the bytes of its match, the distance (u32 each). */
export const SEQUENCE: usize = 12;
/** Bytes of a match, at least. */
export const LEAST: u32 = 2;

/** Words that a step takes at most, each of its nibbles one: 9 of a run, 11 of a distance and 9 of a length. */
const MOST_WORDS: usize = 32;

/** How a distance is told: as the last one, the one before, the guess, in a nibble, or by bits from 2^4 on. */
const AS_LAST: u32 = 0;
const AS_BEFORE: u32 = 1;
const AS_GUESSED: u32 = 2;
const IN_NIBBLE: u32 = 3;
const MOST: u32 = 15;

/** Models among those of kinds: of a distance in a nibble, and of more bits than a kind says. */
const SMALL: usize = 8 * MODEL;
const LARGE: usize = 9 * MODEL;

// @ts-ignore: decorator
@inline
export function codeLiteral<C>(coder: C, own: Window, at: usize): void {
  const known = <u32>load<u8>(at);
  const one = own.models + <usize>load<u8>(at - 1) * BYTE_MODELS;
  const two = own.second(at);
  own.see(at);
  const high = coder.nibbleOfTwo(one, two, own.slowest, known >> 4);
  const lower = (<usize>high + 1) * MODEL;
  const low = coder.nibbleOfTwo(one + lower, two + lower, own.slowest, known & 15);
  store<u8>(at, <u8>((high << 4) | low));
}

/** How a known distance is told. */
// @ts-ignore: decorator
@inline
function kindOf(own: Window, distance: u32, guess: u32): u32 {
  if (distance == own.last) return AS_LAST;
  if (distance == own.before) return AS_BEFORE;
  if (distance == guess) return AS_GUESSED;
  return distance < 16 ? IN_NIBBLE : min<u32>(31 - clz(distance), MOST);
}

/** Codes the distance of a match. */
// @ts-ignore: decorator
@inline
function codeDistance<C>(coder: C, own: Window, at: usize, known: u32): u32 {
  const models = own.others + KINDS;
  const guess = own.guess(at);
  const context = <usize>((own.told << 1) | u32(own.isAtOnce));
  const kind = coder.nibble(models + context * MODEL, own.slowest, kindOf(own, known, guess));
  own.told = min<u32>(kind, IN_NIBBLE);
  if (kind == AS_LAST) return own.last;
  let distance = own.before;
  if (kind == AS_GUESSED) distance = guess;
  else if (kind == IN_NIBBLE) distance = coder.nibble(models + SMALL, own.slowest, known);
  else if (kind > IN_NIBBLE) {
    let bits = kind;
    if (kind == MOST) bits += coder.nibble(models + LARGE, own.slowest, 31 - clz(known) - MOST);
    distance = codeBits<C>(coder, own.others + DISTANCES, own.slowest, bits, known);
  }
  own.before = own.last;
  own.last = distance;
  return distance;
}

/**
 * Codes sequences until there may be no room for more, or the bytes are done.
 *
 * A run stays within the bytes that are left, as does a match, whose distance is to one of the bytes before: what says
 * otherwise ends it. Every sequence has a byte or more.
 *
 * @param list the sequences from the next one on, where they are known.
 * @param floor what the coder must not be below for the next step.
 * @returns whether what was said makes sense.
 */
// @ts-ignore: decorator
@inline
function codeSequences<C>(coder: C, own: Window, list: usize, floor: usize): usize {
  const end = own.end;
  let at = own.at;
  let left = own.left;
  while (at < end && !coder.isLow(floor)) {
    if (!own.isInside) {
      const run = list != 0 ? load<u32>(list) : 0;
      left = codeNumber<C>(coder, own.others, own.slowest, run);
      if (left > <u32>(end - at)) return 0;
      own.isInside = true;
      own.isAtOnce = left == 0;
    }
    for (; left > 0 && !coder.isLow(floor); left--, at++) codeLiteral<C>(coder, own, at);
    if (left > 0 || at == end || coder.isLow(floor)) continue;
    const distance = codeDistance<C>(coder, own, at, list != 0 ? load<u32>(list, 8) : 0);
    const lengths = own.others + (own.told < IN_NIBBLE ? 1 : 2) * NUMBER_MODELS;
    const known = list != 0 ? load<u32>(list, 4) - LEAST : 0;
    const length = LEAST + codeNumber<C>(coder, lengths, own.slowest, known);
    if (length > <u32>(end - at) || distance - 1 >= <u32>(at - own.bytes)) return 0;
    for (const stop = at + length; at < stop; at++) {
      own.see(at);
      store<u8>(at, load<u8>(at - distance));
    }
    own.isInside = false;
    if (list != 0) list += SEQUENCE;
  }
  own.at = at;
  own.left = left;
  return list == 0 ? 1 : list;
}

/**
 * Notes the nibbles of known bytes, up to so many notes.
 *
 * @param list the sequences, of which those before are noted already.
 * @param out where notes go; how many bytes of them there are is then kept there, before them.
 * @returns where the sequences go on.
 */
export function lempelZivNote(base: usize, list: usize, out: usize, most: usize): usize {
  notes.open(0, 0, 0, out + 4);
  const next = codeSequences<Notes>(notes, changetype<Window>(base), list, out + (most << 2));
  store<u32>(out, <u32>(notes.out - out - 4));
  return next;
}

/**
 * Pops bytes while the tail has room for a step above the floor. Returns the end of the tail.
 */
export function lempelZivPop(
  heads: usize,
  lanes: usize,
  tail: usize,
  floor: usize,
  base: usize,
): usize {
  const own = changetype<Window>(base);
  pops.open(heads, lanes, own.lane, tail);
  own.isSound = codeSequences<Pops>(pops, own, 0, floor + 4 * MOST_WORDS) != 0;
  own.lane = pops.lane;
  return pops.tail;
}

/** Bytes that are there, or -1 where what was said of the next ones makes no sense. */
export function lempelZivDone(base: usize): i32 {
  const own = changetype<Window>(base);
  return own.isSound ? <i32>(own.at - own.bytes) : -1;
}
