import type { Column, Values } from '../column.js';
import { about, type NumberType, unsignedOf } from '../field.js';
import { columnOf, corrupt, HALF, halvesOf, maskOf, parameter, roomFor, typeFor } from './bits.js';
import type { Parameters, View } from './view.js';

/**
 * Integers as the least of them and multiples of their common divisor, in as few bytes as these need: whole seconds
 * counted in nanoseconds, prices in steps, 64 bits where 8 would do. Parameters: the least, the divisor, the bits.
 */
export const affine: View = {
  name: 'affine',
  parameters: 3,
  propose(column) {
    if (about(column.type).kind === 'float' || column.values.length === 0) return [];
    const { least, divisor, most } = rangeOf(column);
    if (divisor === 0n) return [];
    const type = typeFor((most - least) / divisor);
    const same = type === column.type && divisor === 1n && least === 0n;
    return same ? [] : [[least, divisor, BigInt(about(type).bits)]];
  },
  shapes: ({ type, sizes }, parameters) => [{ type: innerType(type, parameters), sizes }],
  apply(column, parameters) {
    const [least = 0n, divisor = 1n] = parameters;
    const inner = { type: innerType(column.type, parameters), sizes: column.sizes };
    const out = roomFor(inner);
    const numbers = numbersOf(column);
    if (out instanceof BigUint64Array) {
      for (let i = 0; i < out.length; i++)
        out[i] = (BigInt(numbers[i] as number | bigint) - least) / divisor;
    } else if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
      // The difference is exact in 64 bits whatever the signs; what is left of it fits a double.
      const whole = new BigUint64Array(numbers.buffer, numbers.byteOffset, numbers.length);
      if (divisor < 1n << 20n) quotients(whole, BigInt.asUintN(64, least), Number(divisor), out);
      else {
        const from = BigInt.asUintN(64, least);
        for (let i = 0; i < out.length; i++) {
          out[i] = Number(BigInt.asUintN(64, (whole[i] as bigint) - from) / divisor);
        }
      }
    } else {
      const [from, by] = [Number(least), Number(divisor)];
      for (let i = 0; i < out.length; i++) out[i] = ((numbers[i] as number) - from) / by;
    }
    return [columnOf(inner, out)];
  },
  undo(shape, [least = 0n, divisor = 1n], columns) {
    const { values } = columns[0] as Column;
    const out = roomFor(shape);
    const { bits } = about(shape.type);
    if (out instanceof BigUint64Array) {
      if (values instanceof BigUint64Array || divisor >= 1n << 20n) {
        for (let i = 0; i < out.length; i++)
          out[i] = BigInt(values[i] as number | bigint) * divisor + least;
      } else products(values, Number(divisor), BigInt.asUintN(64, least), out);
      return out;
    }
    const mask = maskOf(shape.type);
    const [from, by] = [Number(BigInt.asUintN(bits, least)), Number(BigInt.asUintN(bits, divisor))];
    for (let i = 0; i < out.length; i++) {
      out[i] = (Math.imul(values[i] as number, by) + from) & mask;
    }
    return out;
  },
};

/** Differences from the least, below 2^52, over a divisor that they are multiples of. */
function quotients(whole: BigUint64Array, least: bigint, divisor: number, out: Uint32Array): void {
  const from = halvesOf(whole);
  const [low, high] = [Number(least & 0xffffffffn), Number(least >> 32n)];
  for (let i = 0; i < out.length; i++) {
    const lower = (from[2 * i] as number) - low;
    const upper = ((from[2 * i + 1] as number) - high) | 0;
    out[i] = (upper * HALF + lower) / divisor;
  }
}

/** The inverse, modulo 2^64. */
function products(values: Uint32Array, divisor: number, least: bigint, out: BigUint64Array): void {
  const to = halvesOf(out);
  const [low, high] = [Number(least & 0xffffffffn), Number(least >> 32n)];
  for (let i = 0; i < values.length; i++) {
    const sum = (values[i] as number) * divisor + low;
    const carried = Math.floor(sum / HALF);
    to[2 * i] = sum - carried * HALF;
    to[2 * i + 1] = high + carried;
  }
}

function innerType(type: NumberType, [least = 0n, divisor = 0n, inner]: Parameters): NumberType {
  const own = about(type);
  const bits = parameter(inner, 8, own.bits);
  if (own.kind === 'float' || ![8, 16, 24, 32, 64].includes(bits)) {
    throw corrupt(`multiples of ${bits} bits as ${type}`);
  }
  const [from, to] =
    own.kind === 'signed' ? [-1n << BigInt(own.bits - 1), own.bits - 1] : [0n, own.bits];
  if (least < from || least >= 1n << BigInt(to)) throw corrupt(`${least} as the least of ${type}`);
  if (divisor < 1n || divisor >> BigInt(own.bits))
    throw corrupt(`multiples of ${divisor} as ${type}`);
  return unsignedOf(bits);
}

/** The numbers that bits of integers stand for. */
function numbersOf({ type, values }: Column): Values | Int32Array | BigInt64Array {
  const { kind, bits } = about(type);
  if (kind !== 'signed') return values;
  if (values instanceof BigUint64Array) {
    return new BigInt64Array(values.buffer, values.byteOffset, values.length);
  }
  const shift = 32 - bits;
  const out = new Int32Array(values.length);
  for (let i = 0; i < out.length; i++) out[i] = ((values[i] as number) << shift) >> shift;
  return out;
}

/** The least number and the greatest, and the greatest common divisor of their differences. */
function rangeOf(column: Column): { least: bigint; most: bigint; divisor: bigint } {
  const numbers = numbersOf(column);
  let [least, most, divisor]: (number | bigint)[] = [numbers[0] as never, numbers[0] as never, 0];
  for (const value of numbers) {
    if (value < (least as number)) least = value;
    else if (value > (most as number)) most = value;
  }
  if (numbers instanceof BigUint64Array || numbers instanceof BigInt64Array) {
    return { least: least as bigint, most: most as bigint, divisor: longDivisor(numbers) };
  }
  for (const value of numbers) {
    divisor = gcd(Math.abs((value as number) - (numbers[0] as number)), divisor as number);
    if (divisor === 1) break;
  }
  return {
    least: BigInt(least as number),
    most: BigInt(most as number),
    divisor: BigInt(divisor as number),
  };
}

function longDivisor(numbers: BigInt64Array | BigUint64Array): bigint {
  let divisor = 0n;
  const first = numbers[0] as bigint;
  for (const value of numbers) {
    let [a, b] = [value > first ? value - first : first - value, divisor];
    while (b > 0n) [a, b] = [b, a % b];
    divisor = a;
    if (divisor === 1n) break;
  }
  return divisor;
}

function gcd(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
