import { unsuitable } from '../../data/format.js';
import { counted } from '../../words.js';
import { dense, repeated } from '../build.js';
import type { Axis, Field, Layout } from '../layout.js';
import { hasAt, type Reader, readerOf } from '../reader.js';
import { type Dtype, dtypeOf } from './dtype.js';
import { type Literal, readLiteral } from './literal.js';

const NAME = 'NumPy array';

export const NPY_MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** Longest header that is read, most arrays that one file may have, and most axes of one, as NumPy has it. */
const [MAX_HEADER, MAX_ARRAYS, MAX_RANK] = [1 << 24, 1 << 12, 64];

/** An array in a file. */
export interface NpyArray {
  readonly fields: readonly Field[];
  /** Where it ends. */
  readonly end: number;
}

/** NumPy's files (numpy.lib.format, versions 1 to 3), of numbers or of records; of several arrays each. */
export const npy: Layout = {
  name: NAME,
  detects: (start) => hasAt(start, 0, NPY_MAGIC),
  fieldsOf(start, size) {
    const fields: Field[] = [];
    for (let [at, i] = [0, 0]; hasAt(start, at, NPY_MAGIC) && i < MAX_ARRAYS; i++) {
      const array = npyArray(start, at, i === 0 ? '' : `array ${i + 1} `, size);
      for (const field of array.fields) fields.push(field);
      at = array.end;
    }
    return fields;
  },
};

/** The array that begins at a place. @param prefix of the names of its fields. @throws CrayError DATA_INVALID */
export function npyArray(
  start: Uint8Array,
  at: number,
  prefix: string,
  size: number | undefined,
): NpyArray {
  const { text, end } = headerAt(readerOf(start, NAME, false), at);
  const header = readLiteral(text);
  if (!(header instanceof Map)) throw unsuitable(NAME, 'its header is no dictionary');
  const [descr, shape] = [header.get('descr') ?? null, header.get('shape')];
  const dtype = dtypeOf(descr);
  const sizes = sizesOf(shape);
  const axes = axesOf(sizes, header.get('fortran_order') === true, dtype.bytes);
  const bytes = sizes.reduce((a, b) => a * b, dtype.bytes);
  const whole = wholeRecords(axes, dtype, end, size);
  const named = dtype.fields.map((field) => ({ ...field, name: field.name || 'values' }));
  return { fields: repeated(named, end, whole, prefix), end: end + bytes };
}

/** The text of a header, and where it ends. */
function headerAt(reader: Reader, at: number): { text: string; end: number } {
  const major = reader.u8(at + 6);
  if (major < 1 || major > 3) throw unsuitable(NAME, `version ${major} is not known`);
  const from = at + (major === 1 ? 10 : 12);
  const bytes = major === 1 ? reader.u16(at + 8) : reader.u32(at + 8);
  if (bytes > MAX_HEADER) throw unsuitable(NAME, `a header of ${counted(bytes, 'byte')} is absurd`);
  return { text: reader.text(from, bytes), end: from + bytes };
}

function sizesOf(shape: Literal | undefined): number[] {
  const sizes = Array.isArray(shape) ? shape : [];
  const isSizes = sizes.length <= MAX_RANK && sizes.every((n) => typeof n === 'number' && n >= 0);
  if (!Array.isArray(shape) || !isSizes) {
    throw unsuitable(NAME, 'its header has no shape');
  }
  return sizes as number[];
}

/** Axes as they lie in memory, the outermost first: in Fortran order it is the last of the shape. */
function axesOf(sizes: readonly number[], isFortran: boolean, bytes: number): Axis[] {
  return dense(isFortran ? [...sizes].reverse() : sizes, bytes);
}

/** No more than the records that are whole, where there are several columns. */
function wholeRecords(
  axes: readonly Axis[],
  dtype: Dtype,
  from: number,
  size: number | undefined,
): readonly Axis[] {
  const { bytes, fields } = dtype;
  if (fields.length < 2 || size === undefined) return axes;
  const [outer, ...inner] = axes;
  const room = size - from - inner.reduce((sum, a) => sum + (a.count - 1) * a.stride, bytes);
  if (!outer) return room < 0 ? [{ count: 0, stride: bytes }] : axes;
  const count = Math.min(outer.count, Math.floor(room / outer.stride) + 1);
  return count > 0 ? [{ ...outer, count }, ...inner] : wholeRecords(inner, dtype, from, size);
}
