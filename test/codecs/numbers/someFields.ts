import fc from 'fast-check';
import { bytesOf, endOf, type Field, NUMBER_TYPES } from '../../../src/codecs/numbers/field.js';

/** Fields that are apart, and bytes that they are in. */
export interface Some {
  readonly fields: readonly Field[];
  readonly size: number;
}

/** One array with gaps, of axes in any order, by the bytes from where it begins. */
const oneField: fc.Arbitrary<Field> = fc
  .tuple(
    fc.constantFrom(...NUMBER_TYPES),
    fc.boolean(),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.nat(3)), { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([type, bigEndian, sizes, reversed]) => {
    let stride = bytesOf(type) as number;
    const axes = sizes.map(([count, gap]) => {
      const axis = { count, stride: stride + gap };
      stride = axis.stride * count;
      return axis;
    });
    return { name: '', offset: 0, type, bigEndian, axes: reversed ? axes : axes.reverse() };
  });

/** Fields one after another, with gaps. */
const inARow: fc.Arbitrary<Some> = fc
  .array(fc.tuple(oneField, fc.nat(7)), { maxLength: 4 })
  .map((some) => {
    let at = 0;
    const fields = some.map(([field, gap]) => {
      const placed = { ...field, offset: at + gap };
      at = endOf(placed);
      return placed;
    });
    return { fields, size: at + 3 };
  });

/** Columns of a table. */
const table: fc.Arbitrary<Some> = fc
  .tuple(
    fc.array(oneField, { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 1, max: 30 }),
    fc.nat(9),
  )
  .map(([columns, rows, from]) => {
    let at = 0;
    const fields = columns.map((column) => {
      const field = { ...column, offset: at };
      at = endOf(field);
      return field;
    });
    const row = at + 1;
    const whole = fields.map((field) => ({
      ...field,
      offset: from + field.offset,
      axes: [{ count: rows, stride: row }, ...field.axes],
    }));
    return { fields: whole, size: from + rows * row };
  });

/** Fields that are apart. */
export const anyFields: fc.Arbitrary<Some> = fc.oneof(inARow, table);

/** Where each number of a field begins, in the order of its axes. */
export function numbersAt({ offset, axes }: Field): number[] {
  return axes.reduce(
    (places, { count, stride }) =>
      places.flatMap((at) => Array.from({ length: count }, (_, i) => at + i * stride)),
    [offset],
  );
}

/** The bits of a number. */
export function bytesAt(bytes: Uint8Array, { type, bigEndian }: Field, at: number): bigint {
  const own = [...bytes.subarray(at, at + bytesOf(type))];
  if (!bigEndian) own.reverse();
  return own.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
