import { contextMixing, contextMixingMemory } from '../../learning/contextMixing.js';
import { ownBytes, type Values } from '../column.js';
import { bytesOf } from '../field.js';
import { roomFor, sizeOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { type Coder, MOST_SYMBOLS, ofOne } from './coder.js';

/** Numbers of any type as their bytes, the most significant first. */
export const bytes: Coder = {
  name: 'bytes',
  takes: () => true,
  extent: (shape) => ({ size: sizeInBytes(shape), most: MOST_SYMBOLS }),
  codec([one]) {
    const shape = one as Shape;
    const inner = contextMixing(sizeInBytes(shape));
    return ofOne({
      push: (message, values) => inner.push(message, toBytes(shape, values)),
      pop: (message) => fromBytes(shape, inner.pop(message)),
    });
  },
  memory: ([shape]) => contextMixingMemory(sizeInBytes(shape as Shape)),
};

function sizeInBytes({ type, sizes }: Shape): number {
  return sizeOf(sizes) * bytesOf(type);
}

/** A byte a symbol. */
export function toBytes({ type }: Shape, values: Values): Uint32Array {
  const width = bytesOf(type);
  const [own, step] = [ownBytes(values), values.BYTES_PER_ELEMENT];
  const out = new Uint32Array(values.length * width);
  let to = 0;
  for (let at = 0; at < own.length; at += step) {
    for (let b = width - 1; b >= 0; b--) out[to++] = own[at + b] as number;
  }
  return out;
}

/** The inverse of {@link toBytes}. */
export function fromBytes(shape: Shape, symbols: Uint32Array): Values {
  const values = roomFor(shape);
  const width = bytesOf(shape.type);
  const [own, step] = [ownBytes(values), values.BYTES_PER_ELEMENT];
  let from = 0;
  for (let at = 0; at < own.length; at += step) {
    for (let b = width - 1; b >= 0; b--) own[at + b] = symbols[from++] as number;
  }
  return values;
}
