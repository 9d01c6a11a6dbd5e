import { ELEMENT_BYTES, elementBytes, itemSize, levelsOf } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { DIGEST_BYTES, SHORT_DIGEST_BYTES } from './digests.js';
import { FieldReader, FieldWriter } from './fields.js';
import { readResidue, writeResidue } from './residue.js';

/** What a decoder has to know before the first chunk. */
export interface Header {
  /** Format of the data set, "idx" for instance. */
  readonly dataFormat: string;
  /** Type of an element, "u8" for instance. */
  readonly dtype: string;
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
  /** Bytes of the original file before its items. */
  readonly head: Uint8Array;
  /** Name of the model, to look for it; what identifies it is the digests. */
  readonly modelName: string;
  /** SHA-256 of the canonical spec. */
  readonly specDigest: Uint8Array;
  /** SHA-256 of the weights file. */
  readonly weightsDigest: Uint8Array;
  /** Values of an element are 0 … levels - 1. */
  readonly levels: number;
  /** Bytes of each item that are no elements. */
  readonly sideBytes: number;
  /** Seed of the initial bits of every chunk. */
  readonly seed: number;
  /** Lanes of a chunk's message, once it is long enough. */
  readonly lanes: number;
  /** Most items of a chunk. */
  readonly chunkItems: number;
  /** Whether the order of the items is not kept: those of each chunk come back sorted. */
  readonly unordered: boolean;
  /** The revision of the arithmetic that its messages are of. */
  readonly revision: number;
  /** Whether head, residue and a model inside are kept in the ways that craystack 0.2.0 does not know. */
  readonly packed: boolean;
  /** Bytes of the digests of what is restored: of a SHA-256, or the first ones of it. */
  readonly digestBytes: number;
}

/** Most lanes that a file may ask for. */
export const MAX_LANES = 4096;
/** Most bytes of items in a chunk. */
export const MAX_CHUNK_BYTES = 1 << 28;

/** Most bytes of the tail in one chunk. */
export const MAX_RESIDUE_BYTES = 1 << 20;

/** Most items of a chunk without order: a decoder holds them in a tree, at some 400 bytes each. */
export const MAX_UNORDERED_ITEMS = 1 << 20;

/** Most bytes of an item that are no elements. */
export const MAX_SIDE_BYTES = 1 << 16;

/** Bits of the first byte of the header; the others are zero. */
const UNORDERED = 1;
const REVISED = 4;
const SIDE = 16;
const PACKED = 32;
const SHORT_DIGESTS = 64;
const FLAGS = [UNORDERED, REVISED, SIDE, PACKED, SHORT_DIGESTS];

/** Most bytes of a head. */
export const MAX_HEAD_BYTES = 1 << 20;

/** The revision of files that do not say theirs, as the first ones do not. */
export const FIRST_REVISION = 1;

export const MAX_RANK = 8;

export function encodeHeader(header: Header): Uint8Array {
  const writer = new FieldWriter()
    .u8(
      (header.unordered ? UNORDERED : 0) |
        (header.revision > FIRST_REVISION ? REVISED : 0) |
        (header.sideBytes > 0 ? SIDE : 0) |
        (header.packed ? PACKED : 0) |
        (header.digestBytes < DIGEST_BYTES ? SHORT_DIGESTS : 0),
    )
    .text(header.dataFormat)
    .text(header.dtype)
    .varint(header.shape.length);
  for (const size of header.shape) writer.varint(size);
  writer.varint(header.levels);
  if (!header.packed) writer.bytes(header.head);
  writer
    .text(header.modelName)
    .raw(header.specDigest)
    .raw(header.weightsDigest)
    .u32(header.seed)
    .varint(header.lanes)
    .varint(header.chunkItems);
  if (header.sideBytes > 0) writer.varint(header.sideBytes);
  if (header.revision > FIRST_REVISION) writer.varint(header.revision);
  if (header.packed) writeResidue(writer, header.head, header);
  return writer.finish();
}

