/** What views share: bits of numbers in the order of what they stand for, and widths. */
import { CrayError } from '../../../errors.js';
import { powerOfTwo } from '../../../kernels/powers.js';
import { type Column, type Values, valuesOf } from '../column.js';
import { about, type NumberType, unsignedOf } from '../field.js';
import type { Shape } from './view.js';

/** Numbers of an array of these sizes. */
export function sizeOf(sizes: readonly number[]): number {
  return sizes.reduce((a, b) => a * b, 1);
}

/** The smallest unsigned type that has a value. */
export function typeFor(most: bigint): NumberType {
  return unsignedOf([8, 16, 24, 32].find((bits) => most < 1n << BigInt(bits)) ?? 64);
}

/** A column of the same numbers, whatever they are called. */
export function columnOf({ type, sizes }: Shape, values: Values): Column {
  return { type, sizes, values };
}

/**
 * Bits of numbers as unsigned integers in the order of what they stand for: signed integers have the top bit
 * flipped, negative floats all bits and others the top bit. Its own inverse is {@link unordered}.
 */
export function ordered({ type, values }: Pick<Column, 'type' | 'values'>): Values {
  return turned(type, values, false);
}

/** The bits again. */
export function unordered(type: NumberType, values: Values): Values {
  return turned(type, values, true);
}

function turned(type: NumberType, values: Values, back: boolean): Values {
  const { kind, bits } = about(type);
  if (kind === 'unsigned') return values;
  return values instanceof BigUint64Array
    ? turnedLong(kind === 'float', values, back)
    : turnedShort(kind === 'float', values, bits, back);
}

function turnedShort(isFloat: boolean, values: Uint32Array, bits: number, back: boolean): Values {
  const out = new Uint32Array(values.length);
  const [top, all] = [powerOfTwo(bits - 1), 0xffffffff >>> (32 - bits)];
  for (let i = 0; i < out.length; i++) {
    const value = values[i] as number;
    const upper = value >= top;
    out[i] = value ^ (isFloat && upper !== back ? all : top);
  }
  return out;
}

/** By halves, which are quicker than integers of 64 bits. */
function turnedLong(isFloat: boolean, values: BigUint64Array, back: boolean): Values {
  const from = halvesOf(values);
  const out = new BigUint64Array(values.length);
  const to = halvesOf(out);
  for (let i = 0; i < from.length; i += 2) {
    const high = from[i + 1] as number;
    const flips = isFloat && high >= 0x80000000 !== back;
    to[i] = flips ? ~(from[i] as number) : (from[i] as number);
    to[i + 1] = high ^ (flips ? 0xffffffff : 0x80000000);
  }
  return out;
}

/** Integers of 64 bits as halves, the lower one first: quicker than integers of the language. */
export function halvesOf({
  buffer,
  byteOffset,
  length,
}: BigUint64Array | BigInt64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

/** What a half of more is. */
export const HALF = 0x100000000;

/** What is thrown where a message says what no encoder does. */
export function corrupt(message: string): CrayError {
  return new CrayError('CORRUPT', `numbers: ${message}`);
}

/** A parameter that is a number from least to most. @throws CrayError CORRUPT */
export function parameter(value: bigint | undefined, least: number, most: number): number {
  if (value === undefined || value < BigInt(least) || value > BigInt(most)) {
    throw corrupt(`expected a parameter from ${least} to ${most}, got ${value}`);
  }
  return Number(value);
}

/** A parameter that is the bits of a number. @throws CrayError CORRUPT */
export function bitsParameter(value: bigint | undefined, type: NumberType): bigint {
  const { bits } = about(type);
  if (value === undefined || value < 0n || value >> BigInt(bits) !== 0n) {
    throw corrupt(`expected a parameter of ${bits} bits, got ${value}`);
  }
  return value;
}

/** All bits of a number of up to 32, to be used by `&`. */
export function maskOf(type: NumberType): number {
  return 0xffffffff >>> (32 - about(type).bits);
}

/** Room for the numbers of a column. */
export function roomFor({ type, sizes }: Shape): Values {
  return valuesOf(type, sizeOf(sizes));
}
