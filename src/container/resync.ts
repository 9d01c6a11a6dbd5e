import type { Seekable } from '../bytes/seekable.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  type Block,
  decodeBlock,
  decodeBlockHead,
  isSkippable,
  isVersion,
  MAGIC,
} from './block.js';
import { RESIDUE_KIND } from './chunk.js';
import type { Header } from './header.js';
import { mostBytes } from './nextBlock.js';

/** A block whose check holds, and the bytes that it takes in the file. */
export interface SoundBlock extends Block {
  readonly bytes: number;
}

/** What is known of the place where a sound block may be found again. */
export interface Landmarks {
  /** Where blocks begin, in order, if there is an index. */
  readonly places?: readonly number[] | undefined;
  /** That of the part, for its blocks; without it, only the start of another part is looked for. */
  readonly header?: Header | undefined;
}

/** Bytes looked through at a time, and those after them that are seen as well. */
const WINDOW_BYTES = 1 << 16;
const SEEN_BYTES = BLOCK_HEAD + 2;

/** What a check costs beside its bytes, in bytes. */
const CHECK_COST = 1 << 13;

/**
 * How much longer a file is searched for blocks: what looks like one at every byte must not take for
 * ever. It is that of a whole file, since sound blocks in between would make each search a short one.
 */
export class Patience {
  /** Bytes whose checks may still be computed in vain, beside those that a search goes past. */
  private left = 1 << 27;

  /** Makes room for what a search costs that finds nothing. */
  add(bytes: number): void {
    this.left += bytes;
  }

  /** Whether so many bytes may still be looked at, which is then counted. */
  allows(bytes: number): boolean {
    if (bytes + CHECK_COST > this.left) return false;
    this.left -= bytes + CHECK_COST;
    return true;
  }
}

/** The block that begins here, if its check holds. */
export async function soundBlock(
  input: Seekable,
  position: number,
  memory: number,
): Promise<SoundBlock | undefined> {
  const head = await input.read(position, BLOCK_HEAD);
  if (head.length < BLOCK_HEAD) return undefined;
  const bytes = decodeBlockHead(head).length + BLOCK_OVERHEAD;
  if (!hasRoom(head, input.size - position, memory)) return undefined;
  const block = decodeBlock(await input.read(position, bytes), position);
  return block && { ...block, bytes };
}

/** Whether a block that begins so may be as long as it says. @param left bytes of the file. */
function hasRoom(head: Uint8Array, left: number, memory: number): boolean {
  const { type, length } = decodeBlockHead(head);
  const allowed = ([BLOCK.chunk, BLOCK.trailer] as string[]).includes(type) || isSkippable(type);
  return allowed && length <= Math.min(memory, mostBytes(type)) && length + BLOCK_OVERHEAD <= left;
}

/** Whether a part begins here. */
export async function isMagicAt(input: Seekable, position: number): Promise<boolean> {
  return isMagic(await input.read(position, MAGIC.length + 1), 0);
}

/**
 * Where, after the damage at a position, the next sound block or part begins; or the end of the
 * file. By the length of the damaged block, if something sound follows it; by the index; and else by
 * looking at every byte.
 */
export async function findSound(
  input: Seekable,
  position: number,
  landmarks: Landmarks,
  patience: Patience,
  memory: number,
): Promise<number> {
  const head = await input.read(position, BLOCK_HEAD);
  if (head.length === BLOCK_HEAD && landmarks.header) {
    const next = position + decodeBlockHead(head).length + BLOCK_OVERHEAD;
    if (next === input.size || (await isMagicAt(input, next))) return next;
    if (await soundBlock(input, next, memory)) return next;
  }
  const place = landmarks.places?.find((at) => at > position);
  return place ?? lookThrough(input, position + 1, landmarks.header, patience, memory);
}

async function lookThrough(
  input: Seekable,
  from: number,
  header: Header | undefined,
  patience: Patience,
  memory: number,
): Promise<number> {
  for (let start = from; start < input.size; start += WINDOW_BYTES) {
    const window = await input.read(start, WINDOW_BYTES + SEEN_BYTES);
    patience.add(WINDOW_BYTES);
    for (let i = 0; i < Math.min(window.length, WINDOW_BYTES); i++) {
      if (isMagic(window, i)) return start + i;
      if (!header || !mayBegin(window, i, header)) continue;
      if (!hasRoom(window.subarray(i), input.size - start - i, memory)) continue;
      if (!patience.allows(decodeBlockHead(window.subarray(i)).length)) continue;
      if (await soundBlock(input, start + i, memory)) return start + i;
    }
  }
  return input.size;
}

const CHUNK_TYPE = BLOCK.chunk.charCodeAt(0);
const TRAILER_TYPE = BLOCK.trailer.charCodeAt(0);

/** Whether the bytes from a place on may be the first of a chunk or a trailer. */
function mayBegin(bytes: Uint8Array, at: number, { chunkItems }: Header): boolean {
  const type = bytes[at];
  if (at + SEEN_BYTES > bytes.length) return false;
  if (type !== CHUNK_TYPE) return type === TRAILER_TYPE;
  const [kind, items] = [bytes[at + BLOCK_HEAD], bytes[at + BLOCK_HEAD + 1]] as [number, number];
  return (
    kind === RESIDUE_KIND ||
    (kind < RESIDUE_KIND && items > 0 && (items >= 128 || items <= chunkItems))
  );
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== MAGIC[0]) return false;
  const found = bytes.subarray(at, at + MAGIC.length);
  return Buffer.compare(found, MAGIC) === 0 && isVersion(bytes[at + MAGIC.length]);
}
