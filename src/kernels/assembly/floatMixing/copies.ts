// Magnitudes that were there before: where a stretch of values comes again, forwards or backwards, with
// gaps or without, which is so in tables of sines, tied weights, and runs. A value's place is where its
// magnitude was before; places that follow one another at a distance of 1, 2, 4 or 8 values foretell the next.

import { learned } from '../contextMixing/adaptiveMap';
import { decideAlone } from './decide';
import { isAt, lastPlace, stretchPlace } from './places';
import { CANDIDATES, PLACES, RUNS, State, TELLERS, TURNED } from './state';

const LAGS: u32 = 4;
const RING: u32 = 15;
/** Longest run that is told apart. */
const LONGEST: u32 = 31;
/** A copy is asked for where it has so many chances of 2^32 at least. */
const LEAST: u32 = 0x05000000;
/** A run that is long for zeros. */
const LONG: u32 = 8;
const LIMIT: i32 = 250;

// @ts-ignore: decorator
@inline
function inRing(s: State, at: usize, i: u32): usize {
  return changetype<usize>(s) + at + ((<usize>(i & RING)) << 2);
}

/** How far the next value of a stretch is from the last one's place: the lag, or less than 0. */
// @ts-ignore: decorator
@inline
function stepOf(i: u32, lag: u32, last: i32, before: i32): i32 {
  const apart = last - before;
  const near = <u32>(<i32>i - last) - 2 * lag - 1 < lag;
  const backwards = (before >= 0 && apart == -(<i32>lag)) || (near && apart != <i32>lag);
  return backwards ? -(<i32>lag) : <i32>lag;
}

/** Looks where the value in hand may be copied from, and which of these places is the likeliest. */
// @ts-ignore: decorator
@inline
export function findCopies(s: State): void {
  s.copyAt = -1;
  s.copyChances = LEAST;
  if (s.sincePlace > 8) return;
  const i = s.count;
  const base = changetype<usize>(s);
  for (let k: u32 = 0; k < LAGS; k++) {
    const lag = (<u32>1) << k;
    const last = load<i32>(inRing(s, PLACES, i - lag));
    let place = -1;
    if (last >= 0) {
      const step = stepOf(i, lag, last, load<i32>(inRing(s, PLACES, i - 2 * lag)));
      place = last + step;
      if (place >= <i32>i) place = -1;
      const run = <u32>load<u8>(inRing(s, RUNS, i - lag) + k);
      const entry = (((k << 5) | min(run, LONGEST)) << 1) | u32(step < 0);
      const teller = s.copies + ((<usize>entry) << 2);
      store<u32>(base + TELLERS + ((<usize>k) << 2), <u32>teller);
      const chances = load<u32>(teller);
      if (place >= 0 && chances > s.copyChances) {
        s.copyChances = chances;
        s.copyAt = place;
        s.copyLag = lag;
        s.copyTeller = teller;
      }
    }
    store<i32>(base + CANDIDATES + ((<usize>k) << 2), place);
  }
}

/** Codes whether the magnitude is that of the likeliest copy. */
// @ts-ignore: decorator
@inline
export function codeCopy(s: State, upper: u32, lower: u32): bool {
  if (s.copyAt < 0) return false;
  const known = u32(isAt(s, s.copyAt, upper, lower));
  // All tellers learn later, so this one is not to.
  const cell = load<u32>(s.copyTeller);
  const hit = decideAlone(s, s.copyTeller, known);
  store<u32>(s.copyTeller, cell);
  return hit != 0;
}

/** Learns which places foretold the magnitude. Returns that which did so for the longest, or -1. */
// @ts-ignore: decorator
@inline
function learnTellers(s: State, upper: u32, lower: u32): i32 {
  const i = s.count;
  const base = changetype<usize>(s);
  const runs = inRing(s, RUNS, i);
  let right = -1;
  // A zero comes so often that short runs of places mean nothing.
  let longest: u32 = (upper | lower) == 0 ? LONG : 0;
  for (let k: u32 = 0; k < LAGS; k++) {
    const place = load<i32>(base + CANDIDATES + ((<usize>k) << 2));
    let run: u32 = 0;
    if (place >= 0) {
      const teller = <usize>load<u32>(base + TELLERS + ((<usize>k) << 2));
      const was = isAt(s, place, upper, lower);
      store<u32>(teller, learned(load<u32>(teller), u32(was), LIMIT));
      const before = <u32>load<u8>(inRing(s, RUNS, i - ((<u32>1) << k)) + k);
      run = was ? min(before + 1, LONGEST) : 0;
    }
    store<u8>(runs + k, run);
    if (run > longest) {
      longest = run;
      right = place;
    }
  }
  return right;
}

/** Learns the magnitude of the value in hand: which places foretold it, and what its own is. */
// @ts-ignore: decorator
@inline
export function learnCopies(s: State, upper: u32, lower: u32, copied: bool): void {
  let right = -1;
  if (s.sincePlace > 8) store<u32>(inRing(s, RUNS, s.count), 0);
  else right = learnTellers(s, upper, lower);
  const last = lastPlace(s, upper, lower);
  const stretch = stretchPlace(s, upper, lower);
  let place = right >= 0 ? right : last;
  if (copied) place = s.copyAt;
  else if (stretch >= 0) place = stretch;
  store<i32>(inRing(s, PLACES, s.count), place);
  s.sincePlace = place >= 0 ? 1 : s.sincePlace + 1;
}

/** Whether the sign of the value so far before was another than that of what it was copied from. */
// @ts-ignore: decorator
@inline
export function turnedBefore(s: State, far: u32): u32 {
  return <u32>load<u8>(changetype<usize>(s) + TURNED + <usize>((s.count - far) & RING));
}

// @ts-ignore: decorator
@inline
export function noteTurned(s: State, turned: u32): void {
  store<u8>(changetype<usize>(s) + TURNED + <usize>(s.count & RING), turned);
}
