const number = new Float64Array(1);
const halves = new Uint32Array(number.buffer);
/** 2 / ln 2. */
const FACTOR = 2.8853900817779268;

/**
 * The logarithm of a number that is positive and no subnormal, to some 7 places, by sums and products: the same wherever it
 * is computed, so that the same plan is chosen everywhere, which that of the language need not be.
 */
export function log2(value: number): number {
  number[0] = value;
  const high = halves[1] as number;
  // A mantissa in [1, 2) as (1 + t) / (1 - t), whose logarithm is a series in odd powers of t, at most 1 / 3.
  halves[1] = (high & 0xfffff) | 0x3ff00000;
  const mantissa = number[0];
  const t = (mantissa - 1) / (mantissa + 1);
  const s = t * t;
  const series = 1 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s / 13)))));
  return (high >>> 20) - 1023 + FACTOR * t * series;
}
