import { createHash } from 'node:crypto';
import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { counted } from '../words.js';
import { MAGIC, SMALL_VERSION } from './block.js';
import { type Chunk, chunkHead, decodeChunk, encodeChunk, type ItemChunk } from './chunk.js';
import { SHORT_DIGEST_BYTES } from './digests.js';
import { FieldReader, FieldWriter } from './fields.js';
import { checkHeader, type Header } from './header.js';
import type { Provenance } from './provenance.js';
import { readSmallFront, writeSmallFront } from './smallHeader.js';
import type { Trailer } from './trailer.js';

/**
 * A part in its small form, of one chunk of items or none: what can be told without being said is left out. All of it
 * is read at once.
 */
export interface SmallPart {
  readonly header: Header;
  readonly provenance: Provenance | undefined;
  readonly chunk: ItemChunk | undefined;
  readonly trailer: Trailer;
}

/** What stands before the chunks of a part, of which not all has a place in a small one. */
interface AnyFront extends Pick<SmallPart, 'header'> {
  readonly provenance?: Provenance | undefined;
  readonly pieces?: object | undefined;
  readonly model?: object | undefined;
}

/** Longest payload of a small part. */
export const MAX_SMALL = 1 << 18;

/** Bytes of the length of a payload, at most. */
export const SMALL_LENGTH = 3;

/** Bytes of the check of a small part. */
export const SMALL_CHECK_BYTES = 4;

/** The bytes of a part in its small form; undefined where it has none. */
export function encodeSmall(
  { header, provenance, pieces, model }: AnyFront,
  chunks: readonly Chunk[],
  trailer: Trailer,
): Uint8Array | undefined {
  const [chunk, ...others] = chunks.filter(({ kind }) => kind !== 'residue');
  if (pieces || model || others.length > 0) return undefined;
  const tail = Buffer.concat([
    ...chunks.flatMap((one) => (one.kind === 'residue' ? [one.bytes] : [])),
    trailer.tail,
  ]);
  if (tail.length > MAX_SMALL) return undefined;
  const writer = new FieldWriter();
  writeSmallFront(writer, { header, provenance, tail });
  writer.raw(trailer.digest.subarray(0, SHORT_DIGEST_BYTES));
  if (chunk) writer.raw(encodeChunk(chunk, { packed: true, revision: header.revision }));
  const payload = writer.finish();
  if (payload.length > MAX_SMALL) return undefined;
  const framed = new FieldWriter().bytes(payload).finish();
  return Buffer.concat([MAGIC, Uint8Array.of(SMALL_VERSION), framed, checkOf(framed)]);
}

/** A small part of its bytes, which have just been written. @throws CrayError as {@link readSmall}. */
export function decodeSmallPart(part: Uint8Array): SmallPart {
  const reader = new FieldReader(part.subarray(MAGIC.length + 1), smallAt(0));
  return decodeSmall(reader.bytes('payload'), 0, MAX_SMALL);
}

/** Whether the bytes of a part are its small form. */
export function isSmallPart(part: Uint8Array): boolean {
  return part[MAGIC.length] === SMALL_VERSION;
}

/**
 * Reads a small part whose magic and version have been read.
 *
 * @param position where the part begins.
 * @throws CrayError TRUNCATED, CORRUPT, UNSUPPORTED or TOO_LARGE.
 */
export async function readSmall(
  source: ByteSource,
  position: number,
  memory: number,
): Promise<SmallPart> {
  const what = smallAt(position);
  const length = await readLength(source, what, Math.min(memory, MAX_SMALL));
  const payload = await source.read(length, what);
  const expected = await source.read(SMALL_CHECK_BYTES, what);
  const framed = new FieldWriter().bytes(payload).finish();
  if (Buffer.compare(expected, checkOf(framed)) !== 0) {
    throw new CrayError('CORRUPT', `${what}: the checksum does not match`);
  }
  return decodeSmall(payload, position, memory);
}

function decodeSmall(payload: Uint8Array, position: number, memory: number): SmallPart {
  const reader = new FieldReader(payload, smallAt(position));
  const { header: open, provenance, tail } = readSmallFront(reader);
  const digest = reader.raw(SHORT_DIGEST_BYTES, 'digest').slice();
  if (reader.done) {
    const header = { ...open, lanes: 1 };
    checkHeader(header, reader);
    return { header, provenance, chunk: undefined, trailer: { items: 0, tail, digest } };
  }
  const bytes = reader.rest();
  const { kind, items } = chunkHead(bytes, smallAt(position));
  if (kind === 'residue') throw reader.fail('chunk', 'expected items, got residue');
  const header = { ...open, chunkItems: items };
  checkHeader(header, reader);
  const chunk = decodeChunk({ payload: bytes, position }, header, memory) as ItemChunk;
  const lanes = chunk.kind === 'message' ? chunk.lanes : 1;
  return { header: { ...header, lanes }, provenance, chunk, trailer: { items, tail, digest } };
}

/** The length of a payload, seven bits a byte. */
async function readLength(source: ByteSource, what: string, most: number): Promise<number> {
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const [byte = 0] = await source.read(1, what);
    length += (byte % 128) * scale;
    if (scale > 1 && byte === 0) {
      throw new CrayError('CORRUPT', `${what}: length: is not in its shortest form`);
    }
    if (length > most) {
      const message = `expected a length of at most ${counted(most, 'byte')}, got ${length} or more`;
      throw new CrayError('TOO_LARGE', `${what}: ${message}`);
    }
    if (byte < 128) return length;
  }
}

/** Bytes of a small part after its version, by the first ones of them: as many as may be, where that is not said. */
export function smallBytes(start: Uint8Array): number {
  const digits = start.findIndex((byte) => byte < 128) + 1;
  const length = start.subarray(0, digits).reduceRight((sum, byte) => sum * 128 + (byte % 128), 0);
  return Math.min(length, MAX_SMALL) + SMALL_LENGTH + SMALL_CHECK_BYTES;
}

/** For people. */
function smallAt(position: number): string {
  return `the small part at byte ${position}`;
}

function checkOf(framed: Uint8Array): Uint8Array {
  return createHash('sha256').update(framed).digest().subarray(0, SMALL_CHECK_BYTES);
}
