import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import {
  BLOCK,
  type Block,
  blockAt,
  isSkippable,
  MAGIC,
  passPayload,
  readBlockHead,
  readMagic,
  readPayload,
} from './block.js';
import { type Chunk, decodeChunk } from './chunk.js';
import { IndexWriter } from './chunkIndex.js';
import { decodeEmbedded, type EmbeddedModel } from './embedded.js';
import { decodeFoot } from './foot.js';
import { decodeHeader, type Header, MAX_CHUNK_BYTES } from './header.js';
import type { Front } from './partWriter.js';
import { decodePieces, MAX_PIECES_BYTES } from './pieces.js';
import { decodeProvenance, type Provenance } from './provenance.js';
import { decodeTrailer, type Trailer } from './trailer.js';

/** Longest payload of a header or a trailer, and what a chunk may have beside its items. */
const MAX_METADATA = 1 << 20;

/** What stands before the chunks, and where the part begins. */
export interface PlacedFront extends Front {
  readonly position: number;
  /** Where the first chunk, or what stands after the chunks, begins. */
  readonly end: number;
  /** Bytes of the file that the model takes; 0 where it is not inside. */
  readonly modelBytes: number;
}

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
 * Reads the magic, the version, the header and what else stands before the chunks.
 *
 * @param memory bytes that a block may take.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readFront(source: ByteSource, memory: number): Promise<PlacedFront> {
  const { position } = source;
  await readMagic(source);
  const first = await nextBlock(source, memory);
  if (first.type !== BLOCK.header) throw unexpected(first);
  const header: Header = decodeHeader(first.payload);
  let [pieces, modelBytes] = [undefined as Front['pieces'], 0];
  let provenance: Provenance | undefined;
  let model: EmbeddedModel | undefined;
  while (await isFront(source)) {
    const start = source.position;
    const block = await readKnown(source, memory);
    if (block?.type === BLOCK.pieces) {
      if (pieces) throw unexpected(block);
      pieces = decodePieces(block.payload);
    } else if (block?.type === BLOCK.provenance) {
      if (provenance) throw unexpected(block);
      provenance = decodeProvenance(block.payload);
    } else if (block?.type === BLOCK.model) {
      if (model) throw unexpected(block);
      model = decodeEmbedded(block.payload);
      modelBytes = source.position - start;
    } else if (block) {
      throw unexpected(block);
    }
  }
  return { header, pieces, provenance, model, modelBytes, position, end: source.position };
}

/**
 * The chunks of a part, and at the end what stands after them. The source is then at the start of
 * another part, or at the end of the file.
 *
 * @throws CrayError as {@link readFront}.
 */
export async function* readChunks(
  source: ByteSource,
  { header, position: start }: PlacedFront,
  memory: number,
): AsyncGenerator<PlacedChunk, PartEnd> {
  const index = new IndexWriter();
  let indexAt: number | undefined;
  for (;;) {
    const block = await nextBlock(source, memory);
    if (indexAt !== undefined && block.type !== BLOCK.trailer) throw unexpected(block);
    if (block.type === BLOCK.chunk) {
      const chunk = decodeChunk(block.payload, header);
      index.add(block.position - start, chunk.items);
      yield { chunk, position: block.position };
    } else if (block.type === BLOCK.index) {
      if (Buffer.compare(block.payload, index.finish()) !== 0) {
        const message = `${blockAt(block.position)}: the index is not that of the chunks`;
        throw new CrayError('CORRUPT', message);
      }
      indexAt = block.position;
    } else if (block.type === BLOCK.trailer) {
      const trailer = decodeTrailer(block.payload);
      await readFoot(source, start, indexAt);
      return { trailer, indexed: indexAt !== undefined };
    } else {
      throw unexpected(block);
    }
  }
}

/** Whether another part begins here. @throws CrayError CORRUPT for anything but that or the end. */
export async function isPart(source: ByteSource): Promise<boolean> {
  const next = await source.peek(1);
  if (next.length === 0) return false;
  if (next[0] === MAGIC[0]) return true;
  throw new CrayError('CORRUPT', `expected the end of the file at byte ${source.position}`);
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
      const message = `${blockAt(block.position)}: the foot is not that of the part`;
      throw new CrayError('CORRUPT', message);
    }
    found = true;
  }
  if (indexAt !== undefined && !found) {
    const code = (await source.peek(1)).length === 0 ? 'TRUNCATED' : 'CORRUPT';
    throw new CrayError(code, `expected the foot of the part at byte ${source.position}`);
  }
}

/** Whether the next block belongs before the chunks. An index has its place after them. */
async function isFront(source: ByteSource): Promise<boolean> {
  const next = String.fromCharCode(...(await source.peek(1)));
  return next === BLOCK.pieces || (isSkippable(next) && next !== BLOCK.index);
}

async function isSkippableNext(source: ByteSource): Promise<boolean> {
  return isSkippable(String.fromCharCode(...(await source.peek(1))));
}

/** The next block that is not to be skipped. */
async function nextBlock(source: ByteSource, memory: number): Promise<Block> {
  for (;;) {
    const block = await readKnown(source, memory);
    if (block) return block;
  }
}

/** The next block, or undefined if it was one to be skipped. */
async function readKnown(source: ByteSource, memory: number): Promise<Block | undefined> {
  const head = await readBlockHead(source);
  if (!head) throw new CrayError('TRUNCATED', 'the file ends before its trailer');
  if (!isKnown(head.type)) {
    if (!isSkippable(head.type)) throw unexpected(head);
    await passPayload(source, head);
    return undefined;
  }
  return readPayload(source, head, Math.min(memory, mostBytes(head.type)));
}

function isKnown(type: string): boolean {
  return Object.values<string>(BLOCK).includes(type);
}

/** Bytes that the payload of a block may have. */
export function mostBytes(type: string): number {
  switch (type) {
    case BLOCK.chunk:
      return MAX_CHUNK_BYTES + MAX_METADATA;
    case BLOCK.pieces:
      return MAX_PIECES_BYTES;
    case BLOCK.model:
    case BLOCK.index:
      return Number.POSITIVE_INFINITY;
    default:
      return MAX_METADATA;
  }
}

function unexpected({ type, position }: { type: string; position: number }): CrayError {
  return isKnown(type)
    ? new CrayError('CORRUPT', `${blockAt(position)}: did not expect type ${type} here`)
    : new CrayError('UNSUPPORTED', `${blockAt(position)} is of unknown type ${type}`);
}
