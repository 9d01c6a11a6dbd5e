import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  blockAt,
  decodeBlockHead,
  MAGIC,
  type PartVersion,
  SMALL_VERSION,
} from './block.js';
import { type Chunk, decodeChunk } from './chunk.js';
import { type ChunkPlace, IndexWriter } from './chunkIndex.js';
import { decodeFoot } from './foot.js';
import { type PlacedFront, readFront } from './front.js';
import { isSkippableNext, MAX_METADATA, nextBlock, readKnown, unexpected } from './nextBlock.js';
import { decodeTrailer, type Trailer } from './trailer.js';

/** Bytes of a chunk that are read at a time. */
const BYTES_AT_ONCE = 1 << 18;

/** The same of a small part, most of which are much smaller. */
const SMALL_AT_ONCE = 1 << 12;

/** Where a chunk's error is said to be. */
export interface PlacedChunk {
  readonly chunk: Chunk;
  /** Where in the file its block begins. */
  readonly position: number;
}

/** What stands after the chunks. */
export interface PartEnd {
  readonly trailer: Trailer;
  /** Whether there is an index, which is then that of the chunks. */
  readonly indexed: boolean;
}

/**
 * The chunks of a part, and at the end what stands after them. The source is then at the start of
 * another part, or at the end of the file.
 *
 * @throws CrayError as {@link .
 */
export async function* readChunks(
  source: ByteSource,
  { header, small, position: start }: PlacedFront,
  memory: number,
): AsyncGenerator<PlacedChunk, PartEnd> {
  if (small) {
    const { chunk, trailer } = small;
    if (chunk) yield { chunk, position: start };
    return { trailer, indexed: false };
  }
  const index = new IndexWriter();
  let indexAt: number | undefined;
  for (;;) {
    const block = await nextBlock(source, memory);
    if (indexAt !== undefined && block.type !== BLOCK.trailer) throw unexpected(block);
    if (block.type === BLOCK.chunk) {
      const chunk = decodeChunk(block, header, memory);
      index.add(block.position - start, chunk.items);
      yield { chunk, position: block.position };
    } else if (block.type === BLOCK.index) {
      if (Buffer.compare(block.payload, index.finish()) !== 0) {
        const message = `${blockAt(block.position)}: the index is not that of the chunks`;
        throw new CrayError('CORRUPT', message);
      }
      indexAt = block.position;
    } else if (block.type === BLOCK.trailer) {
      const trailer = decodeTrailer(block.payload, header.digestBytes);
      await readFoot(source, start, indexAt);
      return { trailer, indexed: indexAt !== undefined };
    } else {
      throw unexpected(block);
    }
  }
}

/**
 * One chunk of a part, of which no more is read.
 *
 * @throws CrayError CORRUPT where it is not there, or not what the index says; TOO_LARGE.
 */
export async function readChunkAt(
  input: Seekable,
  front: PlacedFront,
  { position, items }: ChunkPlace,
  memory: number,
): Promise<PlacedChunk> {
  const chunk = await chunkAt(input, front, position, memory);
  if (chunk.items !== items) {
    const message = `expected ${counted(items, 'item')}, as the index says, got ${chunk.items}`;
    throw new CrayError('CORRUPT', `${blockAt(position)}: ${message}`);
  }
  return { chunk, position };
}

async function chunkAt(
  input: Seekable,
  { header, version, small }: PlacedFront,
  position: number,
  memory: number,
): Promise<Chunk> {
  if (small?.chunk) return small.chunk;
  const source = new ByteSource(bytesAt(input, position, version), position);
  const expected = () => {
    throw new CrayError('CORRUPT', `${blockAt(position)}: expected a chunk, as the index says`);
  };
  if (version === SMALL_VERSION)
    return (await readFront(source, memory)).small?.chunk ?? expected();
  const block = await readKnown(source, memory);
  return block?.type === BLOCK.chunk ? decodeChunk(block, header, memory) : expected();
}

/** A block's head, and then the rest of the block; or what a small part begins with. */
async function* bytesAt(
  input: Seekable,
  position: number,
  version: PartVersion,
): AsyncGenerator<Uint8Array> {
  if (version === SMALL_VERSION) return yield* bytesFrom(input, position, SMALL_AT_ONCE);
  const head = await input.read(position, BLOCK_HEAD);
  yield head;
  if (head.length < BLOCK_HEAD) return;
  const end = position + decodeBlockHead(head).length + BLOCK_OVERHEAD;
  yield* bytesFrom(input, position + BLOCK_HEAD, BYTES_AT_ONCE, end);
}

/** Whether another part begins here. @throws CrayError CORRUPT for anything but that or the end. */
export async function isPart(source: ByteSource): Promise<boolean> {
  const next = await source.peek(1);
  if (next.length === 0) return false;
  if (next[0] === MAGIC[0]) return true;
  const got = Buffer.from(next).toString('hex');
  const message = `expected another part or the end of the file, got a byte ${got}`;
  throw new CrayError('CORRUPT', `byte ${source.position}: ${message}`);
}

/** What an index calls for; and blocks that may be skipped. */
async function readFoot(
  source: ByteSource,
  start: number,
  indexAt: number | undefined,
): Promise<void> {
  let found = false;
  while (await isSkippableNext(source)) {
    const block = await readKnown(source, MAX_METADATA);
    if (!block) continue;
    if (block.type !== BLOCK.foot || found) throw unexpected(block);
    const { partBytes, index } = decodeFoot(block.payload);
    if (start + partBytes !== source.position || start + index !== indexAt) {
      const is = `${counted(source.position - start, 'byte')} and ${indexAt === undefined ? 'no index' : `an index at ${indexAt - start}`}`;
      const message = `foot: expected ${is} as the part has, got ${partBytes} and ${index}`;
      throw new CrayError('CORRUPT', `${blockAt(block.position)}: ${message}`);
    }
    found = true;
  }
  if (indexAt !== undefined && !found) {
    const code = (await source.peek(1)).length === 0 ? 'TRUNCATED' : 'CORRUPT';
    throw new CrayError(code, `expected the foot of the part at byte ${source.position}`);
  }
}
