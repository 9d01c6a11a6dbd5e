import { unsuitable } from '../data/format.js';
import { arrayField, tableFields } from './build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType } from './layout.js';
import { hasAt, type Reader, readerOf } from './reader.js';

/** Names of types, old and new. */
const TYPES: Readonly<Record<string, NumberType>> = {
  char: 'i8',
  int8: 'i8',
  uchar: 'u8',
  uint8: 'u8',
  short: 'i16',
  int16: 'i16',
  ushort: 'u16',
  uint16: 'u16',
  int: 'i32',
  int32: 'i32',
  uint: 'u32',
  uint32: 'u32',
  float: 'f32',
  float32: 'f32',
  double: 'f64',
  float64: 'f64',
};

/** Longest header that is read. */
const MAX_HEADER = 1 << 20;

/** A property of an element: a number, or a list with its count before it. */
interface Property {
  readonly name: string;
  readonly type: NumberType;
  readonly count?: NumberType;
}

interface Element {
  readonly name: string;
  readonly count: number;
  readonly properties: Property[];
}

/** Polygons and points of PLY in its binary forms. Lists are fields where all of an element are of one length. */
export const ply: Layout = {
  name: 'PLY',
  detects: (start) => hasAt(start, 0, 'ply\n') || hasAt(start, 0, 'ply\r\n'),
  fieldsOf(start, size) {
    const { elements, bigEndian, end } = readHeader(start);
    const reader = readerOf(start, 'PLY', bigEndian);
    const fields: Field[] = [];
    let at = end;
    for (const element of elements) {
      const { columns, rowBytes } = columnsOf(element, at, reader, bigEndian);
      const { next, isTable } = nextAfter(element, at, rowBytes, reader);
      const table = { offset: at, rows: element.count, rowBytes };
      if (isTable && rowBytes > 0) {
        for (const field of tableFields(columns, table, size)) fields.push(field);
      }
      if (next === undefined) break;
      at = next;
    }
    return fields;
  },
};

function readHeader(start: Uint8Array) {
  const text = Buffer.from(start.subarray(0, MAX_HEADER)).toString('latin1');
  const end = /^end_header[ \t]*\r?\n/m.exec(text);
  if (!end) throw bad('its header does not end');
  const [, order] = /^format binary_(little|big)_endian /m.exec(text.slice(0, end.index)) ?? [];
  if (!order) throw bad('its numbers are text');
  const elements: Element[] = [];
  for (const line of text.slice(0, end.index).split(/\r?\n/)) {
    const words = line.trim().split(/\s+/);
    if (words[0] === 'element') elements.push(elementOf(words));
    if (words[0] === 'property') elements.at(-1)?.properties.push(propertyOf(words));
  }
  return { elements, bigEndian: order === 'big', end: end.index + end[0].length };
}

function elementOf([, name = '', digits = '']: readonly string[]): Element {
  if (!/^\d{1,15}$/.test(digits)) throw bad(`element ${name}: ${digits} of them`);
  return { name, count: Number(digits), properties: [] };
}

function propertyOf(words: readonly string[]): Property {
  const isList = words[1] === 'list';
  const name = words.at(-1) ?? '';
  const type = TYPES[words[isList ? 3 : 1] ?? ''];
  const count = isList ? TYPES[words[2] ?? ''] : undefined;
  if (!type || (isList && !count)) throw bad(`property ${name}: its type is not known`);
  return count ? { name, type, count } : { name, type };
}

/** The columns of the element at a place, and its bytes. */
function columnsOf(element: Element, from: number, reader: Reader, bigEndian: boolean) {
  let at = from;
  const columns: Field[] = [];
  const add = (name: string, type: NumberType, sizes: readonly number[]) => {
    const named = `${element.name}.${name}`;
    columns.push(arrayField(named, at - from, { type, bigEndian }, sizes));
    at += sizes.reduce((a, b) => a * b, NUMBER_BYTES[type]);
  };
  const isThere = element.count > 0;
  for (const { name, type, count } of element.properties) {
    const length = count && isThere ? countAt(reader, at, count) : 0;
    if (count) add(`${name} count`, count, []);
    add(name, type, count ? [length] : []);
  }
  return { columns, rowBytes: at - from };
}

/** Where the elements end, unless lists are cut, or not all in the beginning of a file; and whether all are alike. */
function nextAfter(
  element: Element,
  from: number,
  rowBytes: number,
  reader: Reader,
): { next?: number; isTable: boolean } {
  const { count, properties } = element;
  if (properties.every((property) => !property.count)) {
    return { next: from + count * rowBytes, isTable: true };
  }
  let isTable = true;
  let at = from;
  for (let i = 0; i < count; i++) {
    for (const { type, count: of } of properties) {
      if (of && at + NUMBER_BYTES[of] > reader.length) return { isTable: false };
      const length = of ? countAt(reader, at, of) : 1;
      at += (of ? NUMBER_BYTES[of] : 0) + length * NUMBER_BYTES[type];
    }
    isTable &&= at === from + (i + 1) * rowBytes;
  }
  return { next: at, isTable };
}

/** A count of a list: what is below zero, or a fraction, is none. */
function countAt(reader: Reader, at: number, type: NumberType): number {
  const bytes = NUMBER_BYTES[type];
  if (bytes === 1) return reader.u8(at);
  if (bytes === 2) return reader.u16(at);
  if (bytes === 4 && type !== 'f32') return reader.u32(at);
  throw bad(`counts of type ${type}`);
}

function bad(message: string) {
  return unsuitable('PLY', message);
}
