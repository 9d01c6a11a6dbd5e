import fc from 'fast-check';
import { type Column, type Values, valuesOf } from '../../../src/codecs/numbers/column.js';
import { about, NUMBER_TYPES, type NumberType } from '../../../src/codecs/numbers/field.js';
import { sizeOf } from '../../../src/codecs/numbers/views/bits.js';

/** Numbers whose bits are at the edge of what they are. */
const DOUBLES = [0, -0, 1, -1, 0.1, -2.5, 1e-310, 5e-324, 1.7e308, Infinity, -Infinity, 2 ** 53];
const SINGLE_BITS = [0x7fc00001, 0xff800001, 0x7f812345, 0x00000001, 0x80000000, 0x007fffff];
const LONG_BITS = [
  0x7ff0000000000001n,
  0xfff8000000abcdefn,
  0x7ff8000020000000n,
  0x8000000000000000n,
  0x7fffffffffffffffn,
  0xffffffffffffffffn,
  (1n << 53n) + 1n,
  -(1n << 60n),
  0x36a0000000000000n,
];

/** Bits of a double or of a single. */
export function bitsOf(value: number, type: 'f64' | 'f32'): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (type === 'f64') view.setFloat64(0, value);
  else view.setFloat32(4, value);
  return view.getBigUint64(0);
}

/** A column of these bits, modulo what the type holds; of one axis unless told. */
export function columnOf(
  type: NumberType,
  bits: readonly (bigint | number)[],
  sizes: readonly number[] = [bits.length],
): Column {
  const values = valuesOf(type, sizeOf(sizes));
  const own = bits.map((value) => BigInt.asUintN(about(type).bits, BigInt(value)));
  if (values instanceof BigUint64Array) values.set(own);
  else values.set(own.map(Number));
  return { type, sizes, values };
}

/** Columns of a type that views find hard, of 0 to 60 numbers. */
export function hardColumns(type: NumberType): fc.Arbitrary<Column> {
  const { bits, kind } = about(type);
  const any = fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
  const small = fc.integer({ min: -100, max: 100 }).map(BigInt);
  const stepped = fc.tuple(fc.nat(50), fc.constantFrom(1n, 7n, 1000n, 1n << 40n), any);
  const numbers = [
    fc.array(any, { maxLength: 60 }),
    fc.array(small, { maxLength: 60 }),
    fc.array(fc.constantFrom(...LONG_BITS, ...SINGLE_BITS.map(BigInt)), { maxLength: 60 }),
    fc.tuple(any, fc.nat(40)).map(([value, n]) => new Array<bigint>(n).fill(value)),
    stepped.map(([n, step, from]) =>
      Array.from({ length: n }, (_, i) => from + BigInt(i * i) * step),
    ),
    fc
      .array(any, { minLength: 1, maxLength: 4 })
      .chain((few) => fc.array(fc.constantFrom(...few), { minLength: 16, maxLength: 60 })),
    ...(type === 'f64' || type === 'f32' ? floats(type) : []),
  ];
  // Whatever the kind, some arrays are of two axes.
  return fc
    .tuple(fc.oneof(...numbers), fc.boolean())
    .map(([all, square]) =>
      square && all.length % 2 === 0 && kind !== 'float'
        ? columnOf(type, all, [all.length / 2, 2])
        : columnOf(type, all),
    );
}

/** Decimals with exceptions, edges, and singles among doubles. */
function floats(type: 'f64' | 'f32'): fc.Arbitrary<bigint[]>[] {
  const edge = fc.constantFrom(...DOUBLES, Number.NaN);
  const decimal = fc.tuple(fc.integer({ min: -99999, max: 99999 }), fc.nat(4));
  const mostly = fc.oneof(
    { weight: 9, arbitrary: decimal.map(([k, e]) => k / Number(`1e${e}`)) },
    { weight: 1, arbitrary: edge },
  );
  const single = fc.oneof(fc.float(), edge).map(Math.fround);
  return [mostly, edge, single].map((one) =>
    fc.array(one, { maxLength: 60 }).map((all) => all.map((value) => bitsOf(value, type))),
  );
}

/** A type and a column of it. */
export const anyColumn: fc.Arbitrary<Column> = fc
  .constantFrom(...NUMBER_TYPES, 'f64' as const, 'f64' as const, 'f32' as const)
  .chain(hardColumns);

/** The bits of all numbers. */
export function bitsIn(values: Values): bigint[] {
  return Array.from(values as never, (value: number | bigint) => BigInt(value));
}
