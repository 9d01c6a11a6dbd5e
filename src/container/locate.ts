import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  type Block,
  blockAt,
  decodeBlock,
  decodeBlockHead,
  SMALL_VERSION,
} from './block.js';
import { decodeIndex, type NumberedPlace, placesOf } from './chunkIndex.js';
import { decodeFoot, FOOT_BYTES, type Foot } from './foot.js';
import { alone, type PlacedFront, readFront } from './front.js';
import { nextBlock, unexpected } from './nextBlock.js';
import { isPart } from './partReader.js';
import { type ScannedPart, scanPart } from './scan.js';
import { decodeTrailer, type Trailer } from './trailer.js';

/** A part of a file, and where its chunks are. */
export interface LocatedPart {
  readonly front: PlacedFront;
  /** In order. */
  readonly chunks: readonly NumberedPlace[];
  readonly items: number;
  /** Where what stands after the chunks begins. */
  readonly end: number;
}

/** Who is told that something is not as it should be, and does no harm. */
export type OnWarning = (message: string) => void;

/** Bytes of a front that are read at a time: most are shorter. */
const FRONT_BYTES = 1 << 12;

/** Bytes of a file of small parts, at most, of which all is kept. */
const KEPT_BYTES = 1 << 20;

/** Where a file ends too soon. */
const NO_BLOCK = { type: '', length: 0 };

/** What an entry of an index takes, to each byte of it. */
const BYTES_PER_INDEX_BYTE = 48;

/**
 * Finds the parts and the chunks of a file: by the indices, from its end, as far as they go, and for
 * the rest by going from block to block. Reads none of the chunks, so checks none.
 *
 * @param memory bytes that a block and an index may take.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function locateParts(
  input: Seekable,
  memory: number,
  warn: OnWarning,
): Promise<LocatedPart[]> {
  const parts: LocatedPart[] = [];
  let end = input.size;
  while (end > 0) {
    const part = await indexedPart(input, end, memory, warn);
    if (!part) break;
    parts.unshift(part);
    end = part.front.position;
  }
  const scanned: LocatedPart[] = [];
  for (let at = 0; at < end; ) {
    if (at > 0) await isPart(sourceAt(input, at));
    const front = await frontAt(input, at, memory);
    if (front.small) {
      const { trailer, chunk } = front.small;
      const place = { position: at, first: 0, items: trailer.items };
      // Many small parts are as much as a large one.
      const kept = input.size <= KEPT_BYTES ? front : alone(front);
      scanned.push(located(kept, chunk ? [place] : [], front.end));
      at = front.end;
      continue;
    }
    const scan = await scanPart(input, front);
    const several = scan.chunks.filter(({ items }) => items > 0).length > 1;
    if (several && !(await hasIndex(input, scan, memory))) {
      warn(`the part at byte ${at} has no sound index: its chunks were found one after another`);
    }
    scanned.push(located(front, scan.chunks, scan.trailer));
    at = scan.end;
  }
  if (scanned.length + parts.length === 0) await frontAt(input, 0, memory);
  return [...scanned, ...parts];
}

/** Whether a part that was found otherwise, since what follows it has no index, has one that is sound. */
async function hasIndex(
  input: Seekable,
  { chunks, end }: ScannedPart,
  memory: number,
): Promise<boolean> {
  const indexed = await indexedPart(input, end, memory, () => {});
  return (
    indexed?.chunks.length === chunks.length &&
    chunks.every(({ position }, i) => position === indexed.chunks[i]?.position)
  );
}

/** The part that ends here, if it has a foot and an index that hold. */
export async function indexedPart(
  input: Seekable,
  end: number,
  memory: number,
  warn: OnWarning,
): Promise<LocatedPart | undefined> {
  const foot = await footBefore(input, end);
  if (!foot) return undefined;
  const position = end - foot.partBytes;
  const at = position + foot.index;
  try {
    const block = await indexAt(input, at, end, memory);
    const front = await frontAt(input, position, memory);
    if (front.small) throw new CrayError('CORRUPT', 'the part is small, and has none');
    return located(front, placesOf(decodeIndex(block.payload), position), at);
  } catch (error) {
    if (!(error instanceof CrayError) || error.code === 'TOO_LARGE') throw error;
    warn(`the index at byte ${at} is damaged: ${error.message}`);
    return undefined;
  }
}

async function footBefore(input: Seekable, end: number): Promise<Foot | undefined> {
  const position = end - FOOT_BYTES;
  if (position < 0) return undefined;
  const block = decodeBlock(await input.read(position, FOOT_BYTES), position);
  if (block?.type !== BLOCK.foot) return undefined;
  const foot = decodeFoot(block.payload);
  return foot.partBytes <= end && foot.index < foot.partBytes ? foot : undefined;
}

async function indexAt(
  input: Seekable,
  position: number,
  end: number,
  memory: number,
): Promise<Block> {
  const bytes = await input.read(position, BLOCK_HEAD);
  const { type, length } = bytes.length === BLOCK_HEAD ? decodeBlockHead(bytes) : NO_BLOCK;
  // What the foot leads to may be anything: there is no index that does not fit.
  if (type !== BLOCK.index || position + length + BLOCK_OVERHEAD > end) {
    throw new CrayError('CORRUPT', `${blockAt(position)}: expected an index, as the foot says`);
  }
  if (length * BYTES_PER_INDEX_BYTE > memory) {
    const need = length * BYTES_PER_INDEX_BYTE;
    throw new CrayError(
      'TOO_LARGE',
      `${blockAt(position)}: an index that takes ${counted(need, 'byte')}, the limit is ${memory}`,
    );
  }
  const block = decodeBlock(await input.read(position, length + BLOCK_OVERHEAD), position);
  if (!block) {
    throw new CrayError('CORRUPT', `${blockAt(position)}: the checksum does not match`);
  }
  return block;
}

/**
 * The trailer of a part.
 *
 * @throws CrayError TRUNCATED, CORRUPT or TOO_LARGE.
 */
export async function readTrailer(
  input: Seekable,
  { front, end }: LocatedPart,
  memory: number,
): Promise<Trailer> {
  const isSmall = front.version === SMALL_VERSION;
  const { small } = isSmall && !front.small ? await frontAt(input, front.position, memory) : front;
  if (small) return small.trailer;
  for (const source = new ByteSource(bytesFrom(input, end), end); ; ) {
    const block = await nextBlock(source, memory);
    if (block.type === BLOCK.trailer) return decodeTrailer(block.payload, front.header.digestBytes);
    if (block.type !== BLOCK.index) throw unexpected(block);
  }
}

function frontAt(input: Seekable, position: number, memory: number): Promise<PlacedFront> {
  return readFront(sourceAt(input, position), memory);
}

function sourceAt(input: Seekable, position: number): ByteSource {
  return new ByteSource(bytesFrom(input, position, FRONT_BYTES), position);
}

function located(front: PlacedFront, chunks: readonly NumberedPlace[], end: number): LocatedPart {
  return { front, chunks, end, items: chunks.reduce((n, { items }) => n + items, 0) };
}
