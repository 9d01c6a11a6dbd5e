// Values that are all a multiple of some step apart, such as samples of 12 bits in 16 or times in
// whole seconds: the greatest common divisor of all differences so far is the step. While it is
// above 1 each element tells first whether it is on the lattice. If not, it is coded among the values
// between the lattice's points, since no element may be coded in two ways; the step then falls.

import { State } from './state';

/** Codes the element at hand on all values. */
// @ts-ignore: decorator
@inline
export function onAll(s: State): void {
  s.origin = 0.0;
  s.step = 1.0;
  s.points = s.range;
  s.gaps = 0;
}

/** Codes it on the lattice. */
// @ts-ignore: decorator
@inline
export function onLattice(s: State): void {
  s.step = s.common;
  s.origin = s.first - floor(s.first / s.step) * s.step;
  s.points = floor((s.range - 1.0 - s.origin) / s.step) + 1.0;
  s.gaps = 0;
}

/** Whether there is a lattice of less than all values. */
// @ts-ignore: decorator
@inline
export function hasLattice(s: State): bool {
  return s.common > 1.0;
}

/** Whether a value is on the common lattice. */
// @ts-ignore: decorator
@inline
export function isOnLattice(s: State, value: f64): bool {
  const steps = (value - s.first) / s.common;
  return steps == floor(steps);
}

/** Whether there is nothing to code from low to high - 1, points on the lattice of the element. */
// @ts-ignore: decorator
@inline
export function isVacant(s: State, low: f64, high: f64): bool {
  if (high <= low) return true;
  return s.gaps != 0 && high == low + 1.0 && isOnLattice(s, low);
}

/** Takes an element into the lattice. */
// @ts-ignore: decorator
@inline
export function join(s: State, value: f64): void {
  if (!s.started) {
    s.started = 1;
    s.first = value;
  } else if (s.common != 1.0 && value != s.first) {
    s.common = <f64>divisor(<u64>abs(value - s.first), <u64>s.common);
  }
}

function divisor(a: u64, b: u64): u64 {
  while (b > 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