/** @throws CrayError CORRUPT, UNSUPPORTED or TOO_LARGE, naming the field. */
export function decodeHeader(payload: Uint8Array): Header {
  const reader = new FieldReader(payload, 'header');
  const flags = reader.u8('flags');
  const known = FLAGS.reduce((all, flag) => all | flag, 0);
  if ((flags & ~known) !== 0) {
    const message = `expected bits ${FLAGS.slice(0, -1).join(', ')} and ${FLAGS.at(-1)} at most, got ${flags}`;
    throw new CrayError('UNSUPPORTED', `header: flags: ${message}`);
  }
  const unordered = (flags & UNORDERED) !== 0;
  const packed = (flags & PACKED) !== 0;
  const dataFormat = reader.text('data format');
  const dtype = reader.text('dtype');
  const rank = reader.varint('rank', MAX_RANK);
  const shape = Array.from({ length: rank }, (_, i) => reader.varint(`shape[${i}]`, 0xffffffff));
  const levels = reader.varint('levels', 0x100000000);
  const bare = packed ? undefined : reader.bytes('head').slice();
  const modelName = reader.text('model name');
  const specDigest = reader.raw(DIGEST_BYTES, 'spec digest').slice();
  const weightsDigest = reader.raw(DIGEST_BYTES, 'weights digest').slice();
  const seed = reader.u32('seed');
  const lanes = reader.varint('lanes', MAX_LANES);
  const chunkItems = reader.varint('chunk items');
  const sideBytes = flags & SIDE ? reader.varint('side bytes', MAX_SIDE_BYTES) : 0;
  const revision = flags & REVISED ? reader.varint('revision', 0xffffffff) : FIRST_REVISION;
  const head = bare ?? readResidue(reader, 'head', MAX_HEAD_BYTES, { packed, revision }).slice();
  reader.end();
  const header: Header = {
    dataFormat,
    dtype,
    shape,
    levels,
    sideBytes,
    head,
    modelName,
    specDigest,
    weightsDigest,
    seed,
    lanes,
    chunkItems,
    unordered,
    revision,
    packed,
    digestBytes: flags & SHORT_DIGESTS ? SHORT_DIGEST_BYTES : DIGEST_BYTES,
  };
  if (flags & REVISED && revision <= FIRST_REVISION) {
    throw reader.fail(
      'revision',
      `expected more than ${FIRST_REVISION} where it is said, got ${revision}`,
    );
  }
  if (flags & SIDE && sideBytes < 1) {
    throw reader.fail('side bytes', 'expected at least 1, got 0');
  }
  checkHeader(header, reader);
  return header;
}

/** @throws CrayError CORRUPT, UNSUPPORTED or TOO_LARGE for what no decoder can do, or this one cannot. */
export function checkHeader(header: Header, reader: FieldReader): void {
  const { dtype, shape, levels, sideBytes, lanes, chunkItems, unordered } = header;
  const empty = shape.indexOf(0);
  if (empty >= 0) throw reader.fail(`shape[${empty}]`, 'expected at least 1, got 0');
  if (levels < 2) throw reader.fail('levels', `expected at least 2, got ${levels}`);
  if (lanes < 1) throw reader.fail('lanes', 'expected at least 1, got 0');
  if (chunkItems < 1) throw reader.fail('chunk items', 'expected at least 1, got 0');
  if (unordered && chunkItems > MAX_UNORDERED_ITEMS) {
    const message = `expected at most ${MAX_UNORDERED_ITEMS} without order, got ${chunkItems}`;
    throw new CrayError('TOO_LARGE', `header: chunk items: ${message}`);
  }
  const width = elementBytes(dtype);
  if (width === undefined) {
    const known = Object.keys(ELEMENT_BYTES).join(', ');
    const got = JSON.stringify(dtype);
    throw new CrayError('UNSUPPORTED', `header: dtype: expected one of ${known}, got ${got}`);
  }
  if (levels > levelsOf(dtype)) {
    throw reader.fail('levels', `expected at most ${levelsOf(dtype)} of ${dtype}, got ${levels}`);
  }
  const bytes = (itemSize(shape) * width + sideBytes) * chunkItems;
  if (bytes > MAX_CHUNK_BYTES) {
    const message = `expected at most ${MAX_CHUNK_BYTES} bytes, got ${bytes}`;
    throw new CrayError(
      'TOO_LARGE',
      `header: chunks of ${counted(chunkItems, 'item')}: ${message}`,
    );
  }
}
