import { type Values, valuesOf } from '../column.js';
import type { NumberType } from '../field.js';

/** Numbers as words of 32 bits: those of 64 are two, the lower half first. */
export function toWords(values: Values): Uint32Array {
  if (values instanceof Uint32Array) return values;
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}

/** The inverse of {@link toWords}. */
export function fromWords(type: NumberType, words: Uint32Array): Values {
  const values = valuesOf(type, 0);
  if (values instanceof Uint32Array) return words;
  return new BigUint64Array(words.slice().buffer);
}
