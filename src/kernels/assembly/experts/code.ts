// One value as its bits' decisions, from the highest bit to the lowest. Each decision has the predictors'
// odds, those of their mixture, and those that counters under exact values give, all mixed.

import { contexts, findLines } from './contexts';
import { count, counterOdds, countersStart } from './counters';
import { choose, learnMix, mix, mixersStart } from './mixer';
import { belowEdge, C, learnShares, mixed, predictorOdds, sharesOf } from './mixture';
import { log1, oddsOf } from './odds';
import { Experts } from './state';

/** What all values have at least together, whatever the predictors say. */
const FLOOR: f32 = 0.000256;
/** A side of an interval with less of it than this is as good as impossible. */
const SURE: f32 = 2e-5;

/** Fills the tables that are not zero at the start. */
export function codeStart(e: Experts): void {
  for (let i = 0; i < 4096; i++) {
    const p = (<f32>i + <f32>0.5) / 4096;
    store<f32>(e.stretches + (i << 2), log1(p / (1 - p)));
  }
  countersStart(e);
  mixersStart(e);
  for (let i = 0; i < 16 * e.channels; i++) store<f32>(e.surprises + (i << 2), 1e-3);
  e.trust = 0.5;
}

/** Takes or notes a decision by the odds that the experts and even odds make together. */
// @ts-ignore: decorator
@inline
function decide<D>(e: Experts, decisions: D, p: f32): u32 {
  const trusted = e.trust * <f64>p + (1 - e.trust) * 0.5;
  const zero = max(1, min(32767, <i32>(32768 * (1 - trusted) + 0.5)));
  const bit = decisions.bit(zero);
  const good = bit ? <f64>p : 1 - <f64>p;
  const got = bit ? trusted : 1 - trusted;
  e.trust = max(1e-6, min(1 - 1e-5, (e.trust * good) / got));
  return bit;
}

/** A decision by the mixers, which learn from it. */
// @ts-ignore: decorator
@inline
function mixedDecision<D>(
  e: Experts,
  decisions: D,
  bit: i32,
  node: u32,
  slot: usize,
  odds: f32,
): u32 {
  const sure = counterOdds(e, slot, odds);
  choose(e, bit, node, sure, odds);
  const b = decide<D>(e, decisions, mix(e, bit));
  learnMix(e, bit, <f32>b);
  count(e, slot, b);
  return b;
}

/** A decision that the mixture is as good as sure of, by how often that came true. */
// @ts-ignore: decorator
@inline
function sureDecision<D>(e: Experts, decisions: D, bit: i32, one: bool): u32 {
  const at = e.surprises + <usize>((e.plane * 16 + bit) << 2);
  const surprise = load<f32>(at);
  const b = decide<D>(e, decisions, one ? 1 - surprise : surprise);
  const wrong: f32 = (b == 1) == one ? 0 : 1;
  store<f32>(at, max<f32>(1e-5, surprise + (wrong - surprise) * <f32>0.002));
  return b;
}

/** Codes one value. A function of its own: V8 is late to compile the loop of one that holds all of it. */
export function codeValue<D>(e: Experts, decisions: D): i32 {
  contexts(e);
  sharesOf(e);
  // Masses below the interval in hand, below its middle and below its end.
  let low = e.below;
  let middle = low + C;
  let high = middle + C;
  for (let s: usize = 0; s < C; s += 16) {
    v128.store(low + s, f32x4.splat(0));
    v128.store(high + s, f32x4.splat(1));
  }
  let below: f32 = 0;
  let above: f32 = 1;
  let node: u32 = 1;
  let lo = 0;
  let lined = e.depth;
  const least = FLOOR / (e.top + 1);
  for (let bit = e.depth - 1; bit >= 0; bit--) {
    const half = 1 << bit;
    belowEdge(e, <f32>(lo + half) - <f32>0.5, middle);
    const centre = mixed(e, middle);
    const total = (above - below) * SURE;
    let b: u32;
    if (above - centre < total) b = sureDecision<D>(e, decisions, bit, false);
    else if (centre - below < total) b = sureDecision<D>(e, decisions, bit, true);
    else {
      if (lined > (bit | 3)) {
        lined = bit | 3;
        findLines(e, node >> (lined - bit));
      }
      const floor = least * <f32>half;
      predictorOdds(e, low, middle, high, floor);
      // The node among the 15 of its four bits.
      const depth = 3 - (bit & 3);
      const slot = (<usize>((node & ((1 << depth) - 1)) | (1 << depth))) << 2;
      const odds = oddsOf(above - centre, centre - below, floor);
      b = mixedDecision<D>(e, decisions, bit, node, slot, odds);
    }
    node = node * 2 + b;
    const free = b ? low : high;
    if (b) {
      lo += half;
      below = centre;
      low = middle;
    } else {
      above = centre;
      high = middle;
    }
    middle = free;
  }
  learnShares(e, low, high, max<f32>(above - below, 0));
  return lo;
}
