// Where magnitudes were before: each where it was last, and for long stretches that come again from far away
// some of those places where the same few came one after the other.

import { State } from './state';

/** One value of so many is noted for long stretches. */
const ONE_IN: u32 = 4;
/** The bits of what is compared, and the most values. */
const COMPARED: u32 = 64;

/** Whether the magnitude at a place is this one. */
// @ts-ignore: decorator
@inline
export function isAt(s: State, place: i32, upper: u32, lower: u32): bool {
  const at = (<usize>place) << 2;
  if ((load<u32>(s.upper + at) & s.mask) != upper) return false;
  return s.words == 1 || load<u32>(s.lower + at) == lower;
}

/** Where this magnitude was last, or -1; it is noted where it is now. Zeros are everywhere, so they are not looked for. */
// @ts-ignore: decorator
@inline
export function lastPlace(s: State, upper: u32, lower: u32): i32 {
  const hash = ((upper ^ (lower * 0x85ebca6b)) * 0x9e3779b1) >> (32 - s.recentBits);
  const recent = s.recent + ((<usize>hash) << 2);
  const place = <i32>load<u32>(recent) - 1;
  store<u32>(recent, s.count + 1);
  if (place < 0 || (upper | lower) == 0 || !isAt(s, place, upper, lower)) return -1;
  return place;
}

/** Whether the last values are those at a place. */
function isStretch(s: State, place: i32): bool {
  const least = COMPARED / (s.exponentBits + s.mantissaBits + 1);
  const i = <i32>s.count;
  for (let far: i32 = 0; far < <i32>least; far++) {
    if (far > place) return false;
    const at = (<usize>(i - far)) << 2;
    const lower = s.words == 2 ? load<u32>(s.lower + at) : 0;
    if (!isAt(s, place - far, load<u32>(s.upper + at) & s.mask, lower)) return false;
  }
  return true;
}

/** Where the last values came one after the other before, or -1. */
// @ts-ignore: decorator
@inline
export function stretchPlace(s: State, upper: u32, lower: u32): i32 {
  // What came four values before and earlier falls out of the hash; of numbers of 8 bits, eight.
  const shift: u32 = s.exponentBits + s.mantissaBits < 8 ? 4 : 8;
  s.trace = (s.trace << shift) + (upper ^ (lower * 0x85ebca6b)) * 0x9e3779b1;
  const hash = s.trace * 0x2f0b4c47;
  if (hash >> (32 - ONE_IN) != 0 || (upper | lower) == 0) return -1;
  const noted = s.stretches + ((<usize>((hash << ONE_IN) >> (32 - s.recentBits))) << 2);
  const place = <i32>load<u32>(noted) - 1;
  store<u32>(noted, s.count + 1);
  return place >= 0 && isStretch(s, place) ? place : -1;
}
