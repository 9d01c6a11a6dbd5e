import type { Values } from '../column.js';
import { bitsParameter, roomFor } from './bits.js';
import type { View } from './view.js';

/** A column of one value, which is all there is to say. Parameters: its bits. */
export const constant: View = {
  name: 'constant',
  parameters: 1,
  propose({ values }) {
    if (values.length === 0) return [[0n]];
    return isOne(values) ? [[BigInt(values[0] as number | bigint)]] : [];
  },
  shapes({ type }, [value]) {
    bitsParameter(value, type);
    return [];
  },
  apply: () => [],
  undo(shape, [value = 0n]) {
    const values = roomFor(shape);
    if (values instanceof BigUint64Array) return values.fill(value);
    return values.fill(Number(value));
  },
};

function isOne(values: Values): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
