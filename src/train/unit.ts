import type { Levels } from './losses/loss.js';

/** How networks see levels: as (level - centre) / scale. */
export interface Unit {
  readonly centre: number;
  readonly scale: number;
}

/** Most levels that a unit is told from. */
const SAMPLED = 1 << 20;

/** Mean and deviation of the first levels, in six digits; no deviation is less than 1. */
export function unitOf(levels: Levels): Unit {
  const some = levels.subarray(0, SAMPLED);
  let [sum, squares] = [0, 0];
  for (const level of some) sum += level;
  const mean = sum / some.length;
  for (const level of some) squares += (level - mean) ** 2;
  const rounded = (value: number) => Number(value.toPrecision(6));
  return {
    centre: rounded(mean),
    scale: rounded(Math.max(1, Math.sqrt(squares / some.length))),
  };
}

/** Whether levels are of 16 bits. */
export function wide(levels: Levels): boolean {
  return levels.BYTES_PER_ELEMENT > 1;
}
