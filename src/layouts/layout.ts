/** What lies where in a file of numbers: fields, and formats of files that say them. */

import { bytesOf, type Field, NUMBER_TYPES, type NumberType } from '../codecs/numbers/field.js';

export type { Axis, Field, NumberType } from '../codecs/numbers/field.js';

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
export const NUMBER_BYTES = Object.fromEntries(
  NUMBER_TYPES.map((type) => [type, bytesOf(type)]),
) as Readonly<Record<NumberType, number>>;

/** Bytes from the first of a field to its last, holes included. */
export function spanOf({ type, axes }: Pick<Field, 'type' | 'axes'>): number {
  return axes.reduce((sum, { count, stride }) => sum + (count - 1) * stride, NUMBER_BYTES[type]);
}

/** How many numbers a field has. */
export function numbersIn({ axes }: Pick<Field, 'axes'>): number {
  return axes.reduce((product, { count }) => product * count, 1);
}
