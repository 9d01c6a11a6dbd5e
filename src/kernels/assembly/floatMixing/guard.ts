// Keeps what values cost below their bare bits and a thousandth: where decisions have cost more than bare bits
// of late, values are coded bare for a while. That is told from what was coded alone, so nothing has to say it.

import { log } from '../gaussian';
import { State } from './state';

/** Values after which the cost is looked at. */
const OFTEN: u32 = 16;
/** Bits that decisions may cost beyond the bare ones; and how much of what they saved is remembered. */
const PATIENCE: f64 = 64;
const SAVED: f64 = -2000;
/** Values that are coded bare then, at first and at most. */
const FIRST_REST: u32 = 256;
const LONGEST_REST: u32 = 16384;
const LOG2: f64 = 0.69314718055994530942;

export function startGuard(s: State): void {
  s.likelihood = 1;
  s.rest = FIRST_REST;
}

/** Looks, after every value, whether values are to be coded bare. */
// @ts-ignore: decorator
@inline
export function guard(s: State): void {
  if (s.bare) {
    s.bare--;
    s.decisions = 0;
  } else if (++s.watched == OFTEN) {
    look(s);
  }
}

function look(s: State): void {
  const bareBits = (s.exponentBits + s.mantissaBits + 1 + 32 * (s.words - 1)) * OFTEN;
  const bits = <f64>s.decisions - log(s.likelihood) / LOG2;
  s.excess = max(s.excess + bits - <f64>bareBits, SAVED);
  s.watched = 0;
  s.decisions = 0;
  s.likelihood = 1;
  if (s.excess < 0) s.rest = FIRST_REST;
  if (s.excess <= PATIENCE) return;
  s.excess = PATIENCE;
  s.bare = s.rest;
  s.rest = min(2 * s.rest, LONGEST_REST);
}
