/** Floats as integers over powers of ten or of two. */
import type { Column, Values } from '../column.js';
import { HALF, halvesOf } from './bits.js';

/** Powers of ten that a double has exactly are the first 22; more than 17 places are no decimals. */
export const MOST_EXPONENT: Readonly<Record<number, number>> = { 10: 17, 2: 60 };
const DIVISORS: Readonly<Record<number, readonly number[]>> = {
  10: powersOf(10, 17),
  2: powersOf(2, 60),
};
/** Integers that a double has exactly. */
const EXACT = Number.MAX_SAFE_INTEGER + 1;
/** Numbers that are looked at to find an exponent. */
const LOOK = 512;

function powersOf(base: number, most: number): readonly number[] {
  const powers = [1];
  for (let e = 1; e <= most; e++) powers.push((powers[e - 1] as number) * base);
  return powers;
}

/** A power of ten or of two; exact, which `**` of the language need not be. */
export function divisorOf(base: number, exponent: number): number {
  return (DIVISORS[base] as readonly number[])[exponent] as number;
}

/** The same memory as floats. */
export function floatsOf(values: Values): Float32Array | Float64Array {
  const { buffer, byteOffset, length } = values;
  return values instanceof BigUint64Array
    ? new Float64Array(buffer, byteOffset, length)
    : new Float32Array(buffer, byteOffset, length);
}

/** The smallest exponent by which nearly all of some numbers are integers; undefined where there is none. */
export function exponentOf(column: Column, base: number): number | undefined {
  const floats = floatsOf(column.values);
  const step = Math.max(1, Math.floor(floats.length / LOOK));
  const counts = new Uint32Array((MOST_EXPONENT[base] as number) + 1);
  let looked = 0;
  for (let i = 0; i < floats.length; i += step) {
    const value = floats[i] as number;
    if (Number.isNaN(value)) continue;
    looked++;
    const exponent = exponentFor(value, base, column.type === 'f32');
    if (exponent !== undefined) counts[exponent] = (counts[exponent] as number) + 1;
  }
  let within = 0;
  for (const [exponent, count] of counts.entries()) {
    within += count;
    if (within >= 0.97 * looked && looked > 0) return exponent;
  }
  return undefined;
}

function exponentFor(value: number, base: number, isSingle: boolean): number | undefined {
  for (let e = 0; e <= (MOST_EXPONENT[base] as number); e++) {
    if (isInteger(value, divisorOf(base, e), isSingle)) return e;
  }
  return undefined;
}

function isInteger(value: number, divisor: number, isSingle: boolean): boolean {
  const k = Math.round(value * divisor);
  const back = isSingle ? Math.fround(k / divisor) : k / divisor;
  return back === value && k < EXACT && k > -EXACT;
}

/** The integer of each number, and where there is none, for which the one before stands. */
export function integersOf(column: Column, divisor: number) {
  const floats = floatsOf(column.values);
  const isSingle = floats instanceof Float32Array;
  const integers = new BigUint64Array(floats.length);
  const halves = halvesOf(integers);
  const exceptions: number[] = [];
  let [low, high] = [0, 0];
  for (let i = 0; i < floats.length; i++) {
    const value = floats[i] as number;
    if (isInteger(value, divisor, isSingle) && !Object.is(value, -0)) {
      const k = Math.round(value * divisor);
      high = Math.floor(k / HALF);
      low = k - high * HALF;
    } else exceptions.push(i);
    halves[2 * i] = low;
    halves[2 * i + 1] = high;
  }
  return { integers, exceptions };
}
