// Exponentials and logarithms of four singles at a time, good to about 1e-6: enough for what adapts
// to its own errors. In a fixed order of IEEE operations.

/** 2^x at four places, x held within [-126, 126]. */
// @ts-ignore: decorator
@inline
export function exp2Four(x: v128): v128 {
  const held = f32x4.pmax(f32x4.splat(-126.0), f32x4.pmin(f32x4.splat(126.0), x));
  const whole = f32x4.nearest(held);
  const f = f32x4.sub(held, whole);
  // Taylor's series of 2^f on [-1/2, 1/2].
  let p = f32x4.splat(0.00133335581);
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.00961812911));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.0555041087));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.240226507));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(0.693147181));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1.0));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** log2 of four positive normal singles. */
// @ts-ignore: decorator
@inline
export function log2Four(x: v128): v128 {
  // x = 2^e m with m in [sqrt(1/2), sqrt(2)), and log m = 2 artanh((m - 1) / (m + 1)).
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const e = i32x4.shr_s(shifted, 23);
  const m = i32x4.sub(x, i32x4.shl(e, 23));
  const z = f32x4.div(f32x4.sub(m, f32x4.splat(1.0)), f32x4.add(m, f32x4.splat(1.0)));
  const s = f32x4.mul(z, z);
  let p = f32x4.splat(0.412198583);
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.577078016));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.961796694));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.88539008));
  return f32x4.add(f32x4.convert_i32x4_s(e), f32x4.mul(p, z));
}

/** The sum of four singles, pairs first. */
// @ts-ignore: decorator
@inline
export function sumFour(x: v128): f32 {
  return (
    f32x4.extract_lane(x, 0) +
    f32x4.extract_lane(x, 1) +
    (f32x4.extract_lane(x, 2) + f32x4.extract_lane(x, 3))
  );
}
