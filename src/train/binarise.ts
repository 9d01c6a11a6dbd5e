import type { Levels } from './losses/loss.js';
import type { Random } from './random.js';

/** Bits, each 1 with probability v / 255. */
export function binarised(levels: Levels, random: Random): Uint8Array {
  return Uint8Array.from(levels, (v) => (v !== 0 && random.uniform() * 255 < v ? 1 : 0));
}

/** The same, but of levels that are bits already. */
export function asBits(levels: Levels, random: Random): Levels {
  return levels.every((v) => v <= 1) ? levels : binarised(levels, random);
}
