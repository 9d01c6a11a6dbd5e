// The sequences by which bytes take the fewest bits, nearly: what literals cost is known of each, what matches cost is taken
// to be what it mostly is. Nothing of it is part of the format: any list of sequences that make the bytes restores them.

import { Notes, notes } from './coder';
import { alike, CHAINS, clearPlaces, enter, longPlace, placeBefore, shortPlace } from './places';
import { BIT, costOf, kindCost, lengthCost, runCost } from './prices';
import { codeLiteral, LEAST, SEQUENCE } from './sequences';
import { Window } from './window';

/** Bytes that are decided about at once. */
const BLOCK: i32 = 4096;
/** A match that is taken wherever it is found. */
const LONG: i32 = 96;
/** What a step from one byte to a later one takes in memory; see Step. */
const STEP: i32 = 28;

/** How a byte is best come to. */
// @ts-ignore: decorator
@unmanaged
class Step {
  /** All that it costs since the block began. */
  cost: i32;
  /** Bytes of the match that ends here, or 1 for a literal, and how far back it is: 0 for a literal. */
  length: i32;
  distance: u32;
  /** The last distances then, and literals since. */
  last: u32;
  before: u32;
  run: i32;
  /** How the last match was told. */
  told: u32;
}

/** Bytes that parsing so many takes beside their list: places by hash and in chains, what literals cost, and steps. */
export function lempelZivSearch(n: usize): usize {
  return CHAINS + 4 * n + n + 16 + STEP * (BLOCK + 2);
}

/** Writes what each byte costs as a literal, in parts of a bit; notes are made in the room for them. */
export function lempelZivLiterals(base: usize, search: usize, out: usize): void {
  const own = changetype<Window>(base);
  let cost = search + CHAINS + 4 * (own.end - own.bytes);
  for (let at = own.bytes; at < own.end; at++, cost++) {
    notes.open(0, 0, 0, out);
    codeLiteral<Notes>(notes, own, at);
    const bits = costOf(load<u32>(out) & 0xffff) + costOf(load<u32>(out, 4) & 0xffff);
    store<u8>(cost, <u8>min<i32>(bits, 255));
  }
}

// @ts-ignore: decorator
@inline
function stepAt(steps: usize, i: i32): Step {
  return changetype<Step>(steps + <usize>(i * STEP));
}

/** Comes to a later byte by a match, if that is less. */
// @ts-ignore: decorator
@inline
function offer(
  steps: usize,
  from: Step,
  i: i32,
  length: i32,
  distance: u32,
  told: u32,
  cost: i32,
): void {
  const to = stepAt(steps, i + length);
  if (cost >= to.cost) return;
  to.cost = cost;
  to.length = length;
  to.distance = distance;
  to.last = distance;
  to.before = distance == from.last ? from.before : from.last;
  to.run = 0;
  to.told = told;
}

/** A match that is taken wherever it is found, where there is one at a place: its bytes and how far back it is. */
let longLength: i32 = 0;
let longDistance: u32 = 0;

/** Offers the match with a place before, by those lengths that no nearer one has. Returns the longest. */
function offerFar(
  own: Window,
  at: usize,
  place: i32,
  search: usize,
  steps: usize,
  i: i32,
  end: usize,
  reach: i32,
): i32 {
  const from = stepAt(steps, i);
  const length = alike(at, own.bytes + place, end);
  const distance = <u32>(at - own.bytes) - <u32>place;
  if (length >= LONG) {
    longLength = length;
    longDistance = distance;
    return length;
  }
  const bits = 31 - clz(distance);
  const kind = distance < 16 ? 3 : min<u32>(bits, 15);
  const cost =
    from.cost + kindCost(search, from.told, from.run == 0, kind) + <i32>max<u32>(bits, 4) * BIT;
  for (let n = reach + 1; n <= length; n++) {
    offer(steps, from, i, n, distance, 3, cost + lengthCost(search, 1, n - LEAST));
  }
  return max(reach, length);
}

/** Offers the matches at a place, all lengths of each that another is not nearer for. */
function matchesAt(
  own: Window,
  at: usize,
  search: usize,
  steps: usize,
  i: i32,
  end: usize,
  depth: i32,
): void {
  const from = stepAt(steps, i);
  const back = <u32>(at - own.bytes);
  const isAtOnce = from.run == 0;
  longLength = 0;
  for (let kind: u32 = 0; kind < 3; kind++) {
    const distance = kind == 0 ? from.last : kind == 1 ? from.before : own.guess(at);
    if (distance == 0 || distance > back) continue;
    const length = alike(at, at - distance, end);
    if (length >= LONG) {
      longLength = length;
      longDistance = distance;
      return;
    }
    const cost = from.cost + kindCost(search, from.told, isAtOnce, kind);
    for (let n: i32 = 2; n <= length; n++) {
      offer(steps, from, i, n, distance, kind, cost + lengthCost(search, 0, n - LEAST));
    }
  }
  if (at + 4 > end) return;
  const word = load<u32>(at);
  let place = shortPlace(search, at);
  let reach: i32 = 3;
  for (let tries = depth; place >= 0 && tries > 0; tries--) {
    const other = own.bytes + place;
    if (load<u32>(other) == word && load<u8>(other + reach) == load<u8>(at + reach)) {
      reach = offerFar(own, at, place, search, steps, i, end, reach);
      if (longLength > 0) return;
    }
    place = placeBefore(search, place);
  }
  const far = longPlace(search, at);
  if (far >= 0) offerFar(own, at, far, search, steps, i, end, reach);
}

