/** The header of a file of netCDF's classic formats (the NetCDF Classic Format Specification, and CDF-5). */
import { unsuitable } from '../../data/format.js';
import { NUMBER_BYTES, type NumberType } from '../layout.js';
import { type Reader, readerOf } from '../reader.js';

/** A variable. */
export interface Variable {
  readonly name: string;
  readonly type: NumberType;
  /** Its sizes, outermost first, without that of records. */
  readonly sizes: readonly number[];
  readonly isRecord: boolean;
  readonly begin: number;
}

export interface NetcdfHeader {
  /** How many records there are; undefined where the file does not say. */
  readonly records: number | undefined;
  readonly variables: readonly Variable[];
}

const TYPES: readonly (NumberType | undefined)[] = [
  undefined,
  'i8',
  'text',
  'i16',
  'i32',
  'f32',
  'f64',
  'u8',
  'u16',
  'u32',
  'i64',
  'u64',
];

/** What the lists begin with. */
const [DIMENSIONS, VARIABLES, ATTRIBUTES] = [10, 11, 12];

/** Most axes of a variable. */
const MAX_RANK = 1024;

/** Numbers of a header, one after another. */
interface Cursor {
  readonly reader: Reader;
  readonly version: number;
  at: number;
}

/** @throws CrayError DATA_INVALID */
export function readNetcdf(start: Uint8Array): NetcdfHeader {
  const reader = readerOf(start, 'netCDF', true);
  const cursor = { reader, version: reader.u8(3), at: 4 };
  const records = takeCount(cursor);
  const streaming = cursor.version === 5 ? undefined : 0xffffffff;
  const dimensions = takeList(cursor, DIMENSIONS, () => {
    takeName(cursor);
    return takeCount(cursor);
  });
  takeAttributes(cursor);
  const variables = takeList(cursor, VARIABLES, () => takeVariable(cursor, dimensions));
  return {
    records: records === streaming ? undefined : records,
    variables: variables.flatMap((variable) => variable ?? []),
  };
}

function takeVariable(cursor: Cursor, dimensions: readonly number[]): Variable | undefined {
  const name = takeName(cursor);
  const rank = takeCount(cursor);
  if (rank > MAX_RANK) throw unsuitable('netCDF', `${name}: ${rank} axes are absurd`);
  const all = Array.from({ length: rank }, () => {
    const size = dimensions[takeCount(cursor)];
    if (size === undefined) throw unsuitable('netCDF', `${name}: an axis is not known`);
    return size;
  });
  takeAttributes(cursor);
  const type = TYPES[take4(cursor)];
  takeCount(cursor);
  const begin = cursor.version === 1 ? take4(cursor) : take8(cursor);
  const isRecord = all[0] === 0;
  const sizes = isRecord ? all.slice(1) : all;
  return type && { name, type, sizes, isRecord, begin };
}

function takeAttributes(cursor: Cursor): void {
  takeList(cursor, ATTRIBUTES, () => {
    takeName(cursor);
    const type = TYPES[take4(cursor)];
    if (!type) throw unsuitable('netCDF', 'an attribute is of no type that is known');
    skip(cursor, takeCount(cursor) * NUMBER_BYTES[type]);
  });
}

/** A list: what it is of, how many, and each. */
function takeList<T>(cursor: Cursor, tag: number, each: () => T): T[] {
  const [found, count] = [take4(cursor), takeCount(cursor)];
  if (found !== tag && (found !== 0 || count !== 0)) {
    throw unsuitable('netCDF', `a list of kind ${found}, where ${tag} has to be`);
  }
  const list: T[] = [];
  for (let i = 0; i < count; i++) list.push(each());
  return list;
}

function takeName(cursor: Cursor): string {
  const bytes = takeCount(cursor);
  const from = cursor.at;
  skip(cursor, bytes);
  return cursor.reader.text(from, Math.min(bytes, 200));
}

/** Goes over bytes that fill up words of four. */
function skip(cursor: Cursor, bytes: number): void {
  cursor.at += 4 * Math.ceil(bytes / 4);
  if (cursor.at > cursor.reader.length)
    throw unsuitable('netCDF', 'the file ends within its header');
}

/** How many: in four bytes, in CDF-5 in eight. */
function takeCount(cursor: Cursor): number {
  return cursor.version === 5 ? take8(cursor) : take4(cursor);
}

function take4(cursor: Cursor): number {
  cursor.at += 4;
  return cursor.reader.u32(cursor.at - 4);
}

function take8(cursor: Cursor): number {
  cursor.at += 8;
  return cursor.reader.u64(cursor.at - 8);
}
