/** Fields as formats have them: arrays in one piece, and the columns of tables. */
import { type Axis, type Field, NUMBER_BYTES, type NumberType } from './layout.js';

/** What a field is beside where it is. */
export interface Kind {
  readonly type: NumberType;
  readonly bigEndian: boolean;
}

/** Axes of an array without holes. @param sizes outermost first. */
export function dense(sizes: readonly number[], bytes: number): Axis[] {
  const axes: Axis[] = [];
  let stride = bytes;
  for (const count of [...sizes].reverse()) {
    axes.unshift({ count, stride });
    stride *= count;
  }
  return axes;
}

/** An array in one piece, its sizes outermost first. */
export function arrayField(
  name: string,
  offset: number,
  { type, bigEndian }: Kind,
  sizes: readonly number[],
): Field {
  return { name, offset, type, bigEndian, axes: dense(sizes, NUMBER_BYTES[type]) };
}

/** The fields of one thing, as they are where there are more of it one after another. */
export function repeated(
  fields: readonly Field[],
  offset: number,
  axes: readonly Axis[],
  prefix = '',
): Field[] {
  return fields.map((field) => ({
    ...field,
    name: prefix + field.name,
    offset: offset + field.offset,
    axes: [...axes, ...field.axes],
  }));
}

/** The columns of a table of records, as many as are whole. @param columns as they are in a record at 0. */
export function tableFields(
  columns: readonly Field[],
  { offset, rows, rowBytes }: { offset: number; rows: number; rowBytes: number },
  size: number | undefined,
): Field[] {
  const whole = Math.floor(((size ?? Number.POSITIVE_INFINITY) - offset) / rowBytes);
  const count = Math.max(0, Math.min(rows, whole));
  return repeated(columns, offset, [{ count, stride: rowBytes }]);
}
