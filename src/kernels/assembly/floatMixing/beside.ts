// Which earlier array of the same sizes goes with the one in hand: weights with their mean, moments with one
// another. Where there are several, the first values tell: by how levels go together, and signs.

import { levelOf } from './levels';
import { BESIDES, State } from './state';

/** Most arrays that are compared, and the bytes of what is known of one: where it begins (f64), and sums (f64). */
const MOST: u32 = 8;
const SIZE: usize = 48;
/** Values after which one is chosen, first and last; how much better another must be. */
const FIRST: u32 = 16;
const LAST: u32 = 256;
const BETTER: f64 = 0.05;

// @ts-ignore: decorator
@inline
function besideAt(s: State, number: u32): usize {
  return changetype<usize>(s) + BESIDES + SIZE * <usize>number;
}

/** Adds an array that begins at this value, and is as large as the one in hand; the first is it, until others are better. */
export function floatMixingBeside(at: usize, first: u32): void {
  const s = changetype<State>(at);
  if (s.besides == MOST || first + s.size > s.first) return;
  if (s.besides == 0) s.beside = first;
  const beside = besideAt(s, s.besides++);
  memory.fill(beside, 0, SIZE);
  store<f64>(beside, <f64>first);
}

/** Where that array begins which was taken for the one that goes with the array in hand; its own beginning for none. */
export function floatMixingBesideIs(at: usize): u32 {
  return changetype<State>(at).beside;
}

/** How well an array goes with this one: 0 … 2. */
function likeness(s: State, beside: usize, n: f64): f64 {
  const mean = load<f64>(beside, 8) / n;
  const power = load<f64>(beside, 16) / n - mean * mean;
  const own = s.levelSum / n;
  const ownPower = s.levelPower / n - own * own;
  const common = load<f64>(beside, 24) / n - mean * own;
  const levels = common > 0 ? common / Math.sqrt(max(power * ownPower, 1e-9)) : 0;
  return levels + Math.abs((2 * load<f64>(beside, 32)) / n - 1);
}

function choose(s: State, n: f64): void {
  let best = 0.0;
  for (let k: u32 = 0; k < s.besides; k++) {
    const beside = besideAt(s, k);
    const like = likeness(s, beside, n) + (<u32>load<f64>(beside) == s.beside ? BETTER : 0);
    if (like <= best) continue;
    best = like;
    s.bestBeside = <u32>load<f64>(beside);
  }
  s.beside = s.bestBeside;
}

/** Compares value i of the array, which begins with these, with those beside it. */
// @ts-ignore: decorator
@inline
export function learnBeside(s: State, i: u32): void {
  if (i < LAST && s.besides > 1) compare(s, i);
}

function compare(s: State, i: u32): void {
  const own = load<u32>(s.upper + ((<usize>s.count) << 2));
  const level = <f64>levelOf(s, own & s.mask);
  s.levelSum += level;
  s.levelPower += level * level;
  for (let k: u32 = 0; k < s.besides; k++) {
    const beside = besideAt(s, k);
    const word = load<u32>(s.upper + ((<usize>(<u32>load<f64>(beside) + i)) << 2));
    const other = <f64>levelOf(s, word & s.mask);
    store<f64>(beside, load<f64>(beside, 8) + other, 8);
    store<f64>(beside, load<f64>(beside, 16) + other * other, 16);
    store<f64>(beside, load<f64>(beside, 24) + other * level, 24);
    const same = ((word ^ own) & ~s.mask) == 0;
    store<f64>(beside, load<f64>(beside, 32) + <f64>same, 32);
  }
  const n = i + 1;
  if (n >= FIRST && (n & (n - 1)) == 0) choose(s, <f64>n);
}
