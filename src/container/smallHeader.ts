import { levelsOf } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { DIGEST_BYTES, SHORT_DIGEST_BYTES } from './digests.js';
import type { FieldReader, FieldWriter } from './fields.js';
import {
  FIRST_REVISION,
  type Header,
  MAX_HEAD_BYTES,
  MAX_LANES,
  MAX_RANK,
  MAX_SIDE_BYTES,
} from './header.js';
import {
  dataFormatOfNumber,
  modelOfNumber,
  type NamedModel,
  NUMBERED_DATA_FORMATS,
  NUMBERED_MODELS,
  numberOfDataFormat,
  numberOfModel,
} from './numbered.js';
import { decodeProvenance, encodeProvenance, type Provenance } from './provenance.js';
import { readResidue, writeResidue } from './residue.js';

/** What a small part says before its only chunk. */
export interface SmallFront {
  readonly header: Header;
  readonly provenance: Provenance | undefined;
  /** Bytes after the items. */
  readonly tail: Uint8Array;
}

/** What is said at all: what is not has the value that it mostly has. */
const SAYS = {
  unordered: 1,
  levels: 2,
  revision: 4,
  head: 8,
  side: 16,
  seed: 32,
  provenance: 64,
  tail: 128,
} as const;

/** By their numbers. */
const DTYPES: readonly string[] = ['u8', 'u16', 'u32', 'i8', 'i16', 'i32'];

/** Bits of a byte that say the dtype; the others are the rank. */
const DTYPE_BITS = 3;

export function writeSmallFront(
  writer: FieldWriter,
  { header, provenance, tail }: SmallFront,
): void {
  const { dtype, shape, levels, revision, head, sideBytes, seed } = header;
  const says: Record<keyof typeof SAYS, boolean> = {
    unordered: header.unordered,
    levels: levels !== levelsOf(dtype),
    revision: revision > FIRST_REVISION,
    head: head.length > 0,
    side: sideBytes > 0,
    seed: seed > 0,
    provenance: provenance !== undefined,
    tail: tail.length > 0,
  };
  const keys = Object.keys(SAYS) as (keyof typeof SAYS)[];
  writer.u8(keys.reduce((flags, key) => flags | (says[key] ? SAYS[key] : 0), 0));
  writeModel(writer, header);
  const format = numberOfDataFormat(header.dataFormat);
  writer.varint(format ?? 0);
  if (format === undefined) writer.text(header.dataFormat);
  writer.u8(DTYPES.indexOf(dtype) | (shape.length << DTYPE_BITS));
  for (const size of shape) writer.varint(size);
  if (says.levels) writer.varint(levels);
  if (says.revision) writer.varint(revision);
  if (says.side) writer.varint(sideBytes);
  if (says.seed) writer.u32(seed);
  if (provenance) writer.bytes(encodeProvenance(provenance));
  const coding = { packed: true, revision };
  if (says.head) writeResidue(writer, head, coding);
  if (says.tail) writeResidue(writer, tail, coding);
}

/**
 * The inverse of {@link writeSmallFront}.
 *
 * @returns a header that lets in as many lanes and items of the chunk as there may be.
 * @throws CrayError CORRUPT or UNSUPPORTED, naming the field.
 */
export function readSmallFront(reader: FieldReader): SmallFront {
  const flags = reader.u8('flags');
  const says = (key: keyof typeof SAYS) => (flags & SAYS[key]) !== 0;
  const model = readModel(reader);
  const dataFormat = readDataFormat(reader);
  const type = reader.u8('dtype and rank');
  const number = type & ((1 << DTYPE_BITS) - 1);
  const [dtype, rank] = [DTYPES[number], type >> DTYPE_BITS];
  if (dtype === undefined) {
    throw reader.fail('dtype', `expected a number below ${DTYPES.length}, got ${number}`);
  }
  if (rank > MAX_RANK) throw reader.fail('rank', `expected at most ${MAX_RANK}, got ${rank}`);
  const shape = Array.from({ length: rank }, (_, i) => reader.varint(`shape[${i}]`, 0xffffffff));
  const levels = says('levels') ? reader.varint('levels', levelsOf(dtype) - 1) : levelsOf(dtype);
  const revision = says('revision') ? reader.varint('revision', 0xffffffff) : FIRST_REVISION;
  if (says('revision') && revision <= FIRST_REVISION) {
    throw reader.fail('revision', `expected more than ${FIRST_REVISION}, got ${revision}`);
  }
  const sideBytes = says('side') ? said(reader, 'side bytes', MAX_SIDE_BYTES) : 0;
  const seed = says('seed') ? reader.u32('seed') : 0;
  if (says('seed') && seed === 0) throw reader.fail('seed', 'expected another than 0, got 0');
  const provenance = says('provenance') ? decodeProvenance(reader.bytes('provenance')) : undefined;
  const coding = { packed: true, revision };
  const residue = (field: string) => {
    const bytes = readResidue(reader, field, MAX_HEAD_BYTES, coding).slice();
    if (bytes.length === 0) throw reader.fail(field, 'expected at least 1 byte, got 0');
    return bytes;
  };
  const head = says('head') ? residue('head') : new Uint8Array(0);
  const tail = says('tail') ? residue('tail') : new Uint8Array(0);
  const coded = { seed, lanes: MAX_LANES, chunkItems: 1, unordered: says('unordered'), revision };
  const kept = { packed: true, digestBytes: SHORT_DIGEST_BYTES };
  const header = { dataFormat, dtype, shape, levels, sideBytes, head, ...model, ...coded, ...kept };
  return { header, provenance, tail };
}

/** A number that is said only where it is not 0. */
function said(reader: FieldReader, field: string, most: number): number {
  const value = reader.varint(field, most);
  if (value < 1) throw reader.fail(field, 'expected at least 1, got 0');
  return value;
}

function writeModel(writer: FieldWriter, model: NamedModel): void {
  const number = numberOfModel(model);
  writer.varint(number ?? 0);
  if (number !== undefined) return;
  writer.text(model.modelName).raw(model.specDigest).raw(model.weightsDigest);
}

function readModel(reader: FieldReader): NamedModel {
  const number = reader.varint('model');
  if (number > 0) {
    const model = modelOfNumber(number);
    if (model) return model;
    throw unknownNumber(reader, 'model', NUMBERED_MODELS, number);
  }
  const modelName = reader.text('model name');
  const specDigest = reader.raw(DIGEST_BYTES, 'spec digest').slice();
  return {
    modelName,
    specDigest,
    weightsDigest: reader.raw(DIGEST_BYTES, 'weights digest').slice(),
  };
}

function readDataFormat(reader: FieldReader): string {
  const number = reader.varint('data format');
  if (number === 0) return reader.text('data format');
  const name = dataFormatOfNumber(number);
  if (name !== undefined) return name;
  throw unknownNumber(reader, 'data format', NUMBERED_DATA_FORMATS, number);
}

function unknownNumber(reader: FieldReader, field: string, most: number, got: number): CrayError {
  const message = `expected a number of at most ${most}, got ${got}: a later version may have it`;
  return new CrayError('UNSUPPORTED', reader.fail(field, message).message);
}
