import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateRawSync,
  inflateRawSync,
} from 'node:zlib';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { type FieldReader, FieldWriter } from './fields.js';
import { MAX_MIXED, mix, unmix } from './mixing.js';

/** Ways to keep bytes that are no items; the last only in packed parts. */
const METHODS = ['stored', 'deflate', 'brotli', 'mixed'] as const;

type Method = (typeof METHODS)[number];

/** What of a header says how residue is kept. */
export interface ResidueCoding {
  /** Whether the model for bytes may have coded it. */
  readonly packed: boolean;
  readonly revision: number;
}

/** Coded bytes below which the model cannot be worth its message, and the part of all below which not its time. */
const FEW_BYTES = 12;
const FEW_SHARE = 1 / 1024;
/** Bytes that are noise where deflate leaves so much of them, if there are enough to tell. */
const NOISE_BYTES = 1 << 12;
const NOISE_SHARE = 0.98;

const ENCODERS: Readonly<Record<Exclude<Method, 'mixed'>, (bytes: Uint8Array) => Uint8Array>> = {
  stored: (bytes) => bytes,
  deflate: (bytes) => deflateRawSync(bytes, { level: 9 }),
  brotli: (bytes) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
};

/** Writes residue by the method that makes it shortest. */
export function writeResidue(
  writer: FieldWriter,
  bytes: Uint8Array,
  coding: ResidueCoding,
): FieldWriter {
  let best: { method: Method; coded: Uint8Array } = { method: 'stored', coded: bytes };
  const attempt = (method: Method, coded: Uint8Array) => {
    if (coded.length < best.coded.length) best = { method, coded };
  };
  attempt('deflate', ENCODERS.deflate(bytes));
  if (!coding.packed) attempt('brotli', ENCODERS.brotli(bytes));
  else if (!isNoise(bytes, best.coded)) {
    attempt('brotli', ENCODERS.brotli(bytes));
    if (mayBeMixed(bytes, best.coded)) attempt('mixed', mix(bytes, coding.revision));
  }
  const { method, coded } = best;
  return writer.u8(METHODS.indexOf(method)).varint(bytes.length).bytes(coded);
}

/** Whether no method will make much of bytes of which deflate has made so many. */
function isNoise(bytes: Uint8Array, coded: Uint8Array): boolean {
  return bytes.length >= NOISE_BYTES && coded.length >= NOISE_SHARE * bytes.length;
}

function mayBeMixed(bytes: Uint8Array, coded: Uint8Array): boolean {
  const few = Math.max(FEW_BYTES, FEW_SHARE * bytes.length);
  return coded.length >= few && bytes.length <= MAX_MIXED;
}

/** Bytes that residue takes where it is written. */
export function residueBytes(bytes: Uint8Array, coding: ResidueCoding): number {
  return writeResidue(new FieldWriter(), bytes, coding).finish().length;
}

/**
 * The inverse of {@link writeResidue}.
 *
 * @param most bytes that there may be.
 * @throws CrayError CORRUPT naming the field, or REVISION_UNKNOWN.
 */
export function readResidue(
  reader: FieldReader,
  field: string,
  most: number,
  { packed, revision }: ResidueCoding,
): Uint8Array {
  const number = reader.u8(field);
  const method = METHODS[number];
  const last = METHODS.length - (packed ? 1 : 2);
  if (method === undefined || number > last) {
    throw reader.fail(field, `expected method 0 … ${last}, got ${number}`);
  }
  const length = reader.varint(field, method === 'mixed' ? Math.min(most, MAX_MIXED) : most);
  const coded = reader.bytes(field);
  const bytes = unpack(reader, field, method, coded, { length, revision });
  if (bytes.length !== length) {
    throw reader.fail(field, `expected ${counted(length, 'byte')}, got ${bytes.length}`);
  }
  return bytes;
}

function unpack(
  reader: FieldReader,
  field: string,
  method: Method,
  coded: Uint8Array,
  { length, revision }: { readonly length: number; readonly revision: number },
): Uint8Array {
  if (method === 'stored') return coded;
  // A limit of zero is none to zlib.
  const limit = { maxOutputLength: Math.max(1, length) };
  try {
    if (method === 'mixed') return unmix(coded, length, revision);
    return method === 'deflate' ? inflateRawSync(coded, limit) : brotliDecompressSync(coded, limit);
  } catch (cause) {
    if (cause instanceof CrayError && cause.code === 'REVISION_UNKNOWN') throw cause;
    throw new CrayError('CORRUPT', reader.fail(field, `does not decode as ${method}`).message, {
      cause,
    });
  }
}
