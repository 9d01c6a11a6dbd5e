// The last probability, half of which is refined by what happened at like odds in this column, and below this byte.

import { squashedAt } from '../contextMixing/logisticMixing';
import { REFINED_PER_UNIT, State } from './state';

/** The probability of log-odds, half of it refined by what happened in this column, and below this byte. */
// @ts-ignore: decorator
@inline
export function refine(state: State, row: usize, rowAbove: usize, odds: f32): u32 {
  const above = odds + 12.0;
  const mixed = squashedAt(<i32>(above * 256.0));
  const step = above * REFINED_PER_UNIT;
  const entry = <i32>step;
  const part = step - <f32>entry;
  const at = row + ((<usize>entry) << 1);
  const at2 = rowAbove + ((<usize>entry) << 1);
  state.mixedAll = mixed;
  state.refinedAt = at;
  state.refinedAt2 = at2;
  state.refinedPart = part;
  const low = <f32>(<u32>load<u16>(at) + <u32>load<u16>(at2));
  const high = <f32>(<u32>load<u16>(at, 2) + <u32>load<u16>(at2, 2));
  const p: f32 = mixed * 0.5 + (low * (1 - part) + high * part) * <f32>(0.25 / 65536.0);
  state.model = p;
  const trust = state.trust;
  const units = <i32>((p * trust + (1 - trust) * 0.5) * 65536.0);
  return min(max(units, 1), 65535);
}

/** Learns a bit. */
// @ts-ignore: decorator
@inline
export function learnRefined(state: State, bit: u32): void {
  refineEntry(state.refinedAt, state.refinedPart, bit);
  refineEntry(state.refinedAt2, state.refinedPart, bit);
}

// @ts-ignore: decorator
@inline
function refineEntry(entry: usize, part: f32, bit: u32): void {
  const nearer = entry + ((<usize>(part >= 0.5)) << 1);
  const value = <i32>load<u16>(nearer);
  store<u16>(nearer, value + ((<i32>((0 - bit) & 65535) - value) >> 6));
}
