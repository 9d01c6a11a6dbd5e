/** What lies where in a file of numbers: fields, and formats of files that say them. */

/** How a number is written. Text is bytes of strings of a fixed length, whose axis is the last. */
export type NumberType =
  | 'u8'
  | 'i8'
  | 'u16'
  | 'i16'
  | 'u24'
  | 'i24'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'i64'
  | 'f16'
  | 'bf16'
  | 'f32'
  | 'f64'
  | 'f8e4m3'
  | 'f8e5m2'
  | 'text';

/** Along one axis: how many, and how many bytes from one to the next. */
export interface Axis {
  readonly count: number;
  readonly stride: number;
}

/** Numbers of one type in a file. */
export interface Field {
  readonly name: string;
  /** Where the first of them begins. */
  readonly offset: number;
  readonly type: NumberType;
  readonly bigEndian: boolean;
  /** Outermost first: each stride spans all that is within. None for a single number. */
  readonly axes: readonly Axis[];
}

/** What a format says of its files. */
export interface Layout {
  /** Its name for people: "NumPy array". */
  readonly name: string;
  /** Whether a file seems to be of the format that starts so. */
  detects(start: Uint8Array): boolean;
  /**
   * The fields of a file; what no field has is bytes. They need not be sound: who asks has them checked.
   *
   * @param start the beginning of the file, all of it where it is not larger than 512 MiB.
   * @param size of the file in bytes, where it is known.
   * @throws CrayError DATA_INVALID for a header that is damaged, or lies.
   */
  fieldsOf(start: Uint8Array, size: number | undefined): readonly Field[];
}

/** Bytes of a number. */
export const NUMBER_BYTES: Readonly<Record<NumberType, number>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u24: 3,
  i24: 3,
  u32: 4,
  i32: 4,
  u64: 8,
  i64: 8,
  f16: 2,
  bf16: 2,
  f32: 4,
  f64: 8,
  f8e4m3: 1,
  f8e5m2: 1,
  text: 1,
};

/** Bytes from the first of a field to its last, holes included. */
export function spanOf({ type, axes }: Pick<Field, 'type' | 'axes'>): number {
  return axes.reduce((sum, { count, stride }) => sum + (count - 1) * stride, NUMBER_BYTES[type]);
}

/** How many numbers a field has. */
export function numbersIn({ axes }: Pick<Field, 'axes'>): number {
  return axes.reduce((product, { count }) => product * count, 1);
}
