// Logarithms and powers of two of doubles of any size, to single precision.

import { exp2Four, log2Four } from '../adaptivePrediction/four';

/** log2 of a positive number that is not infinite; of 0 what is below all. */
// @ts-ignore: decorator
@inline
export function log2Of(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  const exponent = <i32>((bits >> 52) & 0x7ff) - 1023;
  const fraction = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  return <f64>exponent + <f64>f32x4.extract_lane(log2Four(f32x4.splat(<f32>fraction)), 0);
}

/** 2^x, of x held within what normal numbers have. */
// @ts-ignore: decorator
@inline
export function exp2Of(x: f64): f64 {
  const clamped = x > -1000.0 ? (x < 1000.0 ? x : 1000.0) : -1000.0;
  const whole = nearest(clamped);
  const fraction = <f64>f32x4.extract_lane(exp2Four(f32x4.splat(<f32>(clamped - whole))), 0);
  return fraction * reinterpret<f64>((<u64>(<i64>whole + 1023)) << 52);
}
