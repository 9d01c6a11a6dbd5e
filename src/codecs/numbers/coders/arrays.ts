import { adaptivePrediction, adaptivePredictionMemory } from '../../learning/adaptivePrediction.js';
import { about } from '../field.js';
import { maskOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { type Coder, ofOne } from './coder.js';

/** Integers by what is near them in the array. */
export const arrays: Coder = {
  name: 'arrays',
  isNear: true,
  takes: (type) => about(type).kind === 'unsigned' && about(type).bits <= 32 && type !== 'text',
  extent: () => ({ size: 0, most: 0 }),
  codec([shape]) {
    const { type, sizes } = shape as Shape;
    const inner = adaptivePrediction(sizes, bitsOf(shape as Shape));
    const mask = maskOf(type);
    return ofOne({
      push: (message, values) => inner.push(message, values as Uint32Array),
      // Of 24 bits, it has more than the type.
      pop: (message) => inner.pop(message).map((value) => value & mask),
    });
  },
  memory: ([shape]) => adaptivePredictionMemory((shape as Shape).sizes, bitsOf(shape as Shape)),
};

function bitsOf({ type }: Shape): 8 | 16 | 32 {
  const { bits } = about(type);
  return bits <= 8 ? 8 : bits <= 16 ? 16 : 32;
}
