import { pop, push } from '../ans/coder.js';
import type { Distribution } from '../distributions/distribution.js';
import { type Codec, checkSize } from './codec.js';

/**
 * A vector of symbols under any quantised distribution: -log2(freq / 2^precision) bits each.
 *
 * Source: Duda, "Asymmetric numeral systems" (2014), for coding by intervals of integers.
 *
 * @param distribution of as many elements as there are symbols.
 */
export function nonUniform(distribution: Distribution): Codec<Uint32Array> {
  const { size, precision } = distribution;
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const { starts, freqs } = distribution.intervals(symbols, 0);
      push(message, starts, freqs, precision);
    },
    pop(message) {
      const out = new Uint32Array(size);
      pop(message, size, precision, (positions, from) => {
        const symbols = distribution.locate(positions, from);
        out.set(symbols, from);
        return distribution.intervals(symbols, from);
      });
      return out;
    },
  };
}
