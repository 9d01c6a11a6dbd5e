import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import type { FieldReader, FieldWriter } from './fields.js';

/** Ways to keep bytes that no model is asked about. */
const METHODS = ['stored', 'deflate', 'brotli'] as const;

const encoders = [
  (bytes: Uint8Array) => bytes,
  (bytes: Uint8Array) => deflateRawSync(bytes, { level: 9 }),
  (bytes: Uint8Array) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
];

/** Writes residue by the method that makes it shortest. */
export function writeResidue(writer: FieldWriter, bytes: Uint8Array): FieldWriter {
  const coded = encoders.map((encode) => encode(bytes));
  const method = coded.reduce((best, { length }, i) => {
    return length < (coded[best] as Uint8Array).length ? i : best;
  }, 0);
  return writer
    .u8(method)
    .varint(bytes.length)
    .bytes(coded[method] as Uint8Array);
}

/**
 * The inverse of {@link writeResidue}.
 *
 * @param most bytes that there may be.
 * @throws CrayError CORRUPT naming the field.
 */
export function readResidue(reader: FieldReader, field: string, most: number): Uint8Array {
  const number = reader.u8(field);
  const method = METHODS[number];
  if (method === undefined) {
    throw reader.fail(field, `expected method 0 … ${METHODS.length - 1}, got ${number}`);
  }
  const length = reader.varint(field, most);
  const coded = reader.bytes(field);
  const bytes = unpack(reader, field, method, coded, length);
  if (bytes.length !== length) {
    throw reader.fail(field, `expected ${counted(length, 'byte')}, got ${bytes.length}`);
  }
  return bytes;
}

function unpack(
  reader: FieldReader,
  field: string,
  method: (typeof METHODS)[number],
  coded: Uint8Array,
  length: number,
): Uint8Array {
  if (method === 'stored') return coded;
  // A limit of zero is none to zlib.
  const limit = { maxOutputLength: Math.max(1, length) };
  try {
    return method === 'deflate' ? inflateRawSync(coded, limit) : brotliDecompressSync(coded, limit);
  } catch (cause) {
    throw new CrayError('CORRUPT', reader.fail(field, `does not decode as ${method}`).message, {
      cause,
    });
  }
}
