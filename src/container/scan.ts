import type { Seekable } from '../bytes/seekable.js';
import { CrayError } from '../errors.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  blockAt,
  decodeBlockHead,
  isSkippable,
} from './block.js';
import { chunkHead } from './chunk.js';
import type { NumberedPlace } from './chunkIndex.js';
import type { PlacedFront } from './front.js';
import { unexpected } from './nextBlock.js';

/** Bytes of a chunk's payload that say how many items it has: the kind and an integer. */
const CHUNK_HEAD = 1 + 8;

/** What is found of a part. */
export interface ScannedPart {
  readonly chunks: readonly NumberedPlace[];
  /** Where the trailer begins, and where the part ends. */
  readonly trailer: number;
  readonly end: number;
}

/**
 * Finds the chunks of a part by going from block to block, and where the part ends. Reads no more of
 * a block than its first bytes, so checks none.
 *
 * @throws CrayError TRUNCATED, CORRUPT or UNSUPPORTED.
 */
export async function scanPart(input: Seekable, front: PlacedFront): Promise<ScannedPart> {
  const chunks: NumberedPlace[] = [];
  let first = 0;
  let trailer: number | undefined;
  for (let at = front.end; ; ) {
    const bytes = await input.read(at, BLOCK_HEAD + CHUNK_HEAD);
    const type = String.fromCharCode(bytes[0] ?? 0);
    if (trailer !== undefined && !isSkippable(type)) return { chunks, trailer, end: at };
    if (bytes.length < BLOCK_HEAD) {
      throw new CrayError(
        'TRUNCATED',
        `the file ends at byte ${at + bytes.length}, before its trailer`,
      );
    }
    const { length } = decodeBlockHead(bytes);
    const next = at + length + BLOCK_OVERHEAD;
    if (next > input.size) {
      throw new CrayError(
        'TRUNCATED',
        `the file ends within ${blockAt(at)}, which goes to ${next}`,
      );
    }
    if (type === BLOCK.chunk && trailer === undefined) {
      const start = bytes.subarray(BLOCK_HEAD, BLOCK_HEAD + length);
      const { items } = chunkHead(start, blockAt(at), front.header.chunkItems);
      chunks.push({ position: at, first, items });
      first += items;
    } else if (type === BLOCK.trailer && trailer === undefined) {
      trailer = at;
    } else if (!isSkippable(type)) {
      throw unexpected({ type, position: at });
    }
    at = next;
  }
}
