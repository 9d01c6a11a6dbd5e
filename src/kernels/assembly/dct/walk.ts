// From block to block, row by row, component after component: what is around the one in hand.

import { BOUNDARY, farBoundary, MIDDLE, setScaled } from './boundary';
import {
  BLOCK,
  HEADER,
  LEFT,
  PLANE_AT,
  PLANE_BYTES,
  Plane,
  REST,
  SCALED,
  STEPS,
  State,
  TURNED,
  ZEROS,
} from './state';

const BLOCK_BYTES: usize = 2 * BLOCK;
const BOUNDARY_BYTES: usize = BOUNDARY;

/** The plane of a component of the picture in hand. */
// @ts-ignore: decorator
@inline
export function planeOf(s: State, number: u32): Plane {
  return changetype<Plane>(changetype<usize>(s) + PLANE_AT + PLANE_BYTES * <usize>number);
}

// @ts-ignore: decorator
@inline
function blockAt(s: State, block: u32, is: u32): usize {
  return is ? s.coefficients + BLOCK_BYTES * <usize>block : changetype<usize>(s) + ZEROS;
}

/** Finds the blocks around the one in hand. */
function findNeighbours(s: State): void {
  const plane = s.plane;
  const wide = plane.wide;
  const start = plane.from;
  const place = s.at;
  const block = s.block;
  const x = s.x;
  s.hasLeft = u32(x > 0 && place > start);
  s.hasAbove = u32(place >= start + wide);
  s.here = s.coefficients + BLOCK_BYTES * <usize>block;
  s.left = blockAt(s, block - 1, s.hasLeft);
  s.up = blockAt(s, block - wide, s.hasAbove);
  s.upLeft = blockAt(s, block - wide - 1, u32(x > 0 && place > start + wide));
  s.upRight = blockAt(s, block - wide + 1, u32(x + 1 < wide && place + 1 >= start + wide));
  s.left2 = blockAt(s, block - 2, u32(x > 1 && place >= start + 2));
  s.up2 = blockAt(s, block - 2 * wide, u32(place >= start + 2 * wide));
  s.innerLeft = s.hasLeft ? <i32>load<u8>(s.inners + <usize>block - 1) : -1;
  s.innerUp = s.hasAbove ? <i32>load<u8>(s.inners + <usize>(block - wide)) : -1;
  findBeside(s);
}

/** The block of another component at the place of the one in hand, by its number in the chunk; -1 for none. */
// @ts-ignore: decorator
@inline
function besideIn(other: Plane, x: u32, y: u32): i32 {
  if (x >= other.wide) return -1;
  const place = y * other.wide + x;
  return place >= other.from && place < other.to ? <i32>(other.first + place - other.from) : -1;
}

/** How many coefficients of the inside are not zero in the mean of the blocks of a component at a place. */
function innerIn(s: State, other: Plane, x: u32, y: u32, across: u32, down: u32): i32 {
  let sum = 0;
  let blocks = 0;
  for (let j: u32 = 0; j < down; j++) {
    for (let i: u32 = 0; i < across; i++) {
      const block = besideIn(other, x + i, y + j);
      if (block < 0) continue;
      sum += <i32>load<u8>(s.inners + <usize>block);
      blocks++;
    }
  }
  return blocks ? sum / blocks : 0;
}

/** Finds what other components have at the place of the block in hand. */
function findBeside(s: State): void {
  const zeros = changetype<usize>(s) + ZEROS;
  s.beside = zeros;
  s.beside2 = zeros;
  s.hasBeside = 0;
  s.alike = 0;
  s.innerBeside = 0;
  s.innerBeside2 = 0;
  if (s.number == 0) return;
  const plane = s.plane;
  const y = s.at / plane.wide;
  const x = s.at - y * plane.wide;
  const before = planeOf(s, s.number == 2 ? 1 : 0);
  const first = planeOf(s, 0);
  const bx = (x * before.across) / plane.across;
  const by = (y * before.down) / plane.down;
  const block = besideIn(before, bx, by);
  if (block >= 0) {
    s.blockBeside = <u32>block;
    s.hasBeside = 1;
    s.beside = s.coefficients + BLOCK_BYTES * <usize>block;
    s.alike = u32(before.across == plane.across && before.down == plane.down);
  }
  const fx = (x * first.across) / plane.across;
  const fy = (y * first.down) / plane.down;
  const across = min(2, max(1, first.across / plane.across));
  const down = min(2, max(1, first.down / plane.down));
  const inner = innerIn(s, first, fx, fy, across, down);
  s.innerBeside = s.number == 2 && block >= 0 ? <i32>load<u8>(s.inners + <usize>block) : inner;
  if (s.number < 2) return;
  s.innerBeside2 = inner;
  const block2 = besideIn(first, fx, fy);
  if (block2 >= 0) s.beside2 = s.coefficients + BLOCK_BYTES * <usize>block2;
}

/** Four vectors, or zeros where there are none. */
// @ts-ignore: decorator
@inline
function takeOver(to: usize, from: usize, is: u32): void {
  const mask = i32x4.splat(-(<i32>is));
  for (let i: usize = 0; i < 64; i += 16) {
    v128.store(to + i, v128.and(v128.load(from + i), mask));
  }
}

/** Goes to the block in hand: what is around it, and what boundaries are still to be explained by. */
// @ts-ignore: decorator
@inline
export function openBlock(s: State): void {
  findNeighbours(s);
  const base = changetype<usize>(s);
  for (let i: usize = 0; i < 8 * BLOCK; i += 16) {
    v128.store(base + SCALED + i, i32x4.splat(0));
  }
  takeOver(base + REST, s.above + MIDDLE, s.hasAbove);
  takeOver(base + REST + 64, base + LEFT + MIDDLE, s.hasLeft);
}

/** Leaves it, when all of it is known, for the next. */
// @ts-ignore: decorator
@inline
export function closeBlock(s: State): void {
  setScaled(s, 0, <f32>load<i16>(s.here) * load<f32>(s.plane.steps));
  const base = changetype<usize>(s);
  farBoundary(base + SCALED, s.above);
  farBoundary(base + TURNED, base + LEFT);
  s.block++;
  s.at++;
  s.above += BOUNDARY_BYTES;
  s.x++;
  if (s.x < s.plane.wide) return;
  s.x = 0;
  s.above -= BOUNDARY_BYTES * <usize>s.plane.wide;
}

/**
 * Goes on to the next component, whose blocks come after those of the one before.
 *
 * @param number of it in its picture.
 * @param wide blocks of a row.
 * @param from the first block that there is, `to` the one after the last.
 * @param across how many times the least sampling its own is, and `down`.
 */
export function dctPlane(
  base: usize,
  number: u32,
  wide: u32,
  from: u32,
  to: u32,
  across: u32,
  down: u32,
): void {
  const s = changetype<State>(base);
  const plane = planeOf(s, number);
  plane.wide = wide;
  plane.from = from;
  plane.to = to;
  plane.across = across;
  plane.down = down;
  plane.first = s.block;
  plane.steps = dctSteps(base, number);
  s.plane = plane;
  s.number = number;
  s.at = from;
  s.x = from % wide;
  s.above = base + HEADER + BOUNDARY_BYTES * <usize>s.x;
}

/** Where the steps of a component belong: 64 (f32), in rows of eight, none below 1. */
export function dctSteps(base: usize, number: u32): usize {
  return base + STEPS + 4 * BLOCK * <usize>number;
}
