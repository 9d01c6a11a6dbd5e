// A magnitude that was found not to be that of a copy, or not to be 0, has some bits that need not be
// coded, since there is but one way left. Without this there would be two ways to code a value, and what a
// pop made would not be what a push makes of it.

import { State } from './state';

/**
 * The next bit of a magnitude where it can only be one: 0 or 1, else 2.
 *
 * @param left bits below it.
 * @param not this bit of the magnitude that was refused.
 */
// @ts-ignore: decorator
@inline
export function forced(s: State, left: u32, not: u32): u32 {
  if ((s.maybeRefused | s.maybeZero) == 0 || left > 1) return 2;
  // Two values are left where both are refused; 0 and what was refused differ.
  if (left == 1) return s.maybeRefused & s.maybeZero & (not ^ 1) ? 1 : 2;
  return s.maybeRefused ? not ^ 1 : 1;
}

/** Notes the next bit of a magnitude. */
// @ts-ignore: decorator
@inline
export function follow(s: State, not: u32, bit: u32): void {
  s.maybeRefused &= u32(bit == not);
  s.maybeZero &= bit ^ 1;
}
