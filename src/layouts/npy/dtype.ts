/** Types of NumPy's arrays, as their headers and pickles name them. */
import { unsuitable } from '../../data/format.js';
import { arrayField, dense, repeated } from '../build.js';
import { MAX_FIELDS } from '../check.js';
import type { Field, NumberType } from '../layout.js';
import type { Literal } from './literal.js';

/** A type of elements: their bytes, and what lies where in one. */
export interface Dtype {
  readonly bytes: number;
  readonly fields: readonly Field[];
}

/** Numbers by their letter and bytes; complex numbers are two of a half. */
const NUMBERS: Readonly<Record<string, NumberType>> = {
  b1: 'u8',
  B1: 'u8',
  u1: 'u8',
  i1: 'i8',
  u2: 'u16',
  i2: 'i16',
  u4: 'u32',
  i4: 'i32',
  u8: 'u64',
  i8: 'i64',
  f2: 'f16',
  f4: 'f32',
  f8: 'f64',
  M8: 'i64',
  m8: 'i64',
};

/** Bytes of a character of a string of type U. */
const CHARACTER = 4;

/** Letters of a name that are kept; most axes of arrays in arrays, which are twice what NumPy can have. */
const [MAX_NAME, MAX_RANK] = [200, 128];

/** What a type says of itself: "<f4", a list of columns, or names and formats. @throws CrayError DATA_INVALID */
export function dtypeOf(descr: Literal): Dtype {
  if (typeof descr === 'string') return plainType(descr);
  if (descr instanceof Map) return named(descr);
  if (!Array.isArray(descr)) throw bad(descr);
  let bytes = 0;
  const fields: Field[] = [];
  // A type and a shape, in the place of a type alone.
  if (typeof descr[0] === 'string' && descr.length === 2) return shaped(descr[0], descr[1]);
  for (const column of descr) {
    if (!Array.isArray(column) || column.length < 2 || column.length > 3) throw bad(column);
    const type = column.length === 3 ? shaped(column[1], column[2]) : dtypeOf(column[1] ?? null);
    for (const field of placed(type, nameOf(column[0]), bytes)) fields.push(field);
    bytes += type.bytes;
    if (fields.length > MAX_FIELDS) throw unsuitable('NumPy array', 'it has too many columns');
  }
  return { bytes, fields };
}

/** Columns by their names and offsets: {'names': [...], 'formats': [...], 'offsets': [...], 'itemsize': n}. */
function named(descr: Map<Literal, Literal>): Dtype {
  const [names, formats, offsets] = ['names', 'formats', 'offsets'].map((key) => descr.get(key));
  const itemsize = descr.get('itemsize');
  if (!Array.isArray(names) || !Array.isArray(formats)) throw bad(names);
  let bytes = 0;
  const fields = names.flatMap((name, i) => {
    const type = dtypeOf(formats[i] ?? null);
    const offset = Array.isArray(offsets) ? Number(offsets[i]) : bytes;
    bytes = Math.max(bytes, offset + type.bytes);
    return placed(type, nameOf(name), offset);
  });
  return { bytes: typeof itemsize === 'number' ? itemsize : bytes, fields };
}

/** The fields of a column. */
function placed(type: Dtype, name: string, offset: number): Field[] {
  return repeated(type.fields, offset, []).map((field) => ({
    ...field,
    name: field.name === '' ? name : `${name}.${field.name}`,
  }));
}

/** A name, or the second of a title and a name. */
function nameOf(name: Literal | undefined): string {
  return String(Array.isArray(name) ? name[1] : name).slice(0, MAX_NAME);
}

/** So many of a type in each element. */
function shaped(descr: Literal | undefined, shape: Literal | undefined): Dtype {
  const type = dtypeOf(descr ?? null);
  const sizes = (Array.isArray(shape) ? shape : [shape]).map(Number);
  const rank = type.fields.reduce((most, { axes }) => Math.max(most, axes.length), sizes.length);
  if (rank > MAX_RANK - sizes.length) throw bad(`${descr} of ${rank} axes`);
  const bytes = sizes.reduce((a, b) => a * b, type.bytes);
  return { bytes, fields: repeated(type.fields, 0, dense(sizes, type.bytes)) };
}

/** A type by its letter: void is no numbers, and a string of characters of four bytes text in every fourth. */
function plainType(name: string): Dtype {
  const [, order, letter = '', digits] =
    /^([<>|=]?)([a-zA-Z?])(\d*)(?:\[[\w/]*\])?$/.exec(name) ?? [];
  const bigEndian = order === '>';
  const bytes = letter === '?' ? 1 : Number(digits);
  const one = (type: NumberType, count: number): Dtype => {
    const sizes = count === 1 ? [] : [count];
    return { bytes, fields: [arrayField('', 0, { type, bigEndian }, sizes)] };
  };
  const number = letter === '?' ? 'u8' : NUMBERS[`${letter}${bytes}`];
  const half = NUMBERS[`f${bytes / 2}`];
  if (number) return one(number, 1);
  if (letter === 'c' && half) return one(half, 2);
  // Extended precision: 10 bytes and six zeros, or what else a machine has.
  if (letter === 'f' && bytes === 16) return one('u64', 2);
  if (letter === 'c' && bytes === 32) return one('u64', 4);
  if (letter === 'V' && digits) return { bytes, fields: [] };
  if ((letter === 'S' || letter === 'a') && digits) return { bytes, fields: text(bytes, 1, 0) };
  if (letter === 'U' && digits) return characters(bytes, bigEndian);
  throw bad(name);
}

/** A string of characters of four bytes: what is a letter, and what nearly always is zero. */
function characters(count: number, bigEndian: boolean): Dtype {
  const axes = [{ count, stride: CHARACTER }];
  const rest: Field = { name: 'high', offset: bigEndian ? 0 : 1, type: 'u24', bigEndian, axes };
  return {
    bytes: count * CHARACTER,
    fields: count === 0 ? [] : [...text(count, CHARACTER, bigEndian ? CHARACTER - 1 : 0), rest],
  };
}

function text(count: number, stride: number, offset: number): Field[] {
  if (count === 0) return [];
  return [{ name: '', offset, type: 'text', bigEndian: false, axes: [{ count, stride }] }];
}

function bad(what: unknown) {
  return unsuitable('NumPy array', `type ${JSON.stringify(what)?.slice(0, 100)} is not known`);
}
