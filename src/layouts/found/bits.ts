/** What symbols would cost, by how often each comes up. */

const TWICE_LOG2_E = 2.885390081777927;

/** The logarithm to base 2 of a whole number from 1 to 2^31, to some four places: by a series, the same everywhere. */
export function log2(n: number): number {
  const exponent = 31 - Math.clz32(n);
  const mantissa = n / (exponent < 31 ? 1 << exponent : 2147483648);
  const x = (mantissa - 1) / (mantissa + 1);
  const square = x * x;
  return exponent + TWICE_LOG2_E * x * (1 + square * (1 / 3 + square * (1 / 5 + square / 7)));
}

/** Bits of all symbols, and of telling how often each comes up; at most those of numbers that tell nothing. */
export function costOf(counts: Uint32Array, total: number): number {
  if (total === 0) return 0;
  let [distinct, sum] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (count === 0) continue;
    distinct++;
    sum += count * log2(count);
  }
  const logarithm = log2(total);
  const cost = total * logarithm - sum + ((distinct - 1) / 2) * logarithm;
  return Math.min(cost, total * log2(counts.length));
}

/** Bits of a magnitude: how many, from 0 on. */
export function bitsOf(magnitude: number): number {
  if (magnitude < 4294967296) return 32 - Math.clz32(magnitude);
  return 64 - Math.clz32(Math.min(4294967295, magnitude / 4294967296));
}
