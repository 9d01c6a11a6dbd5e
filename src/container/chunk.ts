import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { type Block, blockAt } from './block.js';
import { FieldReader, FieldWriter } from './fields.js';
import { type Header, MAX_RESIDUE_BYTES } from './header.js';
import { type ResidueCoding, readResidue, writeResidue } from './residue.js';
import { wordsFrom, wordsToBytes } from './words.js';

/** A run of items that decodes alone, or bytes that follow them. */
export type Chunk = ItemChunk | ResidueChunk;

/** A run of items. */
export type ItemChunk = PlainChunk | MessageChunk;

/** Items as they are, in as few whole bits an element as hold its levels. */
export interface PlainChunk {
  readonly kind: 'plain';
  readonly items: number;
  /** The side bytes of the items, one after the other. */
  readonly side: Uint8Array;
  readonly bits: Uint8Array;
}

/** Items coded by the model. */
export interface MessageChunk {
  readonly kind: 'message';
  readonly items: number;
  readonly side: Uint8Array;
  /** Lanes of the message in the end. */
  readonly lanes: number;
  /** Items, the last ones, that were coded on one lane before the message had so many. */
  readonly narrow: number;
  /** The message with its heads folded into one. */
  readonly words: Uint32Array;
}

/** Bytes of the tail, which follow the items. */
export interface ResidueChunk {
  readonly kind: 'residue';
  readonly items: 0;
  readonly bytes: Uint8Array;
}

const KINDS = ['plain', 'message', 'residue'] as const;

/** The first byte of a chunk of residue. */
export const RESIDUE_KIND = KINDS.indexOf('residue');

export function encodeChunk(chunk: Chunk, coding: ResidueCoding): Uint8Array {
  const writer = new FieldWriter().u8(KINDS.indexOf(chunk.kind));
  if (chunk.kind === 'residue') return writeResidue(writer, chunk.bytes, coding).finish();
  writer.varint(chunk.items);
  if (chunk.side.length > 0) writeResidue(writer, chunk.side, coding);
  if (chunk.kind === 'plain') return writer.raw(chunk.bits).finish();
  return writer.varint(chunk.lanes).varint(chunk.narrow).raw(wordsToBytes(chunk.words)).finish();
}

/**
 * What a chunk says it is, by its first bytes, and its items: none in residue.
 *
 * @param what to call it in errors.
 * @throws CrayError CORRUPT naming the field.
 */
export function chunkHead(
  start: Uint8Array,
  what: string,
  most = Number.MAX_SAFE_INTEGER,
): { readonly kind: Chunk['kind']; readonly items: number } {
  const reader = new FieldReader(start, `${what}: chunk`);
  const kind = readKind(reader);
  if (kind === 'residue') return { kind, items: 0 };
  return { kind, items: readItems(reader, most) };
}

function readKind(reader: FieldReader): Chunk['kind'] {
  const number = reader.u8('kind');
  const kind = KINDS[number];
  if (kind === undefined) {
    throw reader.fail('kind', `expected 0 … ${KINDS.length - 1}, got ${number}`);
  }
  return kind;
}

function readItems(reader: FieldReader, most: number): number {
  const items = reader.varint('items', most);
  if (items < 1) throw reader.fail('items', 'expected at least 1, got 0');
  return items;
}

/**
 * @param memory bytes that what is not coded by the model may take.
 * @throws CrayError CORRUPT naming the block and the field, or TOO_LARGE.
 */
export function decodeChunk(
  { payload, position }: Pick<Block, 'payload' | 'position'>,
  header: Header,
  memory: number,
): Chunk {
  const reader = new FieldReader(payload, `${blockAt(position)}: chunk`);
  const kind = readKind(reader);
  if (kind === 'residue') {
    const bytes = readResidue(reader, 'residue', MAX_RESIDUE_BYTES, header);
    reader.end();
    return { kind, items: 0, bytes };
  }
  const items = readItems(reader, header.chunkItems);
  const side = readSide(reader, items * header.sideBytes, memory, header);
  if (kind === 'plain') return { kind, items, side, bits: reader.rest() };
  const lanes = reader.varint('lanes', header.lanes);
  if (lanes < 1) throw reader.fail('lanes', 'expected at least 1, got 0');
  const narrow = reader.varint('narrow', items);
  const bytes = reader.rest();
  const words = wordsFrom(bytes);
  if (!words) {
    throw reader.fail(
      'words',
      `expected whole words of 4 bytes, got ${counted(bytes.length, 'byte')}`,
    );
  }
  return { kind, items, side, lanes, narrow, words };
}

function readSide(
  reader: FieldReader,
  expected: number,
  memory: number,
  coding: ResidueCoding,
): Uint8Array {
  if (expected === 0) return new Uint8Array(0);
  if (expected > memory) {
    const message = reader.fail(
      'side',
      `${counted(expected, 'byte')}, the limit is ${memory}`,
    ).message;
    throw new CrayError('TOO_LARGE', message);
  }
  const side = readResidue(reader, 'side', expected, coding);
  if (side.length !== expected) {
    throw reader.fail('side', `expected ${counted(expected, 'byte')}, got ${side.length}`);
  }
  return side;
}
