import type { Chances } from './chances.js';

/** What symbols cost. */
export interface Costs {
  /** Bits of each symbol, item after item. */
  readonly bits: Float64Array;
  /** What the model said of them. */
  readonly chances: readonly Chances[];
}

/** Tells what the symbols of so many items cost, item after item. */
export type SymbolCosts = (symbols: Uint32Array, items: number) => Costs;

/** Sums of so many values each. */
export function sumsOf(values: Float64Array, each: number): Float64Array {
  const sums = new Float64Array(values.length / each);
  values.forEach((value, i) => {
    const at = Math.floor(i / each);
    sums[at] = (sums[at] as number) + value;
  });
  return sums;
}
