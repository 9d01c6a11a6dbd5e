/** Pseudo-random numbers in [0, 1), the same on every machine (mulberry32, public domain). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x100000000;
  };
}

/** About normal numbers: sums of twelve uniform ones, less 6. */
export function normalFrom(seed: number): () => number {
  const random = randomFrom(seed);
  return () => Array.from({ length: 12 }, random).reduce((a, b) => a + b, 0) - 6;
}

/** Bits of a normal number of a standard deviation, rounded: its differential entropy. */
export function normalBits(deviation: number): number {
  return Math.log2(deviation * Math.sqrt(2 * Math.PI * Math.E));
}

/** n values of a function of their place. */
export function series(n: number, of: (i: number) => number): Uint32Array {
  return Uint32Array.from({ length: n }, (_, i) => of(i));
}
