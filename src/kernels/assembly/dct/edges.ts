// The first row and the first column of a block, without their first: how many are not zero, and each. What the block above
// or to the left has along their boundary, less what the inside already explains, foretells them.
//
// Source: Lakhani, "DCT coefficient prediction for JPEG image coding" (2007).

import { FLAT, setScaled } from './boundary';
import { ask, decide, noKeys, setKey } from './decide';
import { around, at, MOST_BITS, SIGN, sizeAt, stepOf } from './inner';
import { bitsOf, few, halves, level, side, whole } from './quantise';
import {
  EDGE_COUNT,
  EDGE_LOW,
  EDGE_SIGN,
  EDGE_SIZE,
  EDGE_ZERO,
  REST,
  State,
  sharedOf,
} from './state';

const LOW: u32 = 64;
const TOLD: u32 = 63;

/** How many of an edge are not zero, and each of them. @param column whether it is the first column. */
export function codeEdge<D>(s: State, d: D, column: u32): void {
  const counts = column ? s.columns : s.rows;
  const step: u32 = column ? 8 : 1;
  const known = edgeOf(s.here, step);
  const count = codeEdgeCount<D>(s, d, column, counts, known);
  store<u8>(counts + <usize>s.block, <u8>count);
  let left = count;
  let last = 0;
  let last2 = 0;
  for (let i: u32 = 1; i < 8 && left > 0; i++) {
    const value = codeOfEdge<D>(s, d, column, i, left, last, last2);
    last2 = last;
    last = abs(value);
    if (value == 0) continue;
    left--;
    const k = i * step;
    store<i16>(s.here + ((<usize>k) << 1), <i16>value);
    setScaled(s, k, <f32>value * stepOf(s, k));
  }
}

/** How many coefficients of an edge are not zero. */
// @ts-ignore: decorator
@inline
export function edgeOf(block: usize, step: u32): u32 {
  let count: u32 = 0;
  for (let i: u32 = 1; i < 8; i++) count += u32(at(block, i * step) != 0);
  return count;
}

/** What foretells coefficient i of an edge, in steps: by the middle of the boundary, or by its pixels. */
// @ts-ignore: decorator
@inline
export function foretold(s: State, column: u32, i: u32, pixels: usize): f32 {
  const rest = changetype<usize>(s) + REST + (column ? 64 : 0) + (pixels << 5);
  const is = column ? s.hasLeft : s.hasAbove;
  if (!is) return 0;
  return load<f32>(rest + ((<usize>i) << 2)) / (FLAT * stepOf(s, column ? 8 * i : i));
}

// @ts-ignore: decorator
@inline
export function countOf(counts: usize, block: u32, is: u32): u32 {
  return is ? <u32>load<u8>(counts + <usize>block) : 0;
}

function codeEdgeCount<D>(s: State, d: D, column: u32, counts: usize, known: u32): u32 {
  const left = countOf(counts, s.block - 1, s.hasLeft);
  const up = countOf(counts, s.block - s.plane.wide, s.hasAbove);
  const beside = countOf(counts, s.blockBeside, s.hasBeside);
  const row = column ? countOf(s.rows, s.block, 1) : 0;
  let energy = 0;
  for (let i: u32 = 1; i < 8; i++) energy += min(8, whole(abs(foretold(s, column, i, 0))));
  const own = 2 * sharedOf(s) + column;
  const inner = level(s.inner);
  const foreseen = level(energy);
  setKey(s, 0, own, inner, left + up, 0);
  setKey(s, 1, own, left, up, 1);
  setKey(s, 2, own, beside, <u32>s.inner >> 1, 2);
  setKey(s, 3, own, inner, row, 3);
  setKey(s, 4, own, foreseen, min(7, <u32>s.inner), 4);
  setKey(s, 5, own, foreseen, left + up, 5);
  setKey(s, 6, own, row, foreseen, 6);
  setKey(s, 7, sharedOf(s), inner, foreseen, 7 + ((left + up) >> 1));
  ask(s, 0);
  let prefix: u32 = 1;
  for (let i = 0; i < 3; i++) {
    const bit = (known >> (2 - i)) & 1;
    prefix =
      2 * prefix + decide<D>(s, d, EDGE_COUNT, own * 8 + prefix, inner * 8 + prefix, prefix, bit);
  }
  return prefix & 7;
}

/** A number held to levels from 0 on. */
// @ts-ignore: decorator
@inline
function heldTo(x: f32, most: i32): u32 {
  return <u32>(max(-most, min(most, whole(x))) + most);
}

