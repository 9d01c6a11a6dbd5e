import { unsuitable } from '../data/format.js';
import { arrayField } from './build.js';
import type { Field, Layout, NumberType } from './layout.js';
import { hasAt, type Reader, readerOf } from './reader.js';
import { fieldsOfRuns, type Placed } from './runs.js';

/** Words of a header: 45 integers, and 19 numbers; and bytes of it, with its length before and after. */
const [INTEGERS, REALS, HEADER] = [45, 19, 264];

/** Words of the header that matter, from 0: rows, numbers in a row, extra words, packing, and the type of the numbers. */
const [ROWS, COLUMNS, EXTRA, PACKING, TYPE] = [17, 18, 19, 20, 38];

/** Fields of the Met Office's post processing format, which Fortran writes: a header and a grid, each with its length. */
export const pp: Layout = {
  name: 'PP',
  detects: (start) => [false, true].some((bigEndian) => isHeader(start, bigEndian)),
  fieldsOf(start, size) {
    const bigEndian = isHeader(start, true);
    const reader = readerOf(start, 'PP', bigEndian);
    const end = size ?? reader.length;
    const records: Placed[] = [];
    for (let at = 0; at + HEADER + 8 <= reader.length; ) {
      if (reader.u32(at) !== HEADER - 8) break;
      const bytes = reader.u32(at + HEADER);
      if (at + HEADER + 8 + bytes > end) break;
      records.push({ at, fields: fieldsAt(reader, at, bytes, bigEndian) });
      at += HEADER + 8 + bytes;
    }
    if (records.length === 0) throw unsuitable('PP', 'it has no field that is whole');
    return fieldsOfRuns(records);
  },
};

/** Whether a header is there: its length before and after it, and a grid that fits the words. */
function isHeader(start: Uint8Array, bigEndian: boolean): boolean {
  const length = bigEndian ? [0, 0, 1, 0] : [0, 1, 0, 0];
  return hasAt(start, 0, length) && hasAt(start, HEADER - 4, length);
}

/** The fields of a header and of the grid after it, where that is not packed. */
function fieldsAt(reader: Reader, at: number, bytes: number, bigEndian: boolean): Field[] {
  const word = (i: number) => reader.i32(at + 4 + 4 * i);
  const header = [
    arrayField('header integers', 4, { type: 'i32', bigEndian }, [INTEGERS]),
    arrayField('header numbers', 4 + 4 * INTEGERS, { type: 'f32', bigEndian }, [REALS]),
  ];
  const type: NumberType = Math.abs(word(TYPE)) === 1 ? 'f32' : 'i32';
  const [rows, columns, extra] = [word(ROWS), word(COLUMNS), word(EXTRA)];
  const isPlain = word(PACKING) % 10 === 0 && rows > 0 && columns > 0 && extra >= 0;
  if (!isPlain || 4 * (rows * columns + extra) > bytes) return header;
  return [...header, arrayField('grid', HEADER + 4, { type, bigEndian }, [rows, columns])];
}
