import { powerOfTwo } from '../../../kernels/powers.js';
import type { Column } from '../column.js';
import { about, type NumberType, unsignedOf } from '../field.js';
import { columnOf, corrupt, halvesOf, maskOf, parameter, roomFor } from './bits.js';
import type { Parameters, Shape, View } from './view.js';

/**
 * Unsigned integers as their upper bits and their lower ones, each a column: identifiers of a time and a counter, the halves of 64
 * bits. Parameters: how many are the lower bits.
 */
export const split: View = {
  name: 'split',
  parameters: 1,
  propose({ type }) {
    return type === 'u64' ? [[32n]] : [];
  },
  shapes({ type, sizes }, parameters) {
    const [high, low] = typesOf(type, parameters);
    return [
      { type: high, sizes },
      { type: low, sizes },
    ];
  },
  apply({ type, sizes, values }, parameters) {
    const shift = shiftOf(type, parameters);
    const shapes = typesOf(type, parameters).map((inner) => ({ type: inner, sizes }));
    const [high, low] = shapes.map(roomFor) as [Column['values'], Column['values']];
    if (shift === 32 && values instanceof BigUint64Array) {
      const halves = halvesOf(values);
      for (let i = 0; i < values.length; i++) {
        low[i] = halves[2 * i] as number;
        high[i] = halves[2 * i + 1] as number;
      }
      return [columnOf(shapes[0] as Shape, high), columnOf(shapes[1] as Shape, low)];
    }
    const [by, mask] = [BigInt(shift), (1n << BigInt(shift)) - 1n];
    const divisor = powerOfTwo(Math.min(31, shift));
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number | bigint;
      if (typeof value === 'bigint') {
        put(high, i, value >> by);
        put(low, i, value & mask);
      } else {
        high[i] = Math.floor(value / divisor);
        low[i] = value % divisor;
      }
    }
    return [columnOf(shapes[0] as Shape, high), columnOf(shapes[1] as Shape, low)];
  },
  undo(shape, parameters, columns) {
    const shift = shiftOf(shape.type, parameters);
    const [high, low] = columns.map(({ values }) => values) as [Column['values'], Column['values']];
    const out = roomFor(shape);
    if (out instanceof BigUint64Array && shift === 32) {
      const halves = halvesOf(out);
      for (let i = 0; i < out.length; i++) {
        halves[2 * i] = low[i] as number;
        halves[2 * i + 1] = high[i] as number;
      }
    } else if (out instanceof BigUint64Array) {
      const by = BigInt(shift);
      for (let i = 0; i < out.length; i++) {
        out[i] = (BigInt(high[i] as never) << by) + BigInt(low[i] as never);
      }
    } else {
      const mask = maskOf(shape.type);
      for (let i = 0; i < out.length; i++) {
        out[i] = (((high[i] as number) << shift) + (low[i] as number)) & mask;
      }
    }
    return out;
  },
};

function put(values: Column['values'], i: number, value: bigint): void {
  if (values instanceof BigUint64Array) values[i] = value;
  else values[i] = Number(value);
}

function shiftOf(type: NumberType, [shift]: Parameters): number {
  const { kind, bits } = about(type);
  if (kind !== 'unsigned') throw corrupt(`halves of ${type}`);
  return parameter(shift, 1, bits - 1);
}

function typesOf(type: NumberType, parameters: Parameters): [NumberType, NumberType] {
  const shift = shiftOf(type, parameters);
  return [typeOfBits(about(type).bits - shift), typeOfBits(shift)];
}

/** The smallest type of at least so many bits. */
function typeOfBits(bits: number): NumberType {
  return unsignedOf([8, 16, 24, 32].find((some) => bits <= some) ?? 64);
}
