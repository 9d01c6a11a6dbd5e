import { createHash } from 'node:crypto';
import { hex } from '../bytes/hex.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { readChunks, readHeader } from '../container/container.js';
import type { Header } from '../container/header.js';
import { fits, itemSize } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { buildCodec } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { checkThreads, coderOn, DEFAULT_THREADS } from './coderOn.js';
import { mapInOrder, several } from './inOrder.js';
import type { OnProgress } from './progress.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 64 by default. Speed only. */
  readonly batch?: number | undefined;
  /**
   * Threads that decode chunks, 1 … 256; 1 by default, which is that of the caller. Each has chunks in
   * memory, and the model.
   */
  readonly threads?: number | undefined;
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
  { batch, threads = DEFAULT_THREADS, onProgress }: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  checkThreads(threads);
  const source = new ByteSource(stream);
  const header = await readHeader(source);
  const model = findModel(header);
  checkModel(header, model);
  const built = { batch, item: { dtype: header.dtype, shape: header.shape } };
  const codec = buildCodec(model, built);
  if (header.levels !== codec.levels) {
    const message = `header: levels: expected ${codec.levels} as the model has, got ${header.levels}`;
    throw new CrayError('CORRUPT', message);
  }
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
  // One chunk is not worth a thread.
  const [more, chunks] =
    threads > 1 ? await several(readChunks(source, header)) : [false, readChunks(source, header)];
  const coder = coderOn(more ? threads : 1, codec, model, built);
  try {
    const decoded = mapInOrder(chunks, coder.most, async ({ chunk, position }) => ({
      items: chunk.items,
      elements: await inChunk(position, coder.decode(chunk, settings)),
    }));
    let step = await decoded.next();
    for (; !step.done; step = await decoded.next()) {
      const { items, elements } = step.value;
      progress.items += items;
      progress.elements += items * size;
      yield emit(elements);
    }
    const trailer = step.value;
    yield emit(trailer.tail);
    if (trailer.items !== progress.items) {
      const message = `expected ${trailer.items} items, got ${progress.items}`;
      throw new CrayError('CORRUPT', message);
    }
    if (Buffer.compare(trailer.digest, digest.digest()) !== 0) {
      throw new CrayError('CORRUPT', 'the checksum of the restored data does not match');
    }
  } finally {
    await coder.close();
  }
}

async function inChunk<T>(position: number, decoded: Promise<T>): Promise<T> {
  try {
    return await decoded;
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
