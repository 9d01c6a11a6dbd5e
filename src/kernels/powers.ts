/**
 * 2^n for n in 0 … 31. Not `**`, whose results the language leaves to the engine.
 */
export function powerOfTwo(n: number): number {
  return (1 << n) >>> 0;
}
