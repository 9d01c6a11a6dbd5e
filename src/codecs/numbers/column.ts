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
  const [own, step] = [ownBytes(values), values.BYTES_PER_ELEMENT];
  let to = 0;
  eachRun(field, (from, count, stride) => {
    if (isAlike(field, step, stride)) own.set(bytes.subarray(from, from + count * step), to);
    else
      eachPlane(field, (b, place) => copy(bytes, from + place, stride, own, to + b, step, count));
    to += count * step;
  });
  return { type: field.type, sizes: field.axes.map(({ count }) => count), values };
}

/** Puts a field's numbers where they are in bytes: the inverse of {@link gather}. */
export function scatter(bytes: Uint8Array, field: Field, values: Values): void {
  const [own, step] = [ownBytes(values), values.BYTES_PER_ELEMENT];
  let at = 0;
  eachRun(field, (to, count, stride) => {
    if (isAlike(field, step, stride)) bytes.set(own.subarray(at, at + count * step), to);
    else eachPlane(field, (b, place) => copy(own, at + b, step, bytes, to + place, stride, count));
    at += count * step;
  });
}

/** Whether a run of a field has its bytes as values have them. */
function isAlike({ type, bigEndian }: Field, step: number, stride: number): boolean {
  return stride === step && bytesOf(type) === step && !bigEndian;
}

/** The bytes of a number, the least significant first, and their places in the field. */
function eachPlane(
  { type, bigEndian }: Field,
  visit: (plane: number, place: number) => void,
): void {
  const width = bytesOf(type);
  for (let b = 0; b < width; b++) visit(b, bigEndian ? width - 1 - b : b);
}

/** Copies bytes that are so far apart. */
function copy(
  from: Uint8Array,
  at: number,
  apart: number,
  to: Uint8Array,
  place: number,
  step: number,
  count: number,
): void {
  for (let i = 0; i < count; i++, at += apart, place += step) to[place] = from[at] as number;
}

/** The memory of values, byte by byte; least significant first, as all machines have it that Node runs on. */
export function ownBytes(values: Values): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
