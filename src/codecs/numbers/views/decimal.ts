import { type Column, valuesOf } from '../column.js';
import { corrupt, HALF, halvesOf, parameter, roomFor, sizeOf } from './bits.js';
import { divisorOf, exponentOf, floatsOf, integersOf, MOST_EXPONENT } from './overPowers.js';
import type { Parameters, Shape, View } from './view.js';

/**
 * Floats as integers over a power of ten or of two: v is the float nearest to k / 10^e. What is none, as a NaN or a minus
 * zero, is kept apart: a bit for each number says whether it is, and its own bits follow.
 * Parameters: 10 or 2, e, how many there are that are none.
 *
 * Source: Afroozeh, Kuffo and Boncz, "ALP: adaptive lossless floating-point compression" (2023), section 3.1, on decimals
 * in doubles; here k / 10^e is divided, which is exact where a product is not.
 */
export const decimal: View = {
  name: 'decimal',
  parameters: 3,
  propose(column) {
    if (column.type !== 'f64' && column.type !== 'f32') return [];
    return [10, 2].flatMap((base) => {
      const exponent = exponentOf(column, base);
      if (exponent === undefined) return [];
      const exceptions = integersOf(column, divisorOf(base, exponent)).exceptions.length;
      if (exceptions > MOST_EXCEPTIONS * column.values.length) return [];
      return [[BigInt(base), BigInt(exponent), BigInt(exceptions)]];
    });
  },
  shapes(shape, parameters) {
    const { type, sizes } = shape;
    const { exceptions } = read(shape, parameters);
    const integers: Shape = { type: 'i64', sizes };
    if (exceptions === 0) return [integers];
    return [
      integers,
      { type: 'u8', sizes: [Math.ceil(sizeOf(sizes) / 8)] },
      { type, sizes: [exceptions] },
    ];
  },
  apply(column, parameters) {
    const { divisor } = read(column, parameters);
    const { integers, exceptions } = integersOf(column, divisor);
    const first: Column = { type: 'i64', sizes: column.sizes, values: integers };
    if (exceptions.length === 0) return [first];
    const mask = new Uint32Array(Math.ceil(column.values.length / 8));
    const own = valuesOf(column.type, exceptions.length);
    exceptions.forEach((at, i) => {
      mask[at >> 3] = (mask[at >> 3] as number) | (1 << (at & 7));
      (own as { [i: number]: number | bigint })[i] = column.values[at] as number | bigint;
    });
    return [
      first,
      { type: 'u8', sizes: [mask.length], values: mask },
      { type: column.type, sizes: [own.length], values: own },
    ];
  },
  undo(shape, parameters, [integers, mask, own]) {
    const { divisor, exceptions } = read(shape, parameters);
    const from = halvesOf((integers as Column).values as BigUint64Array);
    const out = roomFor(shape);
    const floats = floatsOf(out);
    // A sum of two doubles is rounded once, as the integer is.
    for (let i = 0; i < floats.length; i++) {
      const high = (from[2 * i + 1] as number) | 0;
      floats[i] = (high * HALF + (from[2 * i] as number)) / divisor;
    }
    if (exceptions > 0) {
      let next = 0;
      for (let i = 0; i < out.length; i++) {
        if (!(((mask as Column).values[i >> 3] as number) & (1 << (i & 7)))) continue;
        if (next === exceptions) throw corrupt('more exceptions than there are');
        (out as { [i: number]: number | bigint })[i] = (own as Column).values[next++] as never;
      }
      if (next < exceptions) throw corrupt('fewer exceptions than there are');
    }
    return out;
  },
};

/** Numbers that may be none, of all. */
const MOST_EXCEPTIONS = 0.25;
function read({ type, sizes }: Shape, [base, exponent, exceptions]: Parameters) {
  if (type !== 'f64' && type !== 'f32') throw corrupt(`decimals of ${type}`);
  if (base !== 10n && base !== 2n) throw corrupt(`expected powers of 10 or 2, got ${base}`);
  const e = parameter(exponent, 0, MOST_EXPONENT[Number(base)] as number);
  return {
    divisor: divisorOf(Number(base), e),
    exceptions: parameter(exceptions, 0, sizeOf(sizes)),
  };
}
