import { createHash } from 'node:crypto';
import { hex } from '../bytes/hex.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { readChunks, readHeader } from '../container/container.js';
import type { Header } from '../container/header.js';
import { fits, itemSize } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { buildCodec } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { decodeItems } from './chunks.js';
import type { OnProgress } from './progress.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 256 by default. Speed only. */
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
  const codec = buildCodec(model, { batch });
  const size = itemSize(header.shape);
  const settings = { ...header, size };

  const digest = createHash('sha256');
  const progress = { items: 0, totalItems: undefined, rawBytes: 0, bytes: 0, elements: 0 };
  const emit = (bytes: Uint8Array): Uint8Array => {
    digest.update(bytes);
    progress.rawBytes += bytes.length;
    progress.bytes = source.position;
    onProgress?.(progress);
    return bytes;
  };
  yield emit(header.head);
  const chunks = readChunks(source, header);
  for (;;) {
    const next = await chunks.next();
    if (next.done) {
      const trailer = next.value;
      yield emit(trailer.tail);
      if (trailer.items !== progress.items) {
        const message = `expected ${trailer.items} items, got ${progress.items}`;
        throw new CrayError('CORRUPT', message);
      }
      if (Buffer.compare(trailer.digest, digest.digest()) !== 0) {
        throw new CrayError('CORRUPT', 'the checksum of the restored data does not match');
      }
      return;
    }
    const { chunk, position } = next.value;
    progress.items += chunk.items;
    progress.elements += chunk.items * size;
    yield emit(inChunk(position, () => decodeItems(chunk, codec, settings)));
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
  if (!fits(header, data) || header.levels !== data.levels) {
    throw new CrayError('CORRUPT', `header: the data do not fit model ${name}`);
  }
}
