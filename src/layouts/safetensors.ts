import { unsuitable } from '../data/format.js';
import { counted } from '../words.js';
import { arrayField } from './build.js';
import { type Field, type Layout, NUMBER_BYTES, type NumberType } from './layout.js';
import { readerOf } from './reader.js';

/** Longest header that the reference reads. */
const MAX_HEADER = 100_000_000;

/** Its names of types, and numbers of such to an element. Those of fewer than eight bits are bytes. */
const TYPES: Readonly<Record<string, readonly [NumberType, 1 | 2]>> = {
  BOOL: ['u8', 1],
  U8: ['u8', 1],
  I8: ['i8', 1],
  F8_E4M3: ['f8e4m3', 1],
  F8_E4M3FNUZ: ['f8e4m3', 1],
  F8_E5M2: ['f8e5m2', 1],
  F8_E5M2FNUZ: ['f8e5m2', 1],
  F8_E8M0: ['u8', 1],
  U16: ['u16', 1],
  I16: ['i16', 1],
  F16: ['f16', 1],
  BF16: ['bf16', 1],
  U32: ['u32', 1],
  I32: ['i32', 1],
  F32: ['f32', 1],
  U64: ['u64', 1],
  I64: ['i64', 1],
  F64: ['f64', 1],
  C64: ['f32', 2],
};

/** A file of safetensors: the length of a JSON header in eight bytes, the header, and the tensors in C order. */
export const safetensors: Layout = {
  name: 'safetensors',
  // The header begins with a brace, and its length has eight bytes, of which files that exist need four.
  detects: (start) =>
    start.length > 8 && start[8] === 0x7b && start.subarray(5, 8).every((b) => !b),
  fieldsOf(start) {
    const length = readerOf(start, 'safetensors', false).u64(0);
    if (length > Math.min(MAX_HEADER, start.length - 8)) {
      throw bad(`a header of ${counted(length, 'byte')} is not there`);
    }
    const header = parsed(start.subarray(8, 8 + length));
    return Object.entries(header).flatMap(([name, entry]) =>
      name === '__metadata__' ? [] : tensorField(name, entry, 8 + length),
    );
  },
};

function parsed(bytes: Uint8Array): object {
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    throw bad('its header is not JSON');
  }
  if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  throw bad('its header is not a JSON object');
}

/** The field of a tensor; none for a type that nobody knows. */
function tensorField(name: string, entry: unknown, from: number): Field[] {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (!isSizes(shape) || !isSizes(offsets)) throw bad(`${name}: its shape or its place is none`);
  const [type, components] = TYPES[String(dtype)] ?? [];
  if (!type || !components) return [];
  const [begin = 0, end = 0] = offsets;
  const bytes = shape.reduce((a, b) => a * b, NUMBER_BYTES[type] * components);
  if (bytes !== end - begin) throw bad(`${name}: shape [${shape}] does not fit [${offsets}]`);
  const sizes = components === 1 ? shape : [...shape, components];
  return [arrayField(name, from + begin, { type, bigEndian: false }, sizes)];
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function bad(message: string) {
  return unsuitable('safetensors', message);
}
