/** Types of elements (section IV.A.2.d): numbers, strings, and compounds and arrays of them. */
import { unsuitable } from '../../data/format.js';
import { arrayField, dense, repeated } from '../build.js';
import { MAX_FIELDS } from '../check.js';
import type { Field, NumberType } from '../layout.js';
import type { Hdf5 } from './superblock.js';

/** A type: bytes of an element, what lies where in one, and where its description ends. */
export interface Datatype {
  readonly bytes: number;
  readonly fields: readonly Field[];
  readonly end: number;
}

const INTEGERS: Readonly<Record<number, readonly [NumberType, NumberType]>> = {
  1: ['u8', 'i8'],
  2: ['u16', 'i16'],
  3: ['u24', 'i24'],
  4: ['u32', 'i32'],
  8: ['u64', 'i64'],
};

/** Floats by their bytes and bits of exponent. */
const FLOATS: Readonly<Record<string, NumberType>> = {
  '2 5': 'f16',
  '2 8': 'bf16',
  '4 8': 'f32',
  '8 11': 'f64',
  '1 4': 'f8e4m3',
  '1 5': 'f8e5m2',
};

/** Classes, and bytes of their properties where those are always as many. */
const [FIXED, FLOAT, STRING, BITS, COMPOUND, ENUM, ARRAY] = [0, 1, 3, 4, 6, 8, 10];
const PROPERTIES: Readonly<Record<number, number>> = { 0: 4, 1: 12, 2: 2, 3: 0, 4: 4, 7: 0 };

/** How deep types may stand in each other, most axes of an array, letters of a name, and those that are kept. */
const [DEEPEST, MAX_RANK, LONGEST, MAX_NAME] = [16, 32, 1 << 12, 200];

/** The type that is described at a place. @throws CrayError DATA_INVALID */
export function datatypeAt(file: Hdf5, at: number, depth = 0): Datatype {
  const { reader } = file;
  file.step();
  if (depth > DEEPEST) throw bad('types that stand too deep in each other');
  const [kind, version] = [reader.u8(at) & 15, reader.u8(at) >> 4];
  const [flags, bytes] = [reader.u16(at + 1), reader.u32(at + 4)];
  const after = at + 8;
  if (kind === COMPOUND) return compoundAt(file, after, version, flags, bytes, depth);
  if (kind === ARRAY) return arrayAt(file, after, version, bytes, depth);
  // What an enumeration's values are called is of no matter, but ends nowhere that is said: no member follows it.
  if (kind === ENUM) return enumAt(file, after, version, flags, bytes, depth);
  const properties = PROPERTIES[kind];
  if (properties === undefined) return { bytes, fields: [], end: otherEnd(file, at, kind, depth) };
  const end = after + properties;
  const bigEndian = (flags & 1) === 1;
  if (kind === STRING) return { bytes, fields: textOf(bytes), end };
  const signed = flags & 8 ? 1 : 0;
  const exponent = kind === FLOAT ? reader.u8(after + 5) : 0;
  const isInteger = kind === FIXED || kind === BITS;
  const type = isInteger ? INTEGERS[bytes]?.[signed] : FLOATS[`${bytes} ${exponent}`];
  const isPlain = type !== undefined && !(kind === FLOAT && flags & 0x40);
  return { bytes, fields: isPlain ? [arrayField('', 0, { type, bigEndian }, [])] : [], end };
}

function textOf(bytes: number): Field[] {
  return bytes === 0 ? [] : [arrayField('', 0, { type: 'text', bigEndian: false }, [bytes])];
}

/** Where other types end: opaque ones have a tag, those of any length another type. */
function otherEnd(file: Hdf5, at: number, kind: number, depth: number): number {
  if (kind === 5) return at + 8 + file.reader.u8(at + 1);
  return kind === 9 ? datatypeAt(file, at + 8, depth + 1).end : at + 8;
}

/** Members: name, offset, in the first version the sizes of an array, and a type. */
function compoundAt(
  file: Hdf5,
  from: number,
  version: number,
  members: number,
  bytes: number,
  depth: number,
): Datatype {
  const fields: Field[] = [];
  let at = from;
  for (let i = 0; i < members; i++) {
    const name = nameAt(file, at, version);
    at = name.end;
    const width = version < 3 ? 4 : offsetBytes(bytes);
    const offset = numberAt(file, at, width);
    at += width;
    const sizes = version === 1 ? oldSizes(file, at) : [];
    if (version === 1) at += 28;
    const type = datatypeAt(file, at, depth + 1);
    at = type.end;
    for (const field of repeated(type.fields, offset, dense(sizes, type.bytes))) {
      fields.push({ ...field, name: field.name ? `${name.text}.${field.name}` : name.text });
    }
    if (fields.length > MAX_FIELDS) throw bad('too many members');
  }
  return { bytes, fields, end: at };
}

function oldSizes({ reader }: Hdf5, at: number): number[] {
  return Array.from({ length: Math.min(4, reader.u8(at)) }, (_, i) => reader.u32(at + 12 + 4 * i));
}

/** A name up to its zero, which in versions 1 and 2 fills up words of eight. */
function nameAt({ reader }: Hdf5, at: number, version: number): { text: string; end: number } {
  let zero = at;
  while (reader.u8(zero) !== 0) if (++zero - at > LONGEST) throw bad('a name without an end');
  const length = zero + 1 - at;
  const end = at + (version < 3 ? 8 * Math.ceil(length / 8) : length);
  return { text: reader.text(at, Math.min(length, MAX_NAME)), end };
}

/** Bytes that offsets in a compound of a size take. */
function offsetBytes(bytes: number): number {
  return bytes < 1 << 8 ? 1 : bytes < 1 << 16 ? 2 : bytes < 1 << 24 ? 3 : 4;
}

function numberAt({ reader }: Hdf5, at: number, width: number): number {
  return [...reader.bytes(at, width)].reduceRight((value, byte) => value * 256 + byte, 0);
}

function arrayAt(
  file: Hdf5,
  from: number,
  version: number,
  bytes: number,
  depth: number,
): Datatype {
  const { reader } = file;
  const rank = reader.u8(from);
  if (rank > MAX_RANK) throw bad(`arrays of ${rank} axes`);
  const at = from + (version < 3 ? 4 : 1);
  const sizes = Array.from({ length: rank }, (_, i) => reader.u32(at + 4 * i));
  const type = datatypeAt(file, at + 4 * rank * (version < 3 ? 2 : 1), depth + 1);
  if ((type.fields[0]?.axes.length ?? 0) > MAX_RANK) throw bad('arrays of too many axes');
  return { bytes, fields: repeated(type.fields, 0, dense(sizes, type.bytes)), end: type.end };
}

/** Named values: as their numbers. */
function enumAt(
  file: Hdf5,
  from: number,
  version: number,
  members: number,
  bytes: number,
  depth: number,
): Datatype {
  const type = datatypeAt(file, from, depth + 1);
  let at = type.end;
  for (let i = 0; i < members; i++) at = nameAt(file, at, version).end;
  return { bytes, fields: type.fields, end: at + members * type.bytes };
}

function bad(message: string) {
  return unsuitable('HDF5', message);
}
