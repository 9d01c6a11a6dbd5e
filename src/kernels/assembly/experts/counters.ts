// Counts of bits under exact values: what they say, and what that has turned out to mean.

import { bucketOf, squash, STEP } from './odds';
import { CONTEXTS, COUNTERS, Experts, MEANINGS } from './state';

/** How fast meanings are learned. */
const MEANING_RATE: f32 = 0.006;
/** Bits that a counter remembers. */
const LIMIT: u32 = 255;

/** Fills the tables that are not zero at the start; `stretches` are there already. */
export function countersStart(e: Experts): void {
  for (let i = 0; i < e.channels * CONTEXTS * MEANINGS; i++) {
    const odds = (<f32>(i & 31) - <f32>15.5) * STEP;
    store<f32>(e.meanings + (i << 2), squash(odds));
  }
  for (let i = 0; i < 1024; i++) store<f32>(e.rates + (i << 2), <f32>1 / (<f32>i + <f32>1.5));
}

/** The counters' odds. Returns how sure the first three are. */
export function counterOdds(e: Experts, slot: usize): i32 {
  let sure = 0;
  let meanings = e.meanings + <usize>(4 * MEANINGS * CONTEXTS * e.plane);
  for (let k = 0; k < e.contexts; k++) {
    const counter = load<u32>(<usize>load<u32>(e.lines + (k << 2)) + slot);
    const seen = counter & 1023;
    const odds = load<f32>(e.stretches + ((counter >> 20) << 2));
    const bucket = bucketOf(odds);
    const count = seen < 8 ? seen : min<i32>(15, 5 + (31 - clz(seen)));
    const meaning = meanings + (((count << 5) + bucket) << 2);
    store<u32>(e.learning + (k << 2), <u32>meaning);
    const p = load<f32>(meaning);
    const learnt = load<f32>(e.stretches + (<i32>(p * <f32>4095.99) << 2));
    store<f32>(e.inputs + ((COUNTERS + k) << 2), seen == 0 ? 0 : learnt);
    if (k < 3) sure = sure * 4 + (seen == 0 ? 0 : seen < 3 ? 1 : seen < 12 ? 2 : 3);
    meanings += 4 * MEANINGS;
  }
  return sure;
}

/** Counts a bit, and how often what the counters said came true. */
export function count(e: Experts, slot: usize, bit: u32): void {
  const y = <f32>bit;
  const goal: i32 = bit ? 4194303 : 0;
  for (let k = 0; k < e.contexts; k++) {
    const meaning = <usize>load<u32>(e.learning + (k << 2));
    const was = load<f32>(meaning);
    store<f32>(meaning, was + (y - was) * MEANING_RATE);
    const at = <usize>load<u32>(e.lines + (k << 2)) + slot;
    const counter = load<u32>(at);
    const seen = counter & 1023;
    const share = <i32>(counter >> 10);
    const next = share + <i32>(<f32>(goal - share) * load<f32>(e.rates + (seen << 2)));
    store<u32>(at, (<u32>next << 10) | min<u32>(seen + 1, LIMIT));
  }
}
