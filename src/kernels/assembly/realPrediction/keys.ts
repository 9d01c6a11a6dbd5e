// Bits of a number as its key, an integer: a greater number has a greater key, and neighbours differ by 1.
// Floats of all kinds have keys, also NaNs, which are beyond the infinities.

import { F32, F64, INTEGER, State } from './state';

const SIGN: u64 = 0x8000000000000000;
/** What infinities and NaNs count as: of singles, the power of two after the last. */
const MOST_F32 = 3.402823669209385e38;
const MOST_F64 = 1.7976931348623157e308;

/** The key of the bits of a number. */
// @ts-ignore: decorator
@inline
export function keyOfBits(s: State, bits: u64): u64 {
  if (s.type == F32) return <u64>(<u32>bits ^ (<u32>(<i32>bits >> 31) | 0x80000000));
  if (s.type == F64) return bits ^ (<u64>(<i64>bits >> 63) | SIGN);
  return bits ^ s.flip;
}

/** The bits of the number of a key. */
// @ts-ignore: decorator
@inline
export function bitsOfKey(s: State, key: u64): u64 {
  if (s.type == F32) return <u64>(<u32>key ^ (<u32>(~(<i32>key) >> 31) | 0x80000000));
  if (s.type == F64) return key ^ (<u64>(~(<i64>key) >> 63) | SIGN);
  return key ^ s.flip;
}

/** Whether the number is one, not infinite. */
// @ts-ignore: decorator
@inline
export function isNumber(s: State, key: u64): bool {
  const bits = bitsOfKey(s, key);
  if (s.type == F32) return (<u32>bits & 0x7f800000) != 0x7f800000;
  if (s.type == F64) return (bits & 0x7ff0000000000000) != 0x7ff0000000000000;
  return true;
}

/** The number of a key. */
// @ts-ignore: decorator
@inline
export function numberOf(s: State, key: u64): f64 {
  if (s.type == F32) {
    const number = <f64>reinterpret<f32>(<u32>bitsOfKey(s, key));
    if (abs(number) < MOST_F32) return number;
    return key > s.top >> 1 ? MOST_F32 : -MOST_F32;
  }
  if (s.type == F64) {
    const number = reinterpret<f64>(bitsOfKey(s, key));
    if (abs(number) < MOST_F64) return number;
    return key > s.top >> 1 ? MOST_F64 : -MOST_F64;
  }
  return key >= s.origin ? <f64>(key - s.origin) : -(<f64>(s.origin - key));
}

/** The key of the nearest number. */
// @ts-ignore: decorator
@inline
export function keyOf(s: State, number: f64): u64 {
  if (s.type == F32) return keyOfBits(s, <u64>reinterpret<u32>(<f32>number));
  if (s.type == F64) return keyOfBits(s, reinterpret<u64>(number));
  const far = nearest(abs(number));
  const steps: u64 = far < 18446744073709549568.0 ? <u64>far : s.top;
  if (number < 0.0) return steps > s.origin ? 0 : s.origin - steps;
  return steps > s.top - s.origin ? s.top : s.origin + steps;
}

/** Bits of keys within a power of two. */
// @ts-ignore: decorator
@inline
export function mantissaOf(s: State): u32 {
  return s.type == F32 ? 23 : s.type == F64 ? 52 : 64;
}

/** How far numbers are apart about this one. */
// @ts-ignore: decorator
@inline
export function ulpAt(s: State, number: f64): f64 {
  if (s.type == INTEGER) return 1.0;
  const exponent = <i32>((reinterpret<u64>(number) >> 52) & 0x7ff);
  if (s.type == F32) return power(max(exponent - 1023, -126) - 23);
  return exponent < 54
    ? 5e-324 * <f64>((<u64>1) << (<u64>max(exponent - 1, 0)))
    : power(exponent - 1023 - 52);
}

/** 2^e of normal numbers. */
// @ts-ignore: decorator
@inline
function power(e: i32): f64 {
  return reinterpret<f64>((<u64>(e + 1023)) << 52);
}

/** A number held within what there are. */
// @ts-ignore: decorator
@inline
export function held(s: State, number: f64): f64 {
  const most = s.type == F32 ? MOST_F32 : s.type == F64 ? MOST_F64 : 1.8446744073709552e19;
  return number > -most ? (number < most ? number : most) : -most;
}
