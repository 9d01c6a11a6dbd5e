import {
  type RealType,
  realPrediction,
  realPredictionMemory,
} from '../../learning/realPrediction.js';
import type { NumberType } from '../field.js';
import type { Shape } from '../views/view.js';
import { type Coder, ofOne } from './coder.js';
import { fromWords, toWords } from './words.js';

const TYPES: readonly NumberType[] = ['f32', 'f64', 'i64', 'u64'];

/** Numbers of many bits that are smooth, by what is near them in the array. */
export const real: Coder = {
  name: 'real',
  isNear: true,
  takes: (type) => TYPES.includes(type),
  extent: () => ({ size: 0, most: 0 }),
  codec([shape]) {
    const { type, sizes } = shape as Shape;
    const inner = realPrediction(sizes, type as RealType);
    return ofOne({
      push: (message, values) => inner.push(message, toWords(values)),
      pop: (message) => fromWords(type, inner.pop(message)),
    });
  },
  memory: ([shape]) =>
    realPredictionMemory((shape as Shape).sizes, (shape as Shape).type as RealType),
};
