import { unsuitable } from '../data/format.js';
import { arrayField } from './build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType } from './layout.js';
import { hasAt, type Reader, readerOf } from './reader.js';

/** Types of data elements by their number (MAT-File Format, version 5). */
const TYPES: Readonly<Record<number, NumberType>> = {
  1: 'i8',
  2: 'u8',
  3: 'i16',
  4: 'u16',
  5: 'i32',
  6: 'u32',
  7: 'f32',
  9: 'f64',
  12: 'i64',
  13: 'u64',
  16: 'text',
  17: 'u16',
  18: 'u32',
};

const MATRIX = 14;

/** Classes of matrices: cells, structures and objects hold others; sparse ones have indices before the numbers. */
const [CELL, OBJECT, SPARSE] = [1, 3, 5];

/** Where the elements begin, and how deep they may stand in each other. */
const [HEADER, DEEPEST] = [128, 16];

/** A data element: its type, where its data are, and where the next one begins. */
interface Element {
  readonly type: number;
  readonly at: number;
  readonly bytes: number;
  readonly next: number;
}

/** Arrays of MATLAB's files of version 5, but for those that are compressed. */
export const matlab: Layout = {
  name: 'MAT-file',
  detects: (start) =>
    hasAt(start, 0, 'MATLAB 5.0') && (hasAt(start, 126, 'IM') || hasAt(start, 126, 'MI')),
  fieldsOf(start) {
    const bigEndian = hasAt(start, 126, 'MI');
    const reader = readerOf(start, 'MAT-file', bigEndian);
    const fields: Field[] = [];
    for (let at = HEADER; at + 8 <= reader.length; ) {
      const element = elementAt(reader, at);
      if (element.type === MATRIX) addMatrix(reader, element, '', fields, 0, reader.length);
      at = element.next;
    }
    return fields.map((field) => ({ ...field, bigEndian }));
  },
};

/** A tag of eight bytes, or of four with as many bytes of data after it. */
function elementAt(reader: Reader, at: number): Element {
  const first = reader.u32(at);
  const small = first >>> 16;
  if (small > 0)
    return { type: first & 0xffff, at: at + 4, bytes: Math.min(4, small), next: at + 8 };
  const bytes = reader.u32(at + 4);
  // Elements fill up words of eight, but for those that are compressed.
  const padded = first === 15 ? bytes : 8 * Math.ceil(bytes / 8);
  return { type: first, at: at + 8, bytes, next: at + 8 + padded };
}

/** The numbers of a matrix, and of those in it. */
function addMatrix(
  reader: Reader,
  matrix: Element,
  prefix: string,
  fields: Field[],
  depth: number,
  limit: number,
): void {
  if (matrix.bytes === 0) return;
  if (depth > DEEPEST) throw unsuitable('MAT-file', 'its cells stand too deep in each other');
  const end = Math.min(matrix.at + matrix.bytes, limit);
  const flags = elementAt(reader, matrix.at);
  const kind = reader.u32(flags.at) & 0xff;
  const sizes = elementAt(reader, flags.next);
  const name = elementAt(reader, sizes.next);
  const said = prefix + (reader.text(name.at, Math.min(name.bytes, 64)) || 'values');
  const shape = Array.from({ length: Math.min(64, sizes.bytes / 4) }, (_, i) =>
    reader.u32(sizes.at + 4 * i),
  ).reverse();
  for (let at = name.next; at + 8 <= end; ) {
    const element = elementAt(reader, at);
    const holds = kind >= CELL && kind <= OBJECT && element.type === MATRIX;
    if (holds) addMatrix(reader, element, `${said}.`.slice(-200), fields, depth + 1, end);
    const type = TYPES[element.type];
    const isNames = kind === CELL + 1 || kind === OBJECT;
    if (type && !(isNames && element.type !== MATRIX)) {
      fields.push(numbersOf(element, type, said, kind === SPARSE ? [] : shape));
    }
    at = element.next;
  }
}

/** The numbers of an element, of the shape where they are as many. */
function numbersOf({ at, bytes }: Element, type: NumberType, name: string, shape: number[]): Field {
  const count = Math.floor(bytes / NUMBER_BYTES[type]);
  const isShape = shape.reduce((a, b) => a * b, 1) === count;
  return arrayField(name, at, { type, bigEndian: false }, isShape ? shape : [count]);
}
