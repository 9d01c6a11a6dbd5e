import { lempelZiv, lempelZivBits, lempelZivMemory } from '../../learning/lempelZiv.js';
import { MOST_ROW } from '../../learning/lempelZivFind.js';
import { ownBytes, type Values } from '../column.js';
import { bytesOf } from '../field.js';
import { roomFor, sizeOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { type Coder, MOST_SYMBOLS, ofOne } from './coder.js';

/** Bytes of a column that are worth a deep search: there may be many columns. */
const DEEP = 1 << 18;

/** Numbers of any type as their bytes, the most significant first, by what was there before: quick. */
export const matches: Coder = {
  name: 'matches',
  needs: 'lempelZivPop',
  takes: () => true,
  extent: (shape) => ({ size: sizeInBytes(shape), most: MOST_SYMBOLS }),
  codec([one]) {
    const shape = one as Shape;
    const inner = lempelZiv(sizeInBytes(shape), rowOf(shape), DEEP);
    return ofOne({
      push: (message, values) => inner.push(message, toBytes(shape, values)),
      pop: (message) => fromBytes(shape, inner.pop(message)),
    });
  },
  bits: (column) => lempelZivBits(toBytes(column, column.values), rowOf(column)),
  memory: ([shape]) => lempelZivMemory(sizeInBytes(shape as Shape)),
};

function sizeInBytes({ type, sizes }: Shape): number {
  return sizeOf(sizes) * bytesOf(type);
}

/** Bytes of a row of the last axis, or of a number where they are too many. */
function rowOf({ type, sizes }: Shape): number {
  const row = bytesOf(type) * (sizes.length > 1 ? (sizes.at(-1) as number) : 1);
  return row >= 1 && row <= MOST_ROW ? row : bytesOf(type);
}

function toBytes({ type }: Shape, values: Values): Uint8Array {
  const [own, step, width] = [ownBytes(values), values.BYTES_PER_ELEMENT, bytesOf(type)];
  const out = new Uint8Array(values.length * width);
  for (let plane = 0; plane < width; plane++) {
    for (let at = plane, to = width - 1 - plane; at < own.length; at += step, to += width) {
      out[to] = own[at] as number;
    }
  }
  return out;
}

/** The inverse of {@link toBytes}. */
function fromBytes(shape: Shape, bytes: Uint8Array): Values {
  const values = roomFor(shape);
  const [own, step, width] = [ownBytes(values), values.BYTES_PER_ELEMENT, bytesOf(shape.type)];
  for (let plane = 0; plane < width; plane++) {
    for (let at = plane, from = width - 1 - plane; at < own.length; at += step, from += width) {
      own[at] = bytes[from] as number;
    }
  }
  return values;
}
