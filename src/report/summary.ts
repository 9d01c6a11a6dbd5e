import { dimensionsOf } from '../data/dataset.js';
import type { Reliability } from '../eval/chances.js';
import type { Inspection } from '../eval/inspect.js';
import type { InspectionResult, ReliabilityResult } from './schema.js';

/** Items named at either end of what they cost. */
const NAMED = 6;
const BINS = 40;
/** Runs of items along a data set. */
const RUNS = 100;

/** Figures of what items cost. */
export function costsOf(itemBits: Float64Array): NonNullable<InspectionResult['costs']> {
  const order = Array.from(itemBits.keys()).sort((a, b) => at(itemBits, b) - at(itemBits, a));
  const named = (items: number[]) => items.map((item) => ({ item, bits: at(itemBits, item) }));
  const [most, least] = [at(itemBits, order[0] as number), at(itemBits, order.at(-1) as number)];
  const width = (most - least) / BINS || 1;
  const counts = new Array<number>(BINS).fill(0);
  for (const bits of itemBits) {
    const bin = Math.min(BINS - 1, Math.floor((bits - least) / width));
    counts[bin] = (counts[bin] as number) + 1;
  }
  return {
    mean: itemBits.reduce((a, b) => a + b, 0) / itemBits.length,
    least,
    most,
    histogram: counts.map((count, bin) => ({
      from: least + bin * width,
      to: least + (bin + 1) * width,
      count,
    })),
    dearest: named(order.slice(0, NAMED)),
    cheapest: named(order.slice(-NAMED).reverse()),
  };
}

/** What runs of items cost, in their order: of equal length, the last but for what is left. */
export function alongOf({
  itemBits,
  items,
  shape,
  numbers,
}: Inspection): InspectionResult['along'] {
  if (!itemBits) return [];
  const length = Math.ceil(items / RUNS);
  return Array.from({ length: Math.ceil(items / length) }, (_, run) => {
    const [from, to] = [run * length, Math.min(items, (run + 1) * length)];
    const bits = itemBits.subarray(from, to).reduce((a, b) => a + b, 0);
    return { from, to, bitsPerDim: bits / ((to - from) * dimensionsOf({ shape, numbers })) };
  });
}

export function reliabilityOf(
  { kind, points, lostBits }: Reliability,
  dimensions: number,
): ReliabilityResult {
  return { kind, points: [...points], lostBitsPerDim: lostBits / dimensions };
}

function at(values: Float64Array, i: number): number {
  return values[i] as number;
}
