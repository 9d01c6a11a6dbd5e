import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { type Block, blockAt } from './block.js';
import { FieldReader, FieldWriter } from './fields.js';
import { type Header, MAX_RESIDUE_BYTES } from './header.js';
import { readResidue, writeResidue } from './residue.js';

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

export function encodeChunk(chunk: Chunk): Uint8Array {
  const writer = new FieldWriter().u8(KINDS.indexOf(chunk.kind));
  if (chunk.kind === 'residue') return writeResidue(writer, chunk.bytes).finish();
  writer.varint(chunk.items);
  if (chunk.side.length > 0) writeResidue(writer, chunk.side);
  if (chunk.kind === 'plain') return writer.raw(chunk.bits).finish();
  const words = new Uint8Array(4 * chunk.words.length);
  const view = new DataView(words.buffer);
  chunk.words.forEach((word, i) => {
    view.setUint32(4 * i, word, true);
  });
  return writer.varint(chunk.lanes).varint(chunk.narrow).raw(words).finish();
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
  const number = reader.u8('kind');
  const kind = KINDS[number];
  if (kind === undefined) {
    throw reader.fail('kind', `expected 0 … ${KINDS.length - 1}, got ${number}`);
  }
  if (kind === 'residue') {
    const bytes = readResidue(reader, 'residue', MAX_RESIDUE_BYTES);
    reader.end();
    return { kind, items: 0, bytes };
  }
  const items = reader.varint('items', header.chunkItems);
  if (items < 1) throw reader.fail('items', 'expected at least 1, got 0');
  const side = readSide(reader, items * header.sideBytes, memory);
  if (kind === 'plain') return { kind, items, side, bits: reader.rest() };
  const lanes = reader.varint('lanes', header.lanes);
  if (lanes < 1) throw reader.fail('lanes', 'expected at least 1, got 0');
  const narrow = reader.varint('narrow', items);
  const bytes = reader.rest();
  if (bytes.length % 4 !== 0) {
    throw reader.fail(
      'words',
      `expected whole words of 4 bytes, got ${counted(bytes.length, 'byte')}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = new Uint32Array(bytes.length / 4);
  for (let i = 0; i < words.length; i++) words[i] = view.getUint32(4 * i, true);
  return { kind, items, side, lanes, narrow, words };
}

function readSide(reader: FieldReader, expected: number, memory: number): Uint8Array {
  if (expected === 0) return new Uint8Array(0);
  if (expected > memory) {
    const message = reader.fail(
      'side',
      `${counted(expected, 'byte')}, the limit is ${memory}`,
    ).message;
    throw new CrayError('TOO_LARGE', message);
  }
  const side = readResidue(reader, 'side', expected);
  if (side.length !== expected) {
    throw reader.fail('side', `expected ${counted(expected, 'byte')}, got ${side.length}`);
  }
  return side;
}
