/** NumPy's arrays in pickles: what their state, or the function that makes them, says. */
import { unsuitable } from '../../data/format.js';
import { dense, repeated } from '../build.js';
import type { Field } from '../layout.js';
import { type Dtype, dtypeOf } from '../npy/dtype.js';
import { Bytes, Dictionary, isMadeBy, type Made, sizesIn, type Value } from './values.js';

/** How deep types may stand in each other, most axes of an array, and most columns of all types of a pickle. */
const [DEEPEST, MAX_RANK, MAX_COLUMNS] = [16, 64, 1 << 19];

/** An array: where its bytes are, and what they are. */
export interface PickledArray {
  readonly at: number;
  readonly length: number;
  readonly fields: readonly Field[];
}

/** Reads types that a pickle makes; undefined for one that is not known. */
export type TypeReader = (value: Value | undefined) => Dtype | undefined;

/** The array that an object is, where it is one of numbers whose bytes are as many as its shape says. */
export function arrayOf(object: Made, typeOf: TypeReader): PickledArray | undefined {
  const found = partsOf(object);
  const sizes = sizesIn(found?.shape);
  if (!found || !(found.bytes instanceof Bytes) || !sizes) return undefined;
  const { at, length } = found.bytes;
  const dtype = length > 0 ? typeOf(found.type) : undefined;
  if (!dtype || sizes.reduce((a, b) => a * b, dtype.bytes) !== length) return undefined;
  return { at, length, fields: fieldsOf(dtype, at, sizes, found.isFortran) };
}

/** What makes an array: its state, or what a function takes. */
function partsOf(object: Made) {
  if (isMadeBy(object, '_reconstruct') && Array.isArray(object.state)) {
    const [, shape, type, isFortran, bytes] = object.state;
    return { bytes, type, shape, isFortran: isFortran === true };
  }
  if (isMadeBy(object, ' _frombuffer') && Array.isArray(object.args)) {
    const [bytes, type, shape, order] = object.args;
    return { bytes, type, shape, isFortran: order === 'F' };
  }
  return undefined;
}

/** The fields of an array at a place. */
export function fieldsOf(
  dtype: Dtype,
  at: number,
  sizes: readonly number[],
  isFortran: boolean,
): Field[] {
  return repeated(dtype.fields, at, dense(isFortran ? [...sizes].reverse() : sizes, dtype.bytes));
}

/** Reads the types of one pickle, in which the same may be named over and over: so all of its columns are counted. */
export function typeReader(): TypeReader {
  let columns = 0;

  function count(more: number): void {
    columns += more;
    if (columns > MAX_COLUMNS) throw unsuitable('pickle', 'its types have too many columns');
  }

  function typeOf(type: Value | undefined, depth: number): Dtype | undefined {
    if (!isMadeBy(type, ' dtype') || !Array.isArray(type.args) || depth > DEEPEST) return undefined;
    count(1);
    const [code] = type.args;
    const state = Array.isArray(type.state) ? type.state : [];
    const [, order, inner, names, offsets, bytes] = state;
    if (Array.isArray(inner)) return shapedType(typeOf(inner[0], depth + 1), inner[1]);
    if (Array.isArray(names) && offsets instanceof Dictionary && typeof bytes === 'number') {
      return recordType(names, offsets, bytes, depth);
    }
    const isKnown = typeof code === 'string' && /^([?]|[biufcmMSUV]\d+)$/.test(code);
    return isKnown ? dtypeOf(`${order === '<' || order === '>' ? order : '|'}${code}`) : undefined;
  }

  function recordType(names: Value[], columns: Dictionary, bytes: number, depth: number) {
    count(names.length + columns.pairs.length);
    const byName = columns.entries();
    const fields: Field[] = [];
    for (const name of names) {
      const column = typeof name === 'string' ? byName.get(name) : undefined;
      const [type, offset] = Array.isArray(column) ? column : [];
      const inside = typeOf(type, depth + 1);
      if (!inside || typeof offset !== 'number') return undefined;
      count(inside.fields.length);
      for (const field of repeated(inside.fields, offset, [])) {
        fields.push({ ...field, name: field.name ? `${name}.${field.name}` : `${name}` });
      }
    }
    return { bytes, fields };
  }

  return (value) => typeOf(value, 0);
}

/** So many of a type in each element, of no more axes than there can be. */
function shapedType(type: Dtype | undefined, shape: Value | undefined): Dtype | undefined {
  const sizes = sizesIn(shape);
  if (!type || !sizes || (type.fields[0]?.axes.length ?? 0) > MAX_RANK) return undefined;
  const bytes = sizes.reduce((a, b) => a * b, type.bytes);
  return { bytes, fields: fieldsOf(type, 0, sizes, false) };
}
