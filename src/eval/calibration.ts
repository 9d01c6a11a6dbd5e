import { seededMessage } from '../ans/message.js';
import { bernoulli } from '../codecs/bernoulli.js';

const SYMBOLS = 1 << 16;
const LANES = 16;
const ROUNDS = 12;

/**
 * How many symbols a second this process pushes and pops on this machine, at its best of some rounds:
 * what speeds are compared to, so that the same figure can be expected of a slow machine and of a fast one.
 */
export function calibrate(): number {
  const probabilities = Float64Array.from({ length: SYMBOLS }, (_, i) => (1 + (i % 98)) / 100);
  const symbols = Uint32Array.from({ length: SYMBOLS }, (_, i) => (i >> 3) & 1);
  const codec = bernoulli(probabilities, 16);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const message = seededMessage(LANES, round);
    const started = performance.now();
    codec.push(message, symbols);
    codec.pop(message);
    best = Math.min(best, performance.now() - started);
  }
  return (1000 * SYMBOLS) / best;
}
