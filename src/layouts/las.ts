import { unsuitable } from '../data/format.js';
import { counted } from '../words.js';
import { arrayField, tableFields } from './build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType, spanOf } from './layout.js';
import { hasAt, type Reader, readerOf } from './reader.js';

/** Columns of a record, one after another, by name and type. */
type Columns = readonly (readonly [name: string, type: NumberType])[];

const POSITION: Columns = [
  ['x', 'i32'],
  ['y', 'i32'],
  ['z', 'i32'],
  ['intensity', 'u16'],
];

/** Formats 0 to 5 begin with 20 bytes, 6 to 10 with 30; bits that share a byte stay together. */
const SHORT: Columns = [
  ...POSITION,
  ['returns', 'u8'],
  ['classification', 'u8'],
  ['scan angle', 'i8'],
  ['user data', 'u8'],
  ['point source', 'u16'],
];

const LONG: Columns = [
  ...POSITION,
  ['returns', 'u8'],
  ['flags', 'u8'],
  ['classification', 'u8'],
  ['user data', 'u8'],
  ['scan angle', 'i16'],
  ['point source', 'u16'],
  ['time', 'f64'],
];

const TIME: Columns = [['time', 'f64']];

const COLOUR: Columns = [
  ['red', 'u16'],
  ['green', 'u16'],
  ['blue', 'u16'],
];

const INFRARED: Columns = [['infrared', 'u16']];

const WAVE: Columns = [
  ['wave descriptor', 'u8'],
  ['wave offset', 'u64'],
  ['wave bytes', 'u32'],
  ['wave location', 'f32'],
  ['wave x', 'f32'],
  ['wave y', 'f32'],
  ['wave z', 'f32'],
];

/** Point data record formats 0 to 10 (LAS 1.4 R15, section 2.6). */
const FORMATS: readonly Columns[] = [
  SHORT,
  [...SHORT, ...TIME],
  [...SHORT, ...COLOUR],
  [...SHORT, ...TIME, ...COLOUR],
  [...SHORT, ...TIME, ...WAVE],
  [...SHORT, ...TIME, ...COLOUR, ...WAVE],
  LONG,
  [...LONG, ...COLOUR],
  [...LONG, ...COLOUR, ...INFRARED],
  [...LONG, ...WAVE],
  [...LONG, ...COLOUR, ...INFRARED, ...WAVE],
];

/** Types of extra bytes from 1 on; 11 to 20 are pairs of them, 21 to 30 three. */
const EXTRA: readonly NumberType[] = [
  'u8',
  'i8',
  'u16',
  'i16',
  'u32',
  'i32',
  'u64',
  'i64',
  'f32',
  'f64',
];

/** Bytes of the header of a variable length record, and of an entry of the one that describes extra bytes. */
const [VLR_HEADER, EXTRA_ENTRY] = [54, 192];

/** Point clouds of the ASPRS, LAS 1.0 to 1.4, which are not compressed. */
export const las: Layout = {
  name: 'LAS',
  detects: (start) => hasAt(start, 0, 'LASF') && start[24] === 1,
  fieldsOf(start, size) {
    const reader = readerOf(start, 'LAS', false);
    const [minor, offset, format, rowBytes] = [
      reader.u8(25),
      reader.u32(96),
      reader.u8(104),
      reader.u16(105),
    ];
    const known = FORMATS[format];
    if (!known) throw bad(`point format ${format} is not known, or compressed`);
    const columns = oneAfterAnother(known);
    const from = endOf(columns);
    if (rowBytes < from)
      throw bad(`records of ${counted(rowBytes, 'byte')}, and ${counted(from, 'byte')} of columns`);
    const rows = minor >= 4 ? reader.u64(247) : reader.u32(107);
    if (offset < reader.u16(94)) throw bad(`points at byte ${offset}, within the header`);
    const extra = extraColumns(reader, from, rowBytes);
    return tableFields([...columns, ...extra], { offset, rows, rowBytes }, size);
  },
};

function oneAfterAnother(columns: Columns): Field[] {
  let at = 0;
  return columns.map(([name, type]) => {
    const offset = at;
    at += NUMBER_BYTES[type];
    return { name, offset, type, bigEndian: false, axes: [] };
  });
}

function endOf(columns: readonly Field[]): number {
  const last = columns.at(-1);
  return last ? last.offset + spanOf(last) : 0;
}

/** The columns after those of the format: as a variable length record describes them, else as bytes, each a column. */
function extraColumns(reader: Reader, from: number, rowBytes: number): Field[] {
  const columns: Field[] = [];
  const add = (name: string, type: NumberType, count: number) => {
    const offset = endOf(columns) || from;
    const bytes = NUMBER_BYTES[type] * count;
    if (offset + bytes > rowBytes) return false;
    const sizes = count === 1 ? [] : [count];
    return columns.push(arrayField(name, offset, { type, bigEndian: false }, sizes));
  };
  for (const entry of extraEntries(reader)) {
    const code = reader.u8(entry + 2);
    const type = EXTRA[(code - 1) % EXTRA.length];
    const known = code > 0 && code <= 3 * EXTRA.length ? type : undefined;
    const count = known ? Math.ceil(code / EXTRA.length) : reader.u8(entry + 3);
    if (count > 0 && !add(reader.text(entry + 4, 32), known ?? 'u8', count)) break;
  }
  const rest = rowBytes - (endOf(columns) || from);
  if (rest > 0) add('extra bytes', 'u8', rest);
  return columns;
}

/** Where the entries are that describe extra bytes. */
function extraEntries(reader: Reader): number[] {
  const entries: number[] = [];
  let [at, left] = [reader.u16(94), reader.u32(100)];
  for (; left > 0 && at + VLR_HEADER <= reader.length; left--) {
    const [bytes, from] = [reader.u16(at + 20), at + VLR_HEADER];
    const isExtra = reader.u16(at + 18) === 4 && reader.text(at + 2, 16) === 'LASF_Spec';
    for (let i = 0; isExtra && i + EXTRA_ENTRY <= bytes; i += EXTRA_ENTRY) entries.push(from + i);
    at = from + bytes;
  }
  return entries.filter((entry) => entry + EXTRA_ENTRY <= reader.length);
}

function bad(message: string) {
  return unsuitable('LAS', message);
}
