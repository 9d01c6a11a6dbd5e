import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import {
  BLOCK,
  type Block,
  encodeBlock,
  isSkippable,
  MAGIC,
  readBlock,
  readMagic,
  VERSION,
} from './block.js';
import { type Chunk, decodeChunk, encodeChunk } from './chunk.js';
import { decodeHeader, encodeHeader, type Header, MAX_CHUNK_BYTES } from './header.js';
import { decodeTrailer, encodeTrailer, type Trailer } from './trailer.js';

/** Longest payload of a header or a trailer, and what a chunk may have beside its items. */
const MAX_METADATA = 1 << 20;

/** The start of a file: magic, version and header. */
export function startFile(header: Header): Uint8Array {
  const block = encodeBlock(BLOCK.header, encodeHeader(header));
  return Buffer.concat([MAGIC, Uint8Array.of(VERSION), block]);
}

/** One chunk of a file. */
export function chunkBlock(chunk: Chunk): Uint8Array {
  return encodeBlock(BLOCK.chunk, encodeChunk(chunk));
}

/** The end of a file. */
export function endFile(trailer: Trailer): Uint8Array {
  return encodeBlock(BLOCK.trailer, encodeTrailer(trailer));
}

/** @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE. */
export async function readHeader(source: ByteSource): Promise<Header> {
  await readMagic(source);
  const block = await nextBlock(source, MAX_METADATA);
  if (block.type !== BLOCK.header) throw unexpected(block);
  return decodeHeader(block.payload);
}

/** Where a chunk's error is said to be. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  /** Where in the file its block begins. */
  readonly position: number;
}

/**
 * The chunks of a file, and at the end its trailer.
 *
 * @throws CrayError as {@link readHeader}.
 */
export async function* readChunks(
  source: ByteSource,
  header: Header,
): AsyncGenerator<PlacedChunk, Trailer> {
  for (;;) {
    const block = await nextBlock(source, MAX_CHUNK_BYTES + MAX_METADATA);
    if (block.type === BLOCK.chunk) {
      yield { chunk: decodeChunk(block.payload, header), position: block.position };
    } else if (block.type === BLOCK.trailer) {
      const trailer = decodeTrailer(block.payload);
      const after = await source.readUpTo(1);
      if (after.length > 0) {
        throw new CrayError(
          'CORRUPT',
          `expected the end of the file at byte ${source.position - 1}`,
        );
      }
      return trailer;
    } else {
      throw unexpected(block);
    }
  }
}

/** The next block that is not to be skipped. */
async function nextBlock(source: ByteSource, maxPayload: number): Promise<Block> {
  for (;;) {
    const block = await readBlock(source, maxPayload);
    if (!block) throw new CrayError('TRUNCATED', 'the file ends before its trailer');
    if (!isSkippable(block.type)) return block;
  }
}

function unexpected({ type, position }: Block): CrayError {
  const known = Object.values<string>(BLOCK).includes(type);
  return known
    ? new CrayError('CORRUPT', `the block at byte ${position}: did not expect type ${type} here`)
    : new CrayError('UNSUPPORTED', `the block at byte ${position} is of unknown type ${type}`);
}
