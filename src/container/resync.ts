import type { Seekable } from '../bytes/seekable.js';
import {
  BLOCK,
  BLOCK_HEAD,
  BLOCK_OVERHEAD,
  type Block,
  decodeBlock,
  decodeBlockHead,
  isSkippable,
  MAGIC,
  VERSION,
} from './block.js';
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

/**
 * Bytes whose checks may be computed in vain in one search, beside those that it goes past: what
 * looks like a long block at every byte must not take for ever.
 */
const VAIN_BYTES = 1 << 27;

/** The block that begins here, if its check holds. */
export async function soundBlock(
  input: Seekable,
  position: number,
  memory: number,
): Promise<SoundBlock | undefined> {
  const head = await input.read(position, BLOCK_HEAD);
  if (head.length < BLOCK_HEAD) return undefined;
  const { type, length } = decodeBlockHead(head);
  const bytes = length + BLOCK_OVERHEAD;
  const allowed = ([BLOCK.chunk, BLOCK.trailer] as string[]).includes(type) || isSkippable(type);
  const most = Math.min(memory, mostBytes(type));
  if (!allowed || length > most || position + bytes > input.size) return undefined;
  const block = decodeBlock(await input.read(position, bytes), position);
  return block && { ...block, bytes };
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
  memory: number,
): Promise<number> {
  const head = await input.read(position, BLOCK_HEAD);
  if (head.length === BLOCK_HEAD && landmarks.header) {
    const next = position + decodeBlockHead(head).length + BLOCK_OVERHEAD;
    if (next === input.size || (await isMagicAt(input, next))) return next;
    if (await soundBlock(input, next, memory)) return next;
  }
  const place = landmarks.places?.find((at) => at > position);
  return place ?? lookThrough(input, position + 1, landmarks.header, memory);
}

async function lookThrough(
  input: Seekable,
  from: number,
  header: Header | undefined,
  memory: number,
): Promise<number> {
  let vain = VAIN_BYTES;
  for (let start = from; start < input.size; start += WINDOW_BYTES) {
    const window = await input.read(start, WINDOW_BYTES + SEEN_BYTES);
    vain += WINDOW_BYTES;
    for (let i = 0; i < Math.min(window.length, WINDOW_BYTES); i++) {
      if (isMagic(window, i)) return start + i;
      if (!header || !mayBegin(window.subarray(i, i + SEEN_BYTES), header)) continue;
      const { length } = decodeBlockHead(window.subarray(i));
      if (length > vain || start + i + length > input.size) continue;
      if (await soundBlock(input, start + i, memory)) return start + i;
      vain -= length;
    }
  }
  return input.size;
}

/** Whether these may be the first bytes of a chunk or a trailer. */
function mayBegin(bytes: Uint8Array, { chunkItems }: Header): boolean {
  const type = String.fromCharCode(bytes[0] as number);
  if (bytes.length < SEEN_BYTES) return false;
  if (type !== BLOCK.chunk) return type === BLOCK.trailer;
  const [kind, items] = bytes.subarray(BLOCK_HEAD) as unknown as [number, number];
  return kind < 2 && items > 0 && (items >= 128 || items <= chunkItems);
}

function isMagic(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== MAGIC[0]) return false;
  const found = bytes.subarray(at, at + MAGIC.length);
  return Buffer.compare(found, MAGIC) === 0 && bytes[at + MAGIC.length] === VERSION;
}
