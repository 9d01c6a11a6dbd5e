import { unsuitable } from '../../data/format.js';
import { dense, repeated } from '../build.js';
import type { Field, Layout } from '../layout.js';
import { hasAt, type Reader, readerOf } from '../reader.js';
import { blockOf } from './blocks.js';

/** Bytes of values of the header's types; 8 is a text, and 9 a list. */
const VALUE_BYTES = [1, 1, 2, 2, 4, 4, 4, 1, undefined, undefined, 8, 8, 8] as const;
const [TEXT, LIST, U32] = [8, 9, 4];

/** Most tensors, most axes of one, and what their places are multiples of where the header does not say. */
const [MAX_TENSORS, MAX_RANK, ALIGNMENT] = [1 << 16, 8, 32];

/** Numbers of a header, one after another. */
interface Cursor {
  readonly reader: Reader;
  at: number;
}

interface Tensor {
  readonly name: string;
  /** Innermost first, as the file has them. */
  readonly sizes: readonly number[];
  readonly type: number;
  readonly offset: number;
}

/** Models of ggml in GGUF, versions 2 and 3. */
export const gguf: Layout = {
  name: 'GGUF',
  detects: (start) => hasAt(start, 0, 'GGUF') && [2, 3].includes(start[4] ?? 0),
  fieldsOf(start) {
    const cursor = { reader: readerOf(start, 'GGUF', false), at: 8 };
    const [count, pairs] = [take8(cursor), take8(cursor)];
    if (count > MAX_TENSORS) throw bad(`${count} tensors are absurd`);
    let alignment = ALIGNMENT;
    for (let i = 0; i < pairs; i++) {
      const key = takeText(cursor);
      const type = take4(cursor);
      if (key === 'general.alignment' && type === U32) alignment = cursor.reader.u32(cursor.at);
      skipValue(cursor, type);
    }
    if (alignment < 1) throw bad(`an alignment of ${alignment}`);
    const tensors = Array.from({ length: count }, () => takeTensor(cursor));
    const data = alignment * Math.ceil(cursor.at / alignment);
    return tensors.flatMap((tensor) => tensorFields(tensor, data));
  },
};

function takeTensor(cursor: Cursor): Tensor {
  const name = takeText(cursor);
  const rank = take4(cursor);
  if (rank > MAX_RANK) throw bad(`${name}: ${rank} axes are absurd`);
  const sizes = Array.from({ length: rank }, () => take8(cursor));
  return { name, sizes, type: take4(cursor), offset: take8(cursor) };
}

/** The fields of a tensor: of its numbers, or of the parts of its blocks. */
function tensorFields({ name, sizes, type, offset }: Tensor, data: number): Field[] {
  const block = blockOf(type);
  const [inner = 1, ...outer] = sizes;
  if (!block || inner % block.elements !== 0) return [];
  const blocks = [...outer].reverse().concat(inner / block.elements);
  return repeated(block.fields, data + offset, dense(blocks, block.bytes)).map((field) => ({
    ...field,
    name: field.name ? `${name}.${field.name}` : name,
  }));
}

/** Goes over a value; lists do not stand in lists. */
function skipValue(cursor: Cursor, type: number): void {
  if (type === LIST) {
    const [of, count] = [take4(cursor), take8(cursor)];
    const bytes = VALUE_BYTES[of];
    if (bytes !== undefined) skip(cursor, bytes * count);
    else if (of !== TEXT) throw bad(`a list of type ${of}`);
    else for (let i = 0; i < count; i++) skip(cursor, take8(cursor));
  } else if (type === TEXT) {
    skip(cursor, take8(cursor));
  } else {
    const bytes = VALUE_BYTES[type];
    if (bytes === undefined) throw bad(`a value of type ${type}`);
    skip(cursor, bytes);
  }
}

function skip(cursor: Cursor, bytes: number): void {
  cursor.at += bytes;
  if (cursor.at > cursor.reader.length) throw bad('the file ends within its header');
}

function takeText(cursor: Cursor): string {
  const bytes = take8(cursor);
  const from = cursor.at;
  skip(cursor, bytes);
  return cursor.reader.text(from, Math.min(bytes, 200));
}

function take4(cursor: Cursor): number {
  cursor.at += 4;
  return cursor.reader.u32(cursor.at - 4);
}

function take8(cursor: Cursor): number {
  cursor.at += 8;
  return cursor.reader.u64(cursor.at - 8);
}

function bad(message: string) {
  return unsuitable('GGUF', message);
}