/** Comes to the next byte by a literal, if that is less. */
// @ts-ignore: decorator
@inline
function offerLiteral(steps: usize, i: i32, search: usize, literal: i32): void {
  const from = stepAt(steps, i);
  const to = stepAt(steps, i + 1);
  const cost = from.cost + literal + runCost(search, from.run + 1) - runCost(search, from.run);
  if (cost >= to.cost) return;
  to.cost = cost;
  to.length = 1;
  to.distance = 0;
  to.last = from.last;
  to.before = from.before;
  to.run = from.run + 1;
  to.told = from.told;
}

/** Finds how each byte of a block is best come to, up to one at which a long match begins. Returns how many bytes that is. */
function goThrough(
  own: Window,
  start: usize,
  size: i32,
  search: usize,
  steps: usize,
  depth: i32,
): i32 {
  const costs = search + CHAINS + 4 * (own.end - own.bytes) + (start - own.bytes);
  for (let i = 1; i <= size; i++) stepAt(steps, i).cost = i32.MAX_VALUE;
  longLength = 0;
  for (let i: i32 = 0; i < size; i++) {
    const at = start + i;
    matchesAt(own, at, search, steps, i, start + size, depth);
    if (longLength > 0) return i;
    offerLiteral(steps, i, search, <i32>load<u8>(costs + i));
    enter(own, at, search);
  }
  return size;
}

/** Writes a sequence. Returns the end of the list. */
// @ts-ignore: decorator
@inline
function writeSequence(list: usize, run: i32, length: i32, distance: u32): usize {
  store<u32>(list, run);
  store<u32>(list, length, 4);
  store<u32>(list, distance, 8);
  return list + SEQUENCE;
}

/** Literals of a way after its last match. */
let pendingRun: i32 = 0;

/** Turns the way to a step into the list of the sequences on it. Returns the end of the list. */
function writePath(steps: usize, i: i32, list: usize, pending: i32): usize {
  // The steps on the way are linked forward by their lengths.
  let next: i32 = 0;
  let distance: u32 = 0;
  let at = i;
  while (at > 0) {
    const step = stepAt(steps, at);
    const length = step.length;
    const own = step.distance;
    step.length = next;
    step.distance = distance;
    next = length;
    distance = own;
    at -= length;
  }
  let run = pending;
  while (at < i) {
    if (distance == 0) run++;
    else {
      list = writeSequence(list, run, next, distance);
      run = 0;
    }
    at += next;
    const step = stepAt(steps, at);
    next = step.length;
    distance = step.distance;
  }
  pendingRun = run;
  return list;
}

/**
 * Writes a list of sequences for the bytes of a state, the last one without a match unless the bytes end with one.
 *
 * @param search memory for {@link lempelZivSearch}, in which literals have their costs.
 * @param depth places that are looked at of those of a hash.
 * @returns the end of the list.
 */
export function lempelZivFind(base: usize, search: usize, list: usize, depth: i32): usize {
  const own = changetype<Window>(base);
  const n = own.end - own.bytes;
  clearPlaces(search);
  const steps = (search + CHAINS + 4 * n + n + 16) & ~15;
  let start = own.bytes;
  let last = own.last;
  let before = own.before;
  let run: i32 = 0;
  let told: u32 = 0;
  while (start < own.end) {
    const size = <i32>min<usize>(BLOCK, own.end - start);
    const first = stepAt(steps, 0);
    first.cost = 0;
    first.last = last;
    first.before = before;
    first.run = run;
    first.told = told;
    const i = goThrough(own, start, size, search, steps, depth);
    const stop = stepAt(steps, i);
    last = stop.last;
    before = stop.before;
    told = stop.told;
    list = writePath(steps, i, list, run);
    run = pendingRun;
    start += i;
    if (longLength > 0) {
      const length = alike(start, start - longDistance, own.end);
      list = writeSequence(list, run, length, longDistance);
      run = 0;
      if (longDistance != last) {
        before = last;
        last = longDistance;
      }
      for (const to = start + length; start < to; start++) enter(own, start, search);
    }
  }
  return run > 0 ? writeSequence(list, run, 0, 0) : list;
}
