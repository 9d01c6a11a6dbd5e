import type { Column } from '../column.js';
import { about, signedOf } from '../field.js';
import { bitsParameter, columnOf, corrupt, HALF, halvesOf, maskOf, roomFor } from './bits.js';
import type { View } from './view.js';

/**
 * Integers as their differences, which are signed, modulo what the type holds: sorted keys, counters.
 * Parameters: the bits of the first one, for which a 0 stands.
 */
export const delta: View = {
  name: 'delta',
  parameters: 1,
  propose: ({ type, values }) =>
    about(type).kind !== 'float' && type !== 'text' && values.length > 1
      ? [[BigInt(values[0] as number | bigint)]]
      : [],
  shapes({ type, sizes }, [first]) {
    if (about(type).kind === 'float') throw corrupt(`differences of ${type}`);
    bitsParameter(first, type);
    return [{ type: signedOf(about(type).bits), sizes }];
  },
  apply({ type, sizes, values }, [first = 0n]) {
    const out = roomFor({ type, sizes });
    if (out instanceof BigUint64Array) {
      const [from, to] = [halvesOf(values as BigUint64Array), halvesOf(out)];
      let [low, high] = [Number(first & 0xffffffffn), Number(first >> 32n)];
      for (let i = 0; i < from.length; i += 2) {
        const [own, upper] = [from[i] as number, from[i + 1] as number];
        to[i] = own - low;
        to[i + 1] = upper - high - (own < low ? 1 : 0);
        low = own;
        high = upper;
      }
    } else {
      const mask = maskOf(type);
      let last = Number(first);
      for (let i = 0; i < out.length; i++) {
        out[i] = ((values[i] as number) - last) & mask;
        last = values[i] as number;
      }
    }
    return [columnOf({ type: signedOf(about(type).bits), sizes }, out)];
  },
  undo(shape, [first = 0n], columns) {
    const { values } = columns[0] as Column;
    const out = roomFor(shape);
    if (out instanceof BigUint64Array) {
      const [from, to] = [halvesOf(values as BigUint64Array), halvesOf(out)];
      let [low, high] = [Number(first & 0xffffffffn), Number(first >> 32n)];
      for (let i = 0; i < from.length; i += 2) {
        const sum = low + (from[i] as number);
        high = (high + (from[i + 1] as number) + (sum >= HALF ? 1 : 0)) >>> 0;
        low = sum >>> 0;
        to[i] = low;
        to[i + 1] = high;
      }
    } else {
      const mask = maskOf(shape.type);
      let last = Number(first);
      for (let i = 0; i < out.length; i++) {
        last = ((values[i] as number) + last) & mask;
        out[i] = last;
      }
    }
    return out;
  },
};
