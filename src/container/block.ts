import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes/source.js';
import { ArgumentError, CrayError } from '../errors.js';
import { counted } from '../words.js';

/** The first bytes of every file: one that is not ASCII, the name, and what text modes mangle. */
export const MAGIC = Uint8Array.of(0x8a, 0x43, 0x52, 0x41, 0x59, 0x0d, 0x0a);
/** The version of the format, the byte after the magic: of a part of blocks. */
export const VERSION = 1 as const;
/** That of a part in its small form. */
export const SMALL_VERSION = 3 as const;

/** Whether bytes begin as .cray files do. */
export function isCray(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes.subarray(0, MAGIC.length), MAGIC) === 0;
}

const CHECK_BYTES = 8;
/** Bytes of a block beside its payload: type, length and check. */
export const BLOCK_OVERHEAD = 1 + 4 + CHECK_BYTES;
/** Bytes held at a time of a block that is passed over. */
const PASS_BYTES = 1 << 18;
/** Longest payload of a block. */
export const MAX_PAYLOAD = 1 << 30;

/** Types of blocks. Lower case marks one that a reader may skip if it does not know it. */
export const BLOCK = {
  header: 'H',
  pieces: 'J',
  chunk: 'C',
  trailer: 'T',
  provenance: 'p',
  model: 'm',
  index: 'i',
  foot: 'f',
} as const;

/** Bytes of a block before its payload. */
export const BLOCK_HEAD = 5;

/** What the first bytes of a block say. */
export interface BlockHead {
  readonly type: string;
  /** Bytes of the payload. */
  readonly length: number;
}

/** A head, its bytes, and where in the file they are. */
export interface PlacedHead extends BlockHead {
  readonly bytes: Uint8Array;
  readonly position: number;
}

export interface Block {
  readonly type: string;
  readonly payload: Uint8Array;
  /** Where in the file the block begins. */
  readonly position: number;
}

/** type, length, payload, and the first 8 bytes of the SHA-256 of all these. */
export function encodeBlock(type: string, payload: Uint8Array): Uint8Array {
  if (payload.length > MAX_PAYLOAD) {
    throw new ArgumentError(`expected a payload of at most ${MAX_PAYLOAD} bytes`);
  }
  const head = blockHead(type, payload.length);
  return Buffer.concat([head, payload, check(head, payload)]);
}

/** What the next block says of itself, and where it begins; undefined at the end of the file. */
export async function readBlockHead(source: ByteSource): Promise<PlacedHead | undefined> {
  const position = source.position;
  const bytes = await source.readUpTo(BLOCK_HEAD);
  if (bytes.length === 0) return undefined;
  if (bytes.length < BLOCK_HEAD) {
    throw new CrayError('TRUNCATED', `the file ends within ${blockAt(position)}`);
  }
  return { ...decodeBlockHead(bytes), bytes, position };
}

/**
 * Reads the rest of a block. Nothing is allocated before the bytes are there.
 *
 * @param most bytes of payload that are let in.
 * @throws CrayError TRUNCATED, CORRUPT, TOO_LARGE, or whatever the source throws.
 */
export async function readPayload(
  source: ByteSource,
  { type, length, bytes, position }: PlacedHead,
  most: number,
): Promise<Block> {
  const what = blockAt(position);
  if (length > most) {
    const message = `expected a length of at most ${counted(most, 'byte')}, got ${length}`;
    throw new CrayError('TOO_LARGE', `${what}: ${message}`);
  }
  const payload = await source.read(length, what);
  const expected = await source.read(CHECK_BYTES, what);
  if (Buffer.compare(expected, check(bytes, payload)) !== 0) throw damaged(position);
  return { type, payload, position };
}

/** Goes past the rest of a block of any length, and checks it all the same. */
export async function passPayload(
  source: ByteSource,
  { length, bytes, position }: PlacedHead,
): Promise<void> {
  const what = blockAt(position);
  const hash = createHash('sha256').update(bytes);
  for (let left = length; left > 0; ) {
    const some = await source.read(Math.min(left, PASS_BYTES), what);
    hash.update(some);
    left -= some.length;
  }
  const expected = await source.read(CHECK_BYTES, what);
  if (Buffer.compare(expected, hash.digest().subarray(0, CHECK_BYTES)) !== 0) {
    throw damaged(position);
  }
}

/** For people. */
export function blockAt(position: number): string {
  return `the block at byte ${position}`;
}

function damaged(position: number): CrayError {
  return new CrayError('CORRUPT', `${blockAt(position)}: the checksum does not match`);
}

/** @param head at least {@link BLOCK_HEAD} bytes. */
export function decodeBlockHead(head: Uint8Array): BlockHead {
  const length = new DataView(head.buffer, head.byteOffset).getUint32(1, true);
  return { type: String.fromCharCode(head[0] as number), length };
}

/** The block that these bytes are, or undefined if they are not one whole and good block. */
export function decodeBlock(bytes: Uint8Array, position: number): Block | undefined {
  if (bytes.length < BLOCK_OVERHEAD) return undefined;
  const { type, length } = decodeBlockHead(bytes);
  if (bytes.length !== length + BLOCK_OVERHEAD) return undefined;
  const [head, payload] = [bytes.subarray(0, BLOCK_HEAD), bytes.subarray(BLOCK_HEAD, -CHECK_BYTES)];
  const expected = bytes.subarray(-CHECK_BYTES);
  return Buffer.compare(expected, check(head, payload)) === 0
    ? { type, payload, position }
    : undefined;
}

/** Whether a reader that does not know this type may skip the block. */
export function isSkippable(type: string): boolean {
  return type >= 'a' && type <= 'z';
}

/** Whether this program knows what follows a version. */
export function isVersion(version: number | undefined): version is PartVersion {
  return version === VERSION || version === SMALL_VERSION;
}

/** A version that this program reads. */
export type PartVersion = typeof VERSION | typeof SMALL_VERSION;

/**
 * Reads the magic and the version, which it gives.
 *
 * @throws CrayError NOT_CRAY or UNSUPPORTED.
 */
export async function readMagic(source: ByteSource): Promise<PartVersion> {
  const magic = await source.readUpTo(MAGIC.length + 1);
  if (Buffer.compare(magic.subarray(0, MAGIC.length), MAGIC) !== 0) {
    const got =
      magic.length === 0 ? 'an empty file' : `bytes ${Buffer.from(magic).toString('hex')}`;
    throw new CrayError('NOT_CRAY', `not a .cray file: expected the magic number, got ${got}`);
  }
  const version = magic[MAGIC.length];
  if (version === undefined) throw new CrayError('TRUNCATED', 'the file ends within the magic');
  if (!isVersion(version)) {
    throw new CrayError(
      'UNSUPPORTED',
      `the file is of version ${version} of the format; this program reads versions ${VERSION} and ${SMALL_VERSION}`,
    );
  }
  return version;
}

function blockHead(type: string, length: number): Uint8Array {
  const head = new Uint8Array(BLOCK_HEAD);
  head[0] = type.charCodeAt(0);
  new DataView(head.buffer).setUint32(1, length, true);
  return head;
}

function check(head: Uint8Array, payload: Uint8Array): Uint8Array {
  return createHash('sha256').update(head).update(payload).digest().subarray(0, CHECK_BYTES);
}
