import { unsuitable } from '../data/format.js';
import { arrayField } from './build.js';
import type { Layout, NumberType } from './layout.js';
import { hasAt, readerOf } from './reader.js';

/** Types by their numbers, and how many of them an element is: complex numbers two, colours three or four. */
const TYPES: Readonly<Record<number, readonly [NumberType, number]>> = {
  2: ['u8', 1],
  4: ['i16', 1],
  8: ['i32', 1],
  16: ['f32', 1],
  32: ['f32', 2],
  64: ['f64', 1],
  128: ['u8', 3],
  256: ['i8', 1],
  512: ['u16', 1],
  768: ['u32', 1],
  1024: ['i64', 1],
  1280: ['u64', 1],
  1536: ['u64', 2],
  1792: ['f64', 2],
  2048: ['u64', 4],
  2304: ['u8', 4],
};

/** Where the two versions of a header have what matters, and bytes of a size. */
const FIRST = { header: 348, type: 70, sizes: 40, each: 2, offset: 108 } as const;
const SECOND = { header: 540, type: 12, sizes: 16, each: 8, offset: 168 } as const;

/** Volumes of NIfTI-1 and NIfTI-2 in one file. */
export const nifti: Layout = {
  name: 'NIfTI',
  detects: (start) => hasAt(start, 344, 'n+1\0') || hasAt(start, 4, 'n+2\0\r\n\x1a\n'),
  fieldsOf(start) {
    const places = hasAt(start, 344, 'n+1\0') ? FIRST : SECOND;
    const bigEndian = readerOf(start, 'NIfTI', false).u32(0) !== places.header;
    const reader = readerOf(start, 'NIfTI', bigEndian);
    if (reader.u32(0) !== places.header) throw bad('its header has no length');
    const size = (i: number) => {
      const at = places.sizes + i * places.each;
      return places.each === 2 ? reader.u16(at) : reader.u64(at);
    };
    const rank = size(0);
    if (rank < 1 || rank > 7) throw bad(`${rank} axes`);
    const code = reader.u16(places.type);
    const [type, components] = TYPES[code] ?? [];
    if (!type || !components) throw bad(`numbers of type ${code}`);
    const view = new DataView(start.buffer, start.byteOffset, start.length);
    const offset =
      places === FIRST ? view.getFloat32(places.offset, !bigEndian) : reader.u64(places.offset);
    if (!(offset >= places.header)) throw bad(`its numbers begin at byte ${offset}`);
    const sizes = Array.from({ length: rank }, (_, i) => size(rank - i));
    const all = components === 1 ? sizes : [...sizes, components];
    return [arrayField('values', offset, { type, bigEndian }, all)];
  },
};

function bad(message: string) {
  return unsuitable('NIfTI', message);
}
