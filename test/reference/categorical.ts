import type { Codec } from '../../src/codecs/codec.js';
import { mapped } from '../../src/codecs/mapped.js';
import { nonUniform } from '../../src/codecs/nonUniform.js';
import { tableDistribution } from '../../src/distributions/table.js';
import { cumulativeOf } from '../../src/distributions/weights.js';

/** One symbol with these probabilities, at 24 bits. */
export function categorical(probabilities: readonly number[]): Codec<number> {
  const table = tableDistribution(cumulativeOf(Float64Array.from(probabilities), 24), 1, 24);
  return mapped(
    nonUniform(table),
    ([x]) => x as number,
    (x) => Uint32Array.of(x),
  );
}
