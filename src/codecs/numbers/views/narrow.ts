import type { Column, Values } from '../column.js';
import { NUMBER_TYPES, type NumberType } from '../field.js';
import { columnOf, corrupt, parameter, roomFor } from './bits.js';
import type { Parameters, View } from './view.js';

/**
 * Floats that are all exactly those of a narrower type: singles in doubles, bf16 in singles. Parameters: the number of
 * the narrower type.
 */
export const narrow: View = {
  name: 'narrow',
  parameters: 1,
  propose(column) {
    const to = NARROWER[column.type];
    return to && narrowed(column, to) ? [[BigInt(NUMBER_TYPES.indexOf(to))]] : [];
  },
  shapes: ({ type, sizes }, parameters) => [{ type: innerType(type, parameters), sizes }],
  apply(column, parameters) {
    const type = innerType(column.type, parameters);
    const values = narrowed(column, type);
    if (!values) throw corrupt(`not all numbers are ${type}`);
    return [columnOf({ type, sizes: column.sizes }, values)];
  },
  undo(shape, _parameters, columns) {
    const { values } = columns[0] as Column;
    const out = roomFor(shape);
    if (out instanceof BigUint64Array) widen(values as Uint32Array, out);
    else for (let i = 0; i < out.length; i++) out[i] = (values[i] as number) * 0x10000;
    return out;
  },
};

const NARROWER: Readonly<Partial<Record<NumberType, NumberType>>> = { f64: 'f32', f32: 'bf16' };

function innerType(type: NumberType, [number]: Parameters): NumberType {
  const inner = NUMBER_TYPES[parameter(number, 0, NUMBER_TYPES.length - 1)] as NumberType;
  if (NARROWER[type] !== inner) throw corrupt(`${inner} is not narrower than ${type}`);
  return inner;
}

/** The same numbers in the narrower type; undefined where one is none of it. */
function narrowed({ values }: Pick<Column, 'values'>, _to: NumberType): Values | undefined {
  const out = new Uint32Array(values.length);
  if (!(values instanceof BigUint64Array)) {
    for (let i = 0; i < out.length; i++) {
      const value = values[i] as number;
      if ((value & 0xffff) !== 0) return undefined;
      out[i] = value >>> 16;
    }
    return out;
  }
  const halves = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  for (let i = 0; i < out.length; i++) {
    const single = singleOf(halves[2 * i + 1] as number, halves[2 * i] as number);
    if (single === undefined) return undefined;
    out[i] = single;
  }
  return out;
}

/** Bits of the single that a double is; bit by bit, since what becomes of a NaN is not the same on all machines. */
function singleOf(high: number, low: number): number | undefined {
  if ((low & 0x1fffffff) !== 0) return undefined;
  const sign = high & 0x80000000;
  const exponent = (high >>> 20) & 0x7ff;
  const fraction = ((high & 0xfffff) << 3) | (low >>> 29);
  if (exponent === 0x7ff) return (sign | 0x7f800000 | fraction) >>> 0;
  if (exponent === 0) return fraction === 0 ? sign >>> 0 : undefined;
  const own = exponent - 1023 + 127;
  if (own >= 255) return undefined;
  if (own > 0) return (sign | (own << 23) | fraction) >>> 0;
  // One too small for an exponent of its own has leading zeros.
  const shift = 1 - own;
  if (shift > 23) return undefined;
  const whole = 0x800000 | fraction;
  if ((whole & ((1 << shift) - 1)) !== 0) return undefined;
  return (sign | (whole >>> shift)) >>> 0;
}

/** The doubles that singles are. */
function widen(singles: Uint32Array, out: BigUint64Array): void {
  const halves = new Uint32Array(out.buffer, out.byteOffset, 2 * out.length);
  for (let i = 0; i < singles.length; i++) {
    const bits = singles[i] as number;
    let exponent = (bits >>> 23) & 0xff;
    let fraction = bits & 0x7fffff;
    if (exponent === 255) exponent = 0x7ff;
    else if (exponent > 0) exponent += 1023 - 127;
    else if (fraction > 0) {
      const shift = Math.clz32(fraction) - 8;
      fraction = (fraction << shift) & 0x7fffff;
      exponent = 1023 - 126 - shift;
    }
    halves[2 * i] = (fraction & 7) << 29;
    halves[2 * i + 1] = (bits & 0x80000000) | (exponent << 20) | (fraction >>> 3);
  }
}
