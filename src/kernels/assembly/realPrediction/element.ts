// An element: whether it is exactly one of the candidates; if not, where it is, as in
// ../adaptivePrediction/element.ts, by its key: a threshold next to what is predicted; cells of a power
// of two keys from there outwards; halves of the cell; and the bits below those, of which nothing is known.

import { keyAt, pointOf } from './candidates';
import { centre, topOf } from './centre';
import { codeBits, decide, decideBy, likely } from './decide';
import { isBeyond, isEndless, isWithin, massBeyond, turnExperts } from './distribution';
import { mantissaOf, numberOf, ulpAt } from './keys';
import { State } from './state';

/** Cells of one width on either side; after them each is twice as wide as that before. */
const WIDENS: u32 = 10;
/** Halves of a cell that are told apart by the experts. */
const STEEP: u32 = 3;
/** What of scales distributions are flat in. */
const FLAT = 0.13;

// Kinds of decision.
const CELLS: usize = 1;

// @ts-ignore: decorator
@inline
function look(s: State, above: u32): void {
  s.above = above;
  s.last = above ? topOf(s) - s.threshold : s.threshold - 1;
}

/** Codes an element that is none of the candidates excluded. @returns its key. */
export function codeElement(s: State, key: u64): u64 {
  centre(s);
  const point = pointOf(s, key);
  let mass = massBeyond(s, 0);
  if (s.threshold > 0) {
    const even = (<f64>(topOf(s) - s.threshold) + 1.0) / (<f64>s.top + 1.0);
    const above = decide(s, 0, mass, even, u32(point >= s.threshold));
    look(s, above);
    if (!above) {
      turnExperts(s);
      mass = massBeyond(s, 0);
    }
  } else look(s, 1);
  isBeyond(s);
  const distance = s.above ? point - s.threshold : s.threshold - 1 - point;
  return codeCells(s, mass, distance);
}

// @ts-ignore: decorator
@inline
function codeCells(s: State, massFrom: f64, distance: u64): u64 {
  let mass = massFrom;
  let near: u64 = 0;
  let bits = s.cellBits;
  let beyond = 0.0;
  let number: u32 = 0;
  const side = CELLS + 64 * <usize>s.above;
  for (;;) {
    // What is left holds more than the cell?
    if (bits > 63 || (<u64>1) << (<u64>bits) > s.last - near) {
      beyond = 0.0;
      isEndless(s);
      break;
    }
    const width = (<u64>1) << (<u64>bits);
    const far = near + width;
    beyond = massBeyond(s, far);
    const even = <f64>width / (<f64>(s.last - near) + 1.0);
    const node = side + <usize>min<u32>(number, 63);
    if (decide(s, node, 1.0 - beyond / mass, even, u32(distance < far))) {
      isWithin(s);
      break;
    }
    isBeyond(s);
    near = far;
    mass = beyond;
    number++;
    if (number >= WIDENS) bits++;
  }
  return codeWithin(s, near, bits, mass, beyond, distance);
}

/**
 * Whether a part of a cell, from a distance on, is worth asking the experts: so many halves; about 0, where a cell is many powers of
 * two, those that are more than one, and what of one is large.
 */
// @ts-ignore: decorator
@inline
function isSteep(s: State, near: u64, bits: u32, depth: u32): bool {
  if (!s.aboutZero) return depth < STEEP;
  if (bits > mantissaOf(s)) return true;
  const number = numberOf(s, keyAt(s, s.above ? s.threshold + near : s.threshold - 1 - near));
  return <f64>((<u64>1) << (<u64>bits)) * ulpAt(s, number) * s.perScale > FLAT;
}

/** Codes where in a cell the element is. */
// @ts-ignore: decorator
@inline
function codeWithin(
  s: State,
  from: u64,
  bitsFrom: u32,
  massFrom: f64,
  beyondFrom: f64,
  distance: u64,
): u64 {
  let near = from;
  let bits = bitsFrom;
  let mass = massFrom;
  let beyond = beyondFrom;
  let depth: u32 = 0;
  while (bits > 0) {
    const room = s.last - near;
    const steep = isSteep(s, near, bits, depth);
    if (!steep && bits < 64 && ((<u64>1) << (<u64>bits)) - 1 <= room) break;
    bits--;
    const half = (<u64>1) << (<u64>bits);
    if (half > room) continue;
    const middle = near + half;
    const between = steep ? massBeyond(s, middle) : 0.0;
    const farther = min(<f64>half, <f64>(room - half) + 1.0);
    const expected = steep ? (between - beyond) / (mass - beyond + 1e-30) : 0.5;
    const isFarther = decideBy(
      s,
      likely(expected),
      farther / (farther + <f64>half),
      u32(distance >= middle),
    );
    if (isFarther) {
      near = middle;
      mass = between;
      if (steep) isBeyond(s);
    } else {
      beyond = between;
      if (steep) isWithin(s);
    }
    depth++;
  }
  const off = near + codeBits(s, distance - near, bits);
  return keyAt(s, s.above ? s.threshold + off : s.threshold - 1 - off);
}
