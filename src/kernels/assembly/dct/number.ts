// Numbers as decisions: how many bits one has, one by one, and its lower bits, from the highest on.

import { ask, decide } from './decide';
import { bitsOf } from './quantise';
import { State } from './state';

/** Lower bits of numbers, as what is asked. */
const LOW: u32 = 64;
/** Most of the bits above that tell what a lower bit is likely to be. */
const TOLD: u32 = 63;

/**
 * How many bits a number has, from `from` on, each asked for by a node of the lines at hand. Returns it.
 *
 * @param kind of decisions; `one` and `other` are rows of weights for the first, and `perBit` rows of the second set for each.
 */
// @ts-ignore: decorator
@inline
export function codeBits<D>(
  s: State,
  d: D,
  kind: usize,
  one: usize,
  other: usize,
  perBit: usize,
  from: u32,
  most: u32,
  known: i32,
): u32 {
  const bits = bitsOf(known);
  let at = from;
  for (; at < most; at++) {
    const place = min(at, 15);
    if (!decide<D>(s, d, kind, one, other + perBit * place, min(at, 7), u32(bits > at))) break;
  }
  return at;
}

/** The bits of a number below the highest of so many. Returns the number. */
export function codeLow<D>(s: State, d: D, kind: usize, bits: u32, known: i32): i32 {
  let value: u32 = 1;
  let node: u32 = 1;
  for (let i = bits - 1; i > 0; ) {
    i--;
    // A line has the nodes of three bits.
    if (node == 1) ask(s, LOW + bits * LOW + min(value, TOLD));
    const row = ((bits & 15) << 4) | (i & 15);
    const bit = decide<D>(s, d, kind, row, row, node, (<u32>known >> i) & 1);
    value = 2 * value + bit;
    node = node > 3 ? 1 : 2 * node + bit;
  }
  return <i32>value;
}
