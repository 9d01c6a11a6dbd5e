// The first coefficient of a block, its mean, which is foretold from all others and the pixels on the other side of the
// boundaries above and to the left, drawn on in straight lines.

import { LINE, nearLine } from './boundary';
import { ask, decide, noKeys, setKey } from './decide';
import { at, SIGN } from './inner';
import { codeBits, codeLow } from './number';
import { bitsOf, level, side, whole } from './quantise';
import {
  FIRST_LOW,
  FIRST_SIGN,
  FIRST_SIZE,
  FIRST_ZERO,
  GUESSES,
  LEFT,
  SCALED,
  State,
  sharedOf,
  TURNED,
} from './state';

/** What the sum of eight pixels is to a mean of them, as coefficients are. */
const MEAN: f32 = 8;
/** Most bits of what is foretold wrong. */
const MOST_BITS: u32 = 17;
/** What a first coefficient is held to, and what is foretold of it. */
const MOST: f32 = 32767;

// What neighbours say: the least and the most of the means, one for each pixel of a boundary.
let least: f32 = 0;
let most: f32 = 0;

/** Takes in what a boundary says. */
function listen(guesses: usize, line: usize, per: f32): f32 {
  let sum: f32 = 0;
  for (let x: usize = 0; x < 32; x += 4) {
    const guess = (load<f32>(line + x) - load<f32>(guesses + x)) * per;
    least = min(least, guess);
    most = max(most, guess);
    sum += guess;
  }
  return sum * <f32>0.125;
}

/** What the first coefficient of a block is foretold to be, when all others are there. */
// @ts-ignore: decorator
@unmanaged
export class Foretold {
  /** How many boundaries say something, 0 to 2; how far apart their pixels are, and the two of them. */
  sides: u32;
  spread: f32;
  between: f32;
  /** The whole number foretold, and what it leaves out. */
  rounded: i32;
  rest: f32;
}
export const first = changetype<Foretold>(memory.data(offsetof<Foretold>(), 16));

/** Foretells the first coefficient of the block in hand. */
export function foretellFirst(s: State): void {
  const base = changetype<usize>(s);
  const guesses = base + GUESSES;
  const per = MEAN / load<f32>(s.plane.steps);
  least = <f32>Infinity;
  most = <f32>-Infinity;
  let up: f32 = 0;
  let left: f32 = 0;
  if (s.hasAbove) {
    nearLine(base + SCALED, guesses);
    up = listen(guesses, s.above + LINE, per);
  }
  if (s.hasLeft) {
    nearLine(base + TURNED, guesses);
    left = listen(guesses, base + LEFT + LINE, per);
  }
  const sides = s.hasAbove + s.hasLeft;
  const foretold = sides == 2 ? <f32>0.5 * (up + left) : up + left;
  const near = max(-MOST, min(MOST, foretold));
  const rounded = whole(near + <f32>0.5);
  first.sides = sides;
  first.spread = sides ? most - least : 0;
  first.between = up - left;
  first.rounded = rounded;
  first.rest = near - <f32>rounded;
}

/** Keeps the first coefficient, which is so far from what was foretold. */
// @ts-ignore: decorator
@inline
export function keepFirst(s: State, wrong: i32): void {
  store<i16>(s.here, <i16>(first.rounded + wrong));
  store<i16>(s.misses + ((<usize>s.block) << 1), <i16>max(-32000, min(32000, wrong)));
}

/** Codes the first coefficient, when all others are there. */
export function codeFirst<D>(s: State, d: D): void {
  foretellFirst(s);
  keepFirst(s, codeWrong<D>(s, d, at(s.here, 0) - first.rounded));
}

// @ts-ignore: decorator
@inline
export function missAt(s: State, block: u32, is: u32): i32 {
  return is ? <i32>load<i16>(s.misses + ((<usize>block) << 1)) : 0;
}

/** How the first coefficient is foretold wrong. Returns it. */
function codeWrong<D>(s: State, d: D, known: i32): i32 {
  const sides = first.sides;
  const spread = first.spread;
  const between = first.between;
  const rest = first.rest;
  const left = missAt(s, s.block - 1, s.hasLeft);
  const up = missAt(s, s.block - s.plane.wide, s.hasAbove);
  const beside = s.alike ? missAt(s, s.blockBeside, s.hasBeside) : 0;
  const edges = <i32>load<u8>(s.rows + <usize>s.block) + <i32>load<u8>(s.columns + <usize>s.block);
  const unsure = level(whole(spread * <f32>0.5));
  const apart = level(whole(abs(between)));
  const misses = level(abs(left) + abs(up));
  const lean: u32 = between >= <f32>0.5 ? 2 : between <= <f32>-0.5 ? 1 : 0;
  const quarter = <u32>whole((rest + <f32>0.5) * 4);
  const own = sharedOf(s);
  setKey(s, 0, own, unsure, sides, 0);
  setKey(s, 1, own, apart, unsure, 1);
  setKey(s, 2, own, misses, unsure, 2);
  setKey(s, 3, own, level(s.inner), misses, 3);
  setKey(s, 4, own, min(bitsOf(abs(beside)), 7), unsure, 4);
  setKey(s, 5, own, level(edges), apart, 5);
  setKey(s, 6, own, side(left) * 3 + side(up), lean, 6 + quarter);
  setKey(s, 7, own, level(abs(left)), level(abs(up)), 12);
  noKeys(s, 8);
  ask(s, 0);
  const size = abs(known);
  if (!decide<D>(s, d, FIRST_ZERO, own * 16 + unsure, apart, 0, u32(size > 0))) return 0;
  const bits = codeBits<D>(s, d, FIRST_SIZE, own * 16 + unsure, apart, 16, 1, MOST_BITS, size);
  const coded = bits < 2 ? 1 : codeLow<D>(s, d, FIRST_LOW, bits, size);
  setKey(s, 0, own, side(left), side(up), 0);
  setKey(s, 1, own, lean, quarter, 1);
  setKey(s, 2, own, side(beside), min(bitsOf(abs(beside)), 7), 2);
  setKey(s, 3, own, apart, lean, 3 + side(left));
  setKey(s, 4, own, quarter, unsure, 6);
  noKeys(s, 5);
  ask(s, SIGN);
  return decide<D>(s, d, FIRST_SIGN, own * 16 + unsure, quarter, 0, u32(known < 0))
    ? -coded
    : coded;
}
