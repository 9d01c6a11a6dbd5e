import { createHash } from 'node:crypto';
import { hex } from '../bytes/hex.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import type { ItemChunk } from '../container/chunk.js';
import { readChunks, readHeader } from '../container/container.js';
import type { Header } from '../container/header.js';
import type { Trailer } from '../container/trailer.js';
import { type Dtype, ELEMENT_BYTES, fits, itemSize, type Piece } from '../data/dataset.js';
import { restore } from '../data/formats.js';
import { CrayError } from '../errors.js';
import { buildCodec } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { decodeItems } from './chunks.js';
import { updateDigest } from './digest.js';
import type { OnProgress } from './progress.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 64 by default. Speed only. */
  readonly batch?: number | undefined;
  /** Called after each piece, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Restores the original file from a .cray file; from one without order, the file with its items
 * sorted. Everything yielded before the end has passed its chunk's checksum; only after the last
 * piece has the whole passed the file's, so whoever writes a file should give it its name then.
 *
 * @param stream the bytes of a .cray file.
 * @param findModel gives the model for a header, by its modelName, dtype and shape.
 * @param options speed, and who is told how far it is.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT, TOO_LARGE, MODEL_MISMATCH or what
 * findModel throws.
 * @returns the bytes of the original file, in pieces.
 */
export async function* decompress(
  stream: ByteStream,
  findModel: (header: Header) => Model,
  { batch, onProgress }: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const source = new ByteSource(stream);
  const header = await readHeader(source);
  const model = findModel(header);
  checkModel(header, model);
  const codec = buildCodec(model, { batch, item: header });
  if (header.levels !== codec.levels) {
    const message = `header: levels: expected ${codec.levels} as the model has, got ${header.levels}`;
    throw new CrayError('CORRUPT', message);
  }
  const width = ELEMENT_BYTES[header.dtype as Dtype];
  const settings = { ...header, size: itemSize(header.shape), width };

  const digest = createHash('sha256').update(header.head);
  const progress = { items: 0, totalItems: undefined, rawBytes: 0, bytes: 0, elements: 0 };
  const chunks = readChunks(source, header);
  let next = await chunks.next();

  async function* pieces(): AsyncGenerator<Piece> {
    for (; !next.done && next.value.chunk.kind !== 'residue'; next = await chunks.next()) {
      const { chunk, position } = next.value;
      const piece = inChunk(position, () => decodeItems(chunk as ItemChunk, codec, settings));
      updateDigest(digest, piece, chunk.items);
      progress.items += chunk.items;
      progress.elements += chunk.items * settings.size;
      yield piece;
    }
  }

  async function* tail(): AsyncGenerator<Uint8Array> {
    for (; !next.done; next = await chunks.next()) {
      const { chunk, position } = next.value;
      if (chunk.kind !== 'residue') {
        throw new CrayError('CORRUPT', `the chunk at byte ${position}: items after residue`);
      }
      digest.update(chunk.bytes);
      yield chunk.bytes;
    }
    digest.update(next.value.tail);
    yield next.value.tail;
  }

  const contents = { ...header, pieces: pieces(), tail: tail() };
  for await (const bytes of restore(header.dataFormat, contents)) {
    progress.rawBytes += bytes.length;
    progress.bytes = source.position;
    onProgress?.(progress);
    yield bytes;
  }
  // What a format may not have asked for is checked as well.
  for await (const _ of contents.pieces);
  for await (const _ of contents.tail);
  checkTrailer((next as IteratorReturnResult<Trailer>).value, progress.items, digest.digest());
}

function checkTrailer(trailer: Trailer, items: number, digest: Uint8Array): void {
  if (trailer.items !== items) {
    throw new CrayError('CORRUPT', `expected ${trailer.items} items, got ${items}`);
  }
  if (Buffer.compare(trailer.digest, digest) !== 0) {
    throw new CrayError('CORRUPT', 'the checksum of the restored data does not match');
  }
}

function inChunk<T>(position: number, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof CrayError)) throw error;
    throw new CrayError(error.code, `the chunk at byte ${position}: ${error.message}`, {
      cause: error,
    });
  }
}

function checkModel(header: Header, model: Model): void {
  const { name, data } = model.spec;
  for (const [what, expected, got] of [
    ['spec', header.specDigest, model.specDigest],
    ['weights', header.weightsDigest, model.weightsDigest],
  ] as const) {
    if (Buffer.compare(expected, got) !== 0) {
      throw new CrayError(
        'MODEL_MISMATCH',
        `model ${name}: expected ${what} of SHA-256 ${hex(expected)}, got ${hex(got)}`,
      );
    }
  }
  if (!fits(data, header)) {
    throw new CrayError('CORRUPT', `header: the data do not fit model ${name}`);
  }
}
