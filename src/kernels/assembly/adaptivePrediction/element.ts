// An element as binary decisions. A threshold next to what is predicted: is the value below it? Then
// cells of a power of two points, about as wide as the errors expected, from the threshold outwards: is it
// in this one? Then the halves of its cell, of the half, and so on: is it in the farther one? After
// WIDENS cells each is twice as wide as that before. What is certain is not asked.

import { countedCell, countedHalves, tellsCell, tellsHalves } from './counts';
import { decide, decideBy } from './decide';
import { hasLattice, isOnLattice, isVacant, onAll, onLattice } from './lattice';
import { massBeyond, placeExperts, turnExperts } from './logistics';
import { log2 } from './predict';
import { RUN_AT, State } from './state';

/** Cells of one width on either side. */
export const WIDENS: usize = 20;
/** Halves of which the experts are asked; below them distributions are flat. */
const STEEP: u32 = 3;

// Kinds of decision.
const CELLS: usize = 1;
const HALVES: usize = 65;
const FLAT: usize = 113;

// @ts-ignore: decorator
@inline
function fifth(x: f64): usize {
  return x < -1.2 ? 0 : x < -0.3 ? 1 : x < 0.3 ? 2 : x < 1.2 ? 3 : 4;
}

/** Chooses the lattice, the threshold and the width of cells, and what contexts tell apart. */
function centre(s: State): void {
  const scale = s.scale / s.step;
  s.cellBits = <u32>min(max(0.0, floor(log2(scale))), <f64>s.bits);
  const cell = <f64>((<u64>1) << s.cellBits);
  const middle = (s.final + s.before - s.origin) / s.step;
  s.threshold = min(max(nearest(middle / cell) * cell, 0.0), s.points);
  s.above = 1;
  placeExperts(s, s.origin + s.step * s.threshold - s.before);

  const run = s.own + RUN_AT;
  const fine = 4.0 * log2(scale + 0.001);
  const width: usize =
    s.cellBits == 0
      ? <usize>min(max(fine + 16.0, 0.0), 19.0)
      : 20 + (<usize>(fine + 64.0) & 3) + (s.cellBits > 1 ? 4 : 0);
  const ratio = load<f64>(run) / (load<f64>(run, 16) + 0.01);
  const trend: usize = ratio < 0.5 ? 0 : ratio < 0.9 ? 1 : ratio < 1.5 ? 2 : 3;
  s.context0 = 4 * width + trend;
  const per = 1.0 / (s.scale + 0.05);
  const second = s.series ? load<f64>(run, 56) : load<f64>(s.x, 24) - s.final;
  s.context1 =
    fifth(load<f64>(run, 48) * per) * 5 + fifth(second * per) + 25 * <usize>min(s.cellBits, 3);
  const aside = min(max((middle - s.threshold) / cell, -1.0), 1.0);
  const quarter: usize = s.cellBits < 2 ? <usize>((aside + 1.0) * 4.0) & 3 : 0;
  s.context2 =
    fifth((s.byAll - s.final) * 4.0 * per) * 5 +
    fifth((s.byFast - s.final) * 4.0 * per) +
    25 * quarter;
  s.context3 = fifth(-s.final * per) + 5 * fifth((s.plain - s.final) * per) + 25 * quarter;
}

/** Whether there is nothing to code between two distances from the threshold. */
// @ts-ignore: decorator
@inline
function isVacantAt(s: State, near: f64, far: f64): bool {
  if (far <= near) return true;
  return s.above
    ? isVacant(s, s.threshold + near, s.threshold + far)
    : isVacant(s, s.threshold - far, s.threshold - near);
}

/** Chooses the lattice of the element; codes which where there is a choice. */
// @ts-ignore: decorator
@inline
function chooseLattice(s: State, value: f64): void {
  if (!hasLattice(s)) {
    onAll(s);
    return;
  }
  onLattice(s);
  const p = (s.hits + 0.5) / (s.hits + 1.0);
  if (decideBy(s, p, s.points / s.range, u32(isOnLattice(s, value)))) {
    s.hits += 1.0;
    return;
  }
  onAll(s);
  s.gaps = 1;
  s.hits = 0.0;
}

/**
 * Codes the element at hand.
 *
 * @param value what it is, where decisions are written down.
 * @returns what it is.
 */
export function codeElement(s: State, value: f64): f64 {
  chooseLattice(s, value);
  centre(s);
  const point = (value - s.origin) / s.step;
  const threshold = s.threshold;
  let mass = massBeyond(s, 0.0);
  if (isVacant(s, threshold, s.points)) s.above = 0;
  else if (!isVacant(s, 0.0, threshold)) {
    const even = (s.points - threshold) / s.points;
    s.above = decide(s, 0, mass, even, 0, 0.0, u32(point >= threshold));
  }
  if (!s.above) {
    turnExperts(s);
    mass = massBeyond(s, 0.0);
  }
  const room = s.above ? s.points - threshold : threshold;
  const distance = s.above ? point - threshold : threshold - 1.0 - point;

  let near = 0.0;
  let width = <f64>((<u64>1) << s.cellBits);
  let beyond = 0.0;
  let number: usize = 0;
  for (;;) {
    const far = near + width;
    if (isVacantAt(s, far, room)) {
      beyond = far < room ? massBeyond(s, far) : 0.0;
      break;
    }
    beyond = massBeyond(s, far);
    if (!isVacantAt(s, near, far)) {
      const inCell = decide(
        s,
        CELLS + 32 * <usize>s.above + min(number, 31),
        1.0 - beyond / mass,
        width / (room - near),
        number < WIDENS ? tellsCell(s, near, far) : 0,
        number < WIDENS ? countedCell(s, near, far) : 0.0,
        u32(distance < far),
      );
      if (inCell) break;
    }
    near = far;
    mass = beyond;
    number++;
    if (number >= WIDENS) width *= 2.0;
  }
  return codeWithin(s, near, width, room, mass, beyond, number, distance);
}

/** Codes where in a cell the element is. */
// @ts-ignore: decorator
@inline
function codeWithin(
  s: State,
  near: f64,
  width: f64,
  room: f64,
  mass: f64,
  beyond: f64,
  number: usize,
  distance: f64,
): f64 {
  const cellNode = HALVES + 8 * <usize>s.above + 16 * min(number, 2);
  let prefix: usize = 1;
  let depth: u32 = 0;
  for (let bits = s.cellBits + (number < WIDENS ? 0 : <u32>(number - WIDENS) + 1); bits > 0; ) {
    bits--;
    width *= 0.5;
    const middle = near + width;
    const end = min(middle + width, room);
    if (isVacantAt(s, middle, end)) continue;
    if (isVacantAt(s, near, middle)) {
      near = middle;
      continue;
    }
    const steep = depth < STEEP;
    const between = steep ? massBeyond(s, middle) : 0.0;
    const inFarther = decide(
      s,
      steep ? cellNode + prefix : FLAT + min<usize>(bits, 31),
      steep ? (between - beyond) / (mass - beyond + 1e-30) : 0.5,
      (end - middle) / (end - near),
      number < WIDENS ? tellsHalves(s, near, width, bits) : 0,
      number < WIDENS ? countedHalves(s, near, width, bits) : 0.0,
      u32(distance >= middle),
    );
    if (inFarther) {
      near = middle;
      mass = between;
    } else beyond = between;
    prefix = 2 * prefix + inFarther;
    depth++;
  }
  s.distance = near;
  const at = s.above ? s.threshold + near : s.threshold - 1.0 - near;
  return s.origin + s.step * at;
}