/** One coefficient. Returns it. */
function codeOfEdge<D>(s: State, d: D, column: u32, i: u32, left: u32, last: i32, last2: i32): i32 {
  const step: u32 = column ? 8 : 1;
  const other: u32 = column ? 1 : 8;
  const k = i * step;
  const here = s.here;
  const p = foretold(s, column, i, 0);
  const q = foretold(s, column, i, 1);
  const sizeP = level(halves(p));
  const sizeQ = level(halves(q));
  const mean = level(around(s, k) >> 3);
  const within =
    2 * (sizeAt(here, k + other) + last) + (i < 7 ? sizeAt(here, k + step + other) : 0);
  const inside = level(within);
  const along = few(at(column ? s.up : s.left, k));
  const around3 = few(at(s.left, k)) * 5 + few(at(s.up, k));
  const beside = s.alike ? few(at(s.beside, k)) : 0;
  const beside2 = few(at(s.beside2, k));
  const own = k + 64 * sharedOf(s);
  // Rows and columns share what they learn of what is alike in both.
  const folded = i + 64 * sharedOf(s);
  setKey(s, 0, folded, left, mean, 3);
  setKey(s, 1, folded, inside, left, min(sizeP, 4));
  setKey(s, 2, folded, beside, beside2, min(sizeP, 6));
  setKey(s, 3, own, <u32>min(s.inner, 20), left, 7);
  setKey(s, 4, folded, around3, few(at(s.upLeft, k)), 5);
  setKey(s, 5, folded, few(last) * 5 + few(last2), sizeQ, 8);
  setKey(s, 6, folded, sizeP, sizeQ, 9);
  setKey(s, 7, own, sizeP, left, 0);
  ask(s, 0);
  const known = at(here, k);
  if (!decide<D>(s, d, EDGE_ZERO, own, left * 8 + i, 0, u32(known != 0))) return 0;
  const negative = codeEdgeSign<D>(s, d, k, other, last, step, p, q, u32(known < 0));
  // From here on, foretold sizes count as they are on the side of the sign.
  const towardsP = negative ? -p : p;
  const towardsQ = negative ? -q : q;
  const agreedP = towardsP > 0 ? sizeP : 0;
  const agreedQ = towardsQ > 0 ? sizeQ : 0;
  setKey(s, 0, folded, sizeP, u32(towardsP > 0), 0);
  setKey(s, 1, folded, agreedQ, along, 2);
  setKey(s, 2, folded, mean, left, 3);
  setKey(s, 3, folded, inside, agreedP, 4);
  setKey(s, 4, folded, beside * 5 + beside2, agreedP, 6);
  const size = codeSize<D>(s, d, own, towardsP, towardsQ, around(s, k), sizeP, abs(known));
  return negative ? -size : size;
}

/** How large a coefficient is that is not zero. Returns it. */
// @ts-ignore: decorator
@inline
function codeSize<D>(
  s: State,
  d: D,
  own: u32,
  p: f32,
  q: f32,
  near: i32,
  level: u32,
  known: i32,
): i32 {
  const bits = bitsOf(known);
  let at: u32 = 1;
  for (; at < MOST_BITS; at++) {
    // How far what is foretold is from where the next bit begins, by what that is worth.
    const middle = <f32>(1 << at);
    const per = <f32>8 / middle;
    const fromP = heldTo((p - middle) * per, 12);
    const fromQ = heldTo((q - middle) * per, 12);
    setKey(s, 5, fromP, at, 0, 7);
    setKey(s, 6, fromQ, at, 0, 8);
    setKey(s, 7, fromP, fromQ, at, 9);
    ask(s, 1 + at);
    if (!decide<D>(s, d, EDGE_SIZE, own, level + 16 * min(at, 15), 0, u32(bits > at))) break;
  }
  let value: u32 = 1;
  for (let i = at - 1; i > 0; ) {
    i--;
    const middle = <f32>((2 * value + 1) << i);
    const per = <f32>4 / <f32>(1 << i);
    const fromP = heldTo((p - middle) * per, 9);
    const fromQ = heldTo((q - middle) * per, 9);
    const fromNear = heldTo((<f32>near * <f32>0.03125 - middle) * per, 9);
    const depth = min(i, 5);
    setKey(s, 0, depth, fromP, 0, 0);
    setKey(s, 1, depth, fromQ, 0, 1);
    setKey(s, 2, depth, fromP, fromQ, 2);
    setKey(s, 3, own, fromP, i, 3);
    setKey(s, 4, fromP, value, at, 4);
    setKey(s, 5, fromNear, fromP, depth, 5);
    setKey(s, 6, own, fromNear, i, 6);
    noKeys(s, 7);
    ask(s, LOW + at * LOW + min(value, TOLD));
    const row = ((at & 15) << 4) | (i & 15);
    value = 2 * value + decide<D>(s, d, EDGE_LOW, row, depth, 0, (<u32>known >> i) & 1);
  }
  return <i32>value;
}

/** Whether a coefficient is below zero. */
function codeEdgeSign<D>(
  s: State,
  d: D,
  k: u32,
  other: u32,
  last: i32,
  step: u32,
  p: f32,
  q: f32,
  known: u32,
): u32 {
  const own = k + 64 * sharedOf(s);
  const sideP: u32 = p > 0 ? 2 : p < 0 ? 1 : 0;
  const sideQ: u32 = q > 0 ? 2 : q < 0 ? 1 : 0;
  const sizeP = level(halves(p));
  const sizeQ = level(halves(q));
  const beside = s.alike ? side(at(s.beside, k)) : 0;
  const before = last ? side(at(s.here, k - step)) : 0;
  setKey(s, 0, own, sideP, sizeP, 0);
  setKey(s, 1, own, sideQ, sizeQ, 1);
  setKey(s, 2, own, sideP * 3 + sideQ, side(at(s.left, k)), side(at(s.up, k)) + 2);
  setKey(s, 3, own, beside, sideP, 5 + min(sizeP, 5));
  setKey(s, 4, own, side(at(s.beside2, k)) * 3 + beside, sideQ, 11);
  setKey(s, 5, own, heldTo(p + <f32>0.5, 6), heldTo(q + <f32>0.5, 6), 12);
  setKey(s, 6, own, side(at(s.here, k + other)), before, 13 + sideP);
  noKeys(s, 7);
  ask(s, SIGN);
  return decide<D>(s, d, EDGE_SIGN, own, sizeP * 3 + sideP, 0, known);
}
