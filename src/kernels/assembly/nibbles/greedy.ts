// Which matches bytes are best told by. Nothing of it is part of the format: any list of sequences that make the
// bytes restores them.

import { alike, clearPlaces, enter, longPlace, placeBefore, shortPlace } from './places';
import { BIT } from './prices';
import { SEQUENCE } from './sequences';
import { Window } from './window';

/** What a match costs beside the bits of its distance. */
const AS_BEFORE_COST: i32 = 7 * BIT;
const FAR_COST: i32 = 9 * BIT;
/** A match that is not given up for a longer one that begins later. */
const LONG: i32 = 64;
/** Literals in a row after which only some places are looked at. */
const SKIP_BITS: i32 = 8;

/** What is best at a place. */
// @ts-ignore: decorator
@unmanaged
class Best {
  length: i32;
  distance: i32;
  /** Parts of a bit that it saves. */
  gain: i32;
}
const best = changetype<Best>(memory.data(offsetof<Best>(), 16));

// @ts-ignore: decorator
@inline
function offer(at: usize, distance: i32, own: Window, cost: i32, literal: i32): void {
  const length = alike(at, at - distance, own.end);
  const gain = length * literal - cost;
  if (length >= 2 && gain > best.gain) {
    best.gain = gain;
    best.length = length;
    best.distance = distance;
  }
}

// @ts-ignore: decorator
@inline
function offerFar(own: Window, at: usize, distance: i32, literal: i32): void {
  offer(at, distance, own, FAR_COST + BIT * (31 - <i32>clz(distance)), literal);
}

/** The best match at a place, of those that gain more than so much. */
function seek(own: Window, at: usize, search: usize, literal: i32, depth: i32, least: i32): void {
  best.length = 0;
  best.gain = least;
  const before = <i32>(at - own.bytes);
  if (<i32>own.last <= before) offer(at, own.last, own, AS_BEFORE_COST - BIT, literal);
  if (<i32>own.before <= before) offer(at, own.before, own, AS_BEFORE_COST, literal);
  const guess = <i32>own.guess(at);
  if (guess > 0) offer(at, guess, own, AS_BEFORE_COST, literal);
  if (at + 4 > own.end) return;
  const far = longPlace(search, at);
  if (far >= 0) offerFar(own, at, before - far, literal);
  const word = load<u32>(at);
  let from = shortPlace(search, at);
  for (let tries = depth; from >= 0 && tries > 0; tries--) {
    const other = own.bytes + from;
    const length = best.length;
    if (load<u32>(other) == word && load<u8>(other + length) == load<u8>(at + length)) {
      offerFar(own, at, before - from, literal);
    }
    from = placeBefore(search, from);
  }
}

/** Lets matches and guesses be found of what lies up to a place. */
// @ts-ignore: decorator
@inline
function enterTo(own: Window, from: usize, to: usize, search: usize): void {
  for (; from < to; from++) enter(own, from, search);
}

/**
 * Writes a list of sequences for the bytes of a state, each what gains most where it is; the last one without a match unless the bytes end with one. The state
 * is then to begin again.
 *
 * @param search memory for {@link lempelZivSearch}.
 * @param literal what a literal is taken to cost, in 16ths of a bit.
 * @param depth places that are looked at of those of a hash.
 * @param ahead bytes by which a better match may begin later.
 * @returns the end of the list.
 */
export function lempelZivGreedy(
  base: usize,
  search: usize,
  list: usize,
  literal: i32,
  depth: i32,
  ahead: i32,
): usize {
  const own = changetype<Window>(base);
  clearPlaces(search);
  let anchor = own.bytes;
  let at = anchor;
  let entered = at;
  while (at < own.end) {
    enterTo(own, entered, at, search);
    entered = at;
    seek(own, at, search, literal, depth, 0);
    if (best.length == 0) {
      at += 1 + ((at - anchor) >> SKIP_BITS);
      continue;
    }
    let length = best.length;
    let distance = best.distance;
    let gain = best.gain;
    for (let more = 1; more <= ahead && length < LONG && at + more < own.end; more++) {
      enterTo(own, entered, at + more, search);
      entered = at + more;
      seek(own, entered, search, literal, depth, gain + more * literal);
      if (best.length == 0) continue;
      length = best.length;
      distance = best.distance;
      gain = best.gain;
      at = entered;
      more = 0;
    }
    store<u32>(list, <u32>(at - anchor));
    store<u32>(list, length, 4);
    store<u32>(list, distance, 8);
    list += SEQUENCE;
    if (distance != <i32>own.last) {
      own.before = own.last;
      own.last = distance;
    }
    at += length;
    anchor = at;
  }
  if (anchor < own.end) {
    store<u32>(list, <u32>(own.end - anchor));
    store<u64>(list, 0, 4);
    list += SEQUENCE;
  }
  return list;
}
