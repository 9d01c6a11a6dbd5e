import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';

/** The first bytes of every file: one that is not ASCII, the name, and what text modes mangle. */
export const MAGIC = Uint8Array.of(0x8a, 0x43, 0x52, 0x41, 0x59, 0x0d, 0x0a);
/** The version of the format, the byte after the magic. */
export const VERSION = 1;

const CHECK_BYTES = 8;
/** Bytes of a block beside its payload: type, length and check. */
export const BLOCK_OVERHEAD = 1 + 4 + CHECK_BYTES;
/** Longest payload of a block. */
export const MAX_PAYLOAD = 1 << 30;

/** Types of blocks. Lower case marks one that a reader may skip if it does not know it. */
export const BLOCK = { header: 'H', chunk: 'C', trailer: 'T' } as const;

export interface Block {
  readonly type: string;
  readonly payload: Uint8Array;
  /** Where in the file the block begins. */
  readonly position: number;
}

/** type, length, payload, and the first 8 bytes of the SHA-256 of all these. */
export function encodeBlock(type: string, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_PAYLOAD) {
    throw new RangeError(`expected a payload of at most ${MAX_PAYLOAD} bytes`);
  }
  const head = blockHead(type, payload.length);
  return Buffer.concat([head, payload, check(head, payload)]);
}

/**
 * Reads the next block.
 *
 * @returns undefined at the end of the file.
 * @throws CrayError TRUNCATED, CORRUPT, TOO_LARGE, or whatever the source throws.
 */
export async function readBlock(
  source: ByteSource,
  maxPayload = MAX_PAYLOAD,
): Promise<Block | undefined> {
  const position = source.position;
  const head = await source.readUpTo(5);
  if (head.length === 0) return undefined;
  const what = `the block at byte ${position}`;
  if (head.length < 5) {
    throw new CrayError('TRUNCATED', `the file ends within ${what}`);
  }
  const length = new DataView(head.buffer, head.byteOffset).getUint32(1, true);
  if (length > maxPayload) {
    const message = `expected a length of at most ${maxPayload} bytes, got ${length}`;
    throw new CrayError('TOO_LARGE', `${what}: ${message}`);
  }
  const payload = await source.read(length, what);
  const expected = await source.read(CHECK_BYTES, what);
  if (Buffer.compare(expected, check(head, payload)) !== 0) {
    throw new CrayError('CORRUPT', `${what}: the checksum does not match`);
  }
  return { type: String.fromCharCode(head[0] as number), payload, position };
}

/** Whether a reader that does not know this type may skip the block. */
export function isSkippable(type: string): boolean {
  return type >= 'a' && type <= 'z';
}

/**
 * Reads the magic and the version.
 *
 * @throws CrayError NOT_CRAY or UNSUPPORTED.
 */
export async function readMagic(source: ByteSource): Promise<void> {
  const magic = await source.readUpTo(MAGIC.length + 1);
  if (Buffer.compare(magic.subarray(0, MAGIC.length), MAGIC) !== 0) {
    const got =
      magic.length === 0 ? 'an empty file' : `bytes ${Buffer.from(magic).toString('hex')}`;
    throw new CrayError('NOT_CRAY', `not a .cray file: expected the magic number, got ${got}`);
  }
  const version = magic[MAGIC.length];
  if (version === undefined) throw new CrayError('TRUNCATED', 'the file ends within the magic');
  if (version !== VERSION) {
    throw new CrayError(
      'UNSUPPORTED',
      `the file is of version ${version} of the format; this program reads version ${VERSION}`,
    );
  }
}

function blockHead(type: string, length: number): Uint8Array {
  const head = new Uint8Array(5);
  head[0] = type.charCodeAt(0);
  new DataView(head.buffer).setUint32(1, length, true);
  return head;
}

function check(head: Uint8Array, payload: Uint8Array): Uint8Array {
  return createHash('sha256').update(head).update(payload).digest().subarray(0, CHECK_BYTES);
}
