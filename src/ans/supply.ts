import { ArgumentError } from '../errors.js';

/**
 * An endless sequence of words from a seed: what bits-back coding draws on before there is a
 * message to draw on. Word k is the splitmix32 finaliser of seed + (k + 1) · 0x9e3779b9, so any
 * word can be had without those before it.
 */
export class Supply {
  /** How many words have been drawn. */
  drawn = 0;

  /** @param seed an integer in [0, 2^32). */
  constructor(readonly seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new ArgumentError(`expected a seed in [0, 2^32), got ${seed}`);
    }
  }

  /** Word number k, without drawing it. */
  word(k: number): number {
    let z = (this.seed + Math.imul(k + 1, 0x9e3779b9)) >>> 0;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
}
