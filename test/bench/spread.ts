import { median } from './table.js';

/** The least, the middle and the most of some runs. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  return { min: Math.min(...values), median: median(values), max: Math.max(...values) };
}

/** For people: "1.2 (1.1 … 1.4)". */
export function spreadText({ min, median, max }: Spread): string {
  const text = (value: number) => String(Number(value.toPrecision(2)));
  return `${text(median)} (${text(min)} … ${text(max)})`;
}
