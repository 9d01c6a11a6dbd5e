/** Tables of FITS: their columns. */

import { unsuitable } from '../../data/format.js';
import { counted } from '../../words.js';
import { arrayField, tableFields } from '../build.js';
import { type Field, NUMBER_BYTES, type NumberType } from '../layout.js';
import { type FitsHeader, sizeIn } from './header.js';

/** Letters of TFORM in binary tables, and numbers to an element; an array of any length is two of its place. */
const BINARY: Readonly<Record<string, readonly [NumberType, 1 | 2]>> = {
  L: ['u8', 1],
  B: ['u8', 1],
  I: ['i16', 1],
  J: ['i32', 1],
  K: ['i64', 1],
  A: ['text', 1],
  E: ['f32', 1],
  D: ['f64', 1],
  C: ['f32', 2],
  M: ['f64', 2],
  P: ['u32', 2],
  Q: ['u64', 2],
};

/** A table's columns; the heap after it is bytes. @param offset where the data begin. */
export function tableIn(
  header: FitsHeader,
  offset: number,
  prefix: string,
  size: number | undefined,
): Field[] {
  const [rowBytes, rows] = [sizeIn(header, 'NAXIS1'), sizeIn(header, 'NAXIS2')];
  if (rowBytes === 0) return [];
  const isText = header.cards.get('XTENSION') === 'TABLE';
  const columns = isText ? textColumns(header) : binaryColumns(header);
  const last = columns.at(-1)?.end ?? 0;
  if (last > rowBytes)
    throw unsuitable('FITS', `columns of ${counted(last, 'byte')}, and rows of ${rowBytes}`);
  const fields = columns.flatMap(({ field }) => field ?? []);
  const named = fields.map((field) => ({ ...field, name: prefix + field.name }));
  return tableFields(named, { offset, rows, rowBytes }, size);
}

/** A column, where it has numbers, and where it ends in a row. */
interface Column {
  readonly field: Field | undefined;
  readonly end: number;
}

function binaryColumns(header: FitsHeader): Column[] {
  const columns: Column[] = [];
  let at = 0;
  for (let i = 1; i <= columnsIn(header); i++) {
    const form = header.cards.get(`TFORM${i}`) ?? '';
    const [, digits, letter = ''] = /^(\d*)([A-Z])/.exec(form) ?? [];
    const repeat = digits ? Number(digits) : 1;
    const [type, components] = letter === 'X' ? (['u8', 1] as const) : (BINARY[letter] ?? []);
    if (!type || !components) throw unsuitable('FITS', `TFORM${i}: ${form} is not known`);
    const cells = letter === 'X' ? Math.ceil(repeat / 8) : repeat;
    const sizes = [...cellSizes(header, i, cells), ...(components === 1 ? [] : [components])];
    const end = at + cells * components * NUMBER_BYTES[type];
    const field = arrayField(nameIn(header, i), at, { type, bigEndian: true }, sizes);
    columns.push({ field: cells === 0 ? undefined : field, end });
    at = end;
  }
  return columns;
}

/** The axes of a cell, outermost first: as TDIM says, where that comes to as many. */
function cellSizes({ cards }: FitsHeader, column: number, cells: number): number[] {
  const sizes = [...(cards.get(`TDIM${column}`)?.matchAll(/\d+/g) ?? [])].map(Number).reverse();
  return sizes.length > 0 && sizes.reduce((a, b) => a * b) === cells ? sizes : [cells];
}

/** Columns of a table in letters: where each begins, and its width. */
function textColumns(header: FitsHeader): Column[] {
  const columns: Column[] = [];
  for (let i = 1; i <= columnsIn(header); i++) {
    const [, width = ''] = /^[AIFED](\d+)/.exec(header.cards.get(`TFORM${i}`) ?? '') ?? [];
    const at = sizeIn(header, `TBCOL${i}`) - 1;
    const kind = { type: 'text', bigEndian: false } as const;
    const field = arrayField(nameIn(header, i), at, kind, [Number(width)]);
    columns.push({ field, end: at + Number(width) });
  }
  return columns.sort((a, b) => a.end - b.end);
}

function columnsIn(header: FitsHeader): number {
  const columns = sizeIn(header, 'TFIELDS');
  if (columns > 999) throw unsuitable('FITS', `${columns} columns are absurd`);
  return columns;
}

function nameIn({ cards }: FitsHeader, column: number): string {
  return cards.get(`TTYPE${column}`) ?? `column ${column}`;
}
