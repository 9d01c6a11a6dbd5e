/** Numbers of one type in an array, as views and coders of `numbers` take them. */
import { about, bytesOf, countOf, eachRun, type Field, type NumberType } from './field.js';

/** Bits of numbers: of up to 32 in one array, of 64 in another. */
export type Values = Uint32Array | BigUint64Array;

/** Numbers of one type. */
export interface Column {
  readonly type: NumberType;
  /** Sizes of the array, outermost first. */
  readonly sizes: readonly number[];
  /** The bits of each number as they are. */
  readonly values: Values;
}

/** Room for n numbers of a type. */
export function valuesOf(type: NumberType, n: number): Values {
  return about(type).bits === 64 ? new BigUint64Array(n) : new Uint32Array(n);
}

/** Takes a field's numbers out of bytes. */
export function gather(bytes: Uint8Array, field: Field): Column {
  const values = valuesOf(field.type, countOf(field));
  const own = ownBytes(values);
  eachByte(field, values.BYTES_PER_ELEMENT, (at, to) => {
    own[to] = bytes[at] as number;
  });
  return { type: field.type, sizes: field.axes.map(({ count }) => count), values };
}

/** Puts a field's numbers where they are in bytes: the inverse of {@link gather}. */
export function scatter(bytes: Uint8Array, field: Field, values: Values): void {
  const own = ownBytes(values);
  eachByte(field, values.BYTES_PER_ELEMENT, (at, to) => {
    bytes[at] = own[to] as number;
  });
}

/** Where each byte of a field is, and where it goes among numbers that have so many bytes each. */
function eachByte(field: Field, step: number, visit: (at: number, to: number) => void): void {
  const width = bytesOf(field.type);
  let to = 0;
  eachRun(field, (from, count, stride) => {
    for (let i = 0, at = from; i < count; i++, at += stride, to += step) {
      for (let b = 0; b < width; b++) visit(at + (field.bigEndian ? width - 1 - b : b), to + b);
    }
  });
}

/** The memory of values, byte by byte; least significant first, as all machines have it that Node runs on. */
export function ownBytes(values: Values): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
