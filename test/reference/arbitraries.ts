import fc from 'fast-check';

/** Fixed, so that a run tests what the last one tested. */
export const RUNS = { seed: 1, numRuns: 200 } as const;

/** Doubles spread evenly over [low, high], ends included; fc.double favours tiny ones. */
export function within(low: number, high: number): fc.Arbitrary<number> {
  const steps = 2 ** 30;
  return fc.integer({ min: 0, max: steps }).map((i) => low + (high - low) * (i / steps));
}

/** A double and the two next to it. */
export function neighbours(x: number): number[] {
  return consecutive(x, -1, 2);
}

/** The doubles from, …, to - 1 places after x, away from zero; x itself is not to be zero. */
export function consecutive(x: number, from: number, to: number): number[] {
  const float = new Float64Array([x]);
  const bits = new BigInt64Array(float.buffer);
  const exact = bits[0] as bigint;
  return Array.from({ length: to - from }, (_, i) => {
    bits[0] = exact + BigInt(from + i);
    return float[0] as number;
  });
}

/** n numbers evenly spread over [low, high]. */
export function grid(low: number, high: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => low + ((high - low) * i) / (n - 1));
}
