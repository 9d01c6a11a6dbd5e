// Probabilities of a 1 that learn. A cell (u32) holds 22 bits of probability above a count of how
// often it was right or wrong, 10 bits: it moves by 1 / (count + 1.5) of the error, and as the count
// stops at a limit, never by less than that. A cell whose count is 1023 never moves.

const COUNT: i32 = 1023;

/** The cell moved towards the bit. The product stays below 2^31: |error| < 2^19, rate <= 5461. */
// @ts-ignore: decorator
@inline
export function learned(cell: u32, bit: u32, limit: i32): u32 {
  const count = <i32>cell & COUNT;
  const error = (<i32>(bit << 22) - <i32>(cell >> 10)) >> 3;
  const rate = count == COUNT ? 0 : 16384 / (2 * count + 3);
  return cell + (<u32>(error * rate) & ~COUNT) + u32(count < limit);
}

/**
 * Four cells moved towards the bit. Rates are divided in single precision: no quotient is nearer than
 * 1/2049 to the whole number above it, so what is cut off them is the same.
 */
// @ts-ignore: decorator
@inline
export function learnedFour(cells: v128, bit: u32, limit: i32): v128 {
  const counts = v128.and(cells, i32x4.splat(COUNT));
  const errors = i32x4.shr_s(i32x4.sub(i32x4.splat(bit << 22), i32x4.shr_u(cells, 10)), 3);
  const odd = i32x4.add(i32x4.add(counts, counts), i32x4.splat(3));
  const quotients = f32x4.div(f32x4.splat(16384), f32x4.convert_i32x4_s(odd));
  const moves = i32x4.eq(counts, i32x4.splat(COUNT));
  const rates = v128.andnot(i32x4.trunc_sat_f32x4_s(quotients), moves);
  const moved = i32x4.add(cells, v128.and(i32x4.mul(errors, rates), i32x4.splat(~COUNT)));
  return i32x4.sub(moved, i32x4.lt_s(counts, i32x4.splat(limit)));
}
