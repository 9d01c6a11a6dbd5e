// Where bytes like those at a place were before: places by the hash of the next four bytes, in chains, and the last one by
// the hash of the next twelve.

import { PRICES } from './prices';
import { Window } from './window';

const HASH_BITS: u32 = 16;
const HASHES: usize = (<usize>4) << HASH_BITS;
/** Where hashes of four and of twelve bytes are behind the prices, and chains behind these. */
const SHORT: usize = PRICES;
const LONG: usize = SHORT + HASHES;
// @ts-ignore: decorator
@inline
export const CHAINS: usize = LONG + HASHES;

/** Forgets all places. */
// @ts-ignore: decorator
@inline
export function clearPlaces(search: usize): void {
  memory.fill(search + SHORT, 0, 2 * HASHES);
}

// @ts-ignore: decorator
@inline
function shortSlot(search: usize, at: usize): usize {
  return search + SHORT + ((<usize>((load<u32>(at) * 0x9e3779b1) >> (32 - HASH_BITS))) << 2);
}

// @ts-ignore: decorator
@inline
function longSlot(search: usize, at: usize): usize {
  const key = (load<u64>(at) ^ ((<u64>load<u32>(at, 8)) << 17)) * 0x9e3779b97f4a7c15;
  return search + LONG + ((<usize>(key >> (64 - HASH_BITS))) << 2);
}

/** The last place of the same twelve bytes, as far as a hash tells; -1 where there is none. */
// @ts-ignore: decorator
@inline
export function longPlace(search: usize, at: usize): i32 {
  return <i32>load<u32>(longSlot(search, at)) - 1;
}

/** The last place of the same hash of four bytes; -1 where there is none. */
// @ts-ignore: decorator
@inline
export function shortPlace(search: usize, at: usize): i32 {
  return <i32>load<u32>(shortSlot(search, at)) - 1;
}

/** The place before one in its chain. */
// @ts-ignore: decorator
@inline
export function placeBefore(search: usize, place: i32): i32 {
  return <i32>load<u32>(search + CHAINS + ((<usize>place) << 2)) - 1;
}

/** Lets matches and guesses be found of what is at a place. */
// @ts-ignore: decorator
@inline
export function enter(own: Window, at: usize, search: usize): void {
  own.see(at);
  const place = <u32>(at - own.bytes);
  const slot = shortSlot(search, at);
  store<u32>(search + CHAINS + ((<usize>place) << 2), load<u32>(slot));
  store<u32>(slot, place + 1);
  store<u32>(longSlot(search, at), place + 1);
}

/** How many bytes are alike, up to an end; behind it there are twelve more in memory. */
export function alike(one: usize, two: usize, end: usize): i32 {
  const from = one;
  let other: u64 = 0;
  while (one < end && other == 0) {
    other = load<u64>(one) ^ load<u64>(two);
    const same: usize = other == 0 ? 8 : <usize>ctz(other) >> 3;
    one += same;
    two += same;
  }
  return <i32>(min(one, end) - from);
}
