import { unsuitable } from '../../data/format.js';
import { arrayField, repeated } from '../build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType } from '../layout.js';
import { hasAt, readerOf } from '../reader.js';
import { BLOCK, type FitsHeader, headerAt, sizeIn, sizesIn } from './header.js';
import { tableIn } from './tables.js';

/** Types of images by BITPIX. */
const TYPES: Readonly<Record<string, NumberType>> = {
  8: 'u8',
  16: 'i16',
  32: 'i32',
  64: 'i64',
  [-32]: 'f32',
  [-64]: 'f64',
};

/** Most headers, each with its data, that are looked at. */
const MAX_UNITS = 1 << 14;

/** FITS 4.0: images, random groups and tables. Images compressed by tiles are bytes. */
export const fits: Layout = {
  name: 'FITS',
  detects: (start) => hasAt(start, 0, 'SIMPLE  ='),
  fieldsOf(start, size) {
    const reader = readerOf(start, 'FITS', true);
    const fields: Field[] = [];
    for (let [at, i] = [0, 0]; i < MAX_UNITS && (i === 0 || hasAt(start, at, 'XTENSION')); i++) {
      const header = headerAt(reader, at);
      const { end, cards } = header;
      const name = cards.get('EXTNAME') || `unit ${i + 1}`;
      for (const field of unitFields(header, name, size)) fields.push(field);
      at = end + BLOCK * Math.ceil(dataBytes(header) / BLOCK);
    }
    return fields;
  },
};

/** The fields of a header and its data. */
function unitFields(header: FitsHeader, name: string, size: number | undefined): Field[] {
  const { cards, end } = header;
  const extension = cards.get('XTENSION') ?? 'IMAGE';
  if (extension === 'BINTABLE' || extension === 'TABLE') {
    return cards.get('ZIMAGE') === 'T' ? [] : tableIn(header, end, `${name}.`, size);
  }
  if (extension !== 'IMAGE') return [];
  const kind = { type: typeIn(header), bigEndian: true };
  const sizes = sizesIn(header);
  if (cards.get('GROUPS') === 'T' && sizes.at(-1) === 0) {
    const parameters = sizeIn(header, 'PCOUNT', 0);
    const bytes = NUMBER_BYTES[kind.type];
    const group = [
      arrayField('parameters', 0, kind, [parameters]),
      arrayField('values', parameters * bytes, kind, sizes.slice(0, -1)),
    ];
    const stride = dataBytes(header) / sizeIn(header, 'GCOUNT', 1);
    return repeated(group, end, [{ count: sizeIn(header, 'GCOUNT', 1), stride }], `${name}.`);
  }
  return sizes.length === 0 ? [] : [arrayField(name, end, kind, sizes)];
}

function typeIn({ cards }: FitsHeader): NumberType {
  const type = TYPES[cards.get('BITPIX') ?? ''];
  if (!type) throw unsuitable('FITS', `BITPIX ${cards.get('BITPIX')} is not known`);
  return type;
}

/** Bytes of the data, without what fills up the last block. */
function dataBytes(header: FitsHeader): number {
  const sizes = sizesIn(header);
  const isGroups = header.cards.get('GROUPS') === 'T' && sizes.at(-1) === 0;
  const counted = isGroups ? sizes.slice(0, -1) : sizes;
  const values = counted.length === 0 ? 0 : counted.reduce((a, b) => a * b);
  const all = sizeIn(header, 'GCOUNT', 1) * (sizeIn(header, 'PCOUNT', 0) + values);
  const bytes = NUMBER_BYTES[typeIn(header)] * all;
  if (!Number.isSafeInteger(bytes)) throw unsuitable('FITS', `${all} numbers are absurd`);
  return bytes;
}
