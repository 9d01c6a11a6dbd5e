import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import {
  BLOCK,
  type Block,
  blockAt,
  isSkippable,
  passPayload,
  readBlockHead,
  readPayload,
} from './block.js';
import { MAX_CHUNK_BYTES } from './header.js';
import { MAX_PIECES_BYTES } from './pieces.js';

/** Longest payload of a header or a trailer, and what a chunk may have beside its items. */
export const MAX_METADATA = 1 << 20;

/** Whether a block comes next that a reader may skip if it does not know it. */
export async function isSkippableNext(source: ByteSource): Promise<boolean> {
  return isSkippable(String.fromCharCode(...(await source.peek(1))));
}

/** The next block that is not to be skipped. */
export async function nextBlock(source: ByteSource, memory: number): Promise<Block> {
  for (;;) {
    const block = await readKnown(source, memory);
    if (block) return block;
  }
}

/** The next block, or undefined if it was one to be skipped. */
export async function readKnown(source: ByteSource, memory: number): Promise<Block | undefined> {
  const head = await readBlockHead(source);
  if (!head)
    throw new CrayError(
      'TRUNCATED',
      `the file ends at byte ${source.position}, before its trailer`,
    );
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

/** A block in a place where it must not be, or of a type that cannot be skipped. */
export function unexpected({ type, position }: { type: string; position: number }): CrayError {
  return isKnown(type)
    ? new CrayError('CORRUPT', `${blockAt(position)}: did not expect type ${type} here`)
    : new CrayError(
        'UNSUPPORTED',
        `${blockAt(position)} is of unknown type ${JSON.stringify(type)}`,
      );
}
