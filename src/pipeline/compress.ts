import { createHash } from 'node:crypto';
import type { ByteStream } from '../bytes/source.js';
import { chunkBlock, endFile, startFile } from '../container/container.js';
import { MAX_CHUNK_BYTES, MAX_LANES, MAX_UNORDERED_ITEMS } from '../container/header.js';
import { type Dataset, describe, fits, itemSize } from '../data/dataset.js';
import { openDataset } from '../data/open.js';
import { CrayError } from '../errors.js';
import { buildCodec } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { encodeItems } from './chunks.js';
import { sortItems } from './order.js';
import type { OnProgress } from './progress.js';

/** Options of {@link compress}; all can be left out. */
export interface CompressOptions {
  /**
   * Lanes of a message, 1 … 4096, 16 by default. Part of the file; more lanes code faster, up to a
   * point.
   */
  readonly lanes?: number | undefined;
  /**
   * Items a chunk. Part of the file; larger chunks are smaller in all, and need more memory.
   * Without order the default is all items in one chunk, as far as the limits of a chunk go.
   */
  readonly chunkItems?: number | undefined;
  /** Most rows a network call, 256 by default. Speed only. */
  readonly batch?: number | undefined;
  /** Seed of the initial bits, in [0, 2^32); 0 by default. */
  readonly seed?: number | undefined;
  /**
   * Whether to leave out the order of the items, which saves log2(n!) bits for a chunk of n
   * different items: what is restored has the items of each chunk in lexicographic order.
   */
  readonly unordered?: boolean | undefined;
  /** Called after each piece, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

export const DEFAULT_LANES = 16;
/** Bytes of items in a chunk, unless the number of items is given. */
export const DEFAULT_CHUNK_BYTES = 4 << 20;

/**
 * Compresses a data set under a model, in memory bounded by the chunk.
 *
 * @param stream the bytes of a file in a known format: idx, plain or inside gzip.
 * @param findModel gives the model for a data set, by the dtype and the shape of its items.
 * @param options lanes, chunks, seed and the like.
 * @returns the pieces of a .cray file.
 * @throws CrayError DATA_INVALID or DATA_MISMATCH for the data, SPEC_INVALID, WEIGHTS_INVALID or
 * PARAMETERS_INVALID for the model; RangeError for options out of range.
 */
export async function* compress(
  stream: ByteStream,
  findModel: (dataset: Dataset) => Model,
  options: CompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const dataset = await openDataset(stream);
  const model = findModel(dataset);
  const { levels } = model.spec.data;
  checkFits(dataset, model);
  const size = itemSize(dataset.shape);
  const {
    lanes = DEFAULT_LANES,
    unordered = false,
    chunkItems = defaultChunkItems(dataset, unordered),
    batch,
    seed = 0,
    onProgress,
  } = options;
  checkOption('lanes', lanes, MAX_LANES);
  checkOption('chunk', chunkItems, mostChunkItems(size, unordered));
  const codec = buildCodec(model, { batch });

  const digest = createHash('sha256').update(dataset.head);
  const progress = { items: 0, totalItems: dataset.items, rawBytes: 0, bytes: 0, elements: 0 };
  const emit = (bytes: Uint8Array): Uint8Array => {
    progress.bytes += bytes.length;
    onProgress?.(progress);
    return bytes;
  };
  yield emit(
    startFile({
      dataFormat: dataset.format,
      dtype: dataset.dtype,
      shape: dataset.shape,
      levels,
      head: dataset.head,
      modelName: model.spec.name,
      specDigest: model.specDigest,
      weightsDigest: model.weightsDigest,
      seed,
      lanes,
      chunkItems,
      unordered,
    }),
  );
  progress.rawBytes += dataset.head.length;
  const settings = { size, levels, seed, lanes, unordered };
  for await (const piece of dataset.pieces(chunkItems)) {
    checkLevels(piece, levels, size, progress.items);
    const elements = unordered ? sortItems(piece, size) : piece;
    digest.update(elements);
    const chunk = encodeItems(elements, codec, settings);
    progress.items += chunk.items;
    progress.rawBytes += elements.length;
    progress.elements += elements.length;
    yield emit(chunkBlock(chunk));
  }
  const { items } = progress;
  yield emit(endFile({ items, tail: new Uint8Array(0), digest: digest.digest() }));
}

function defaultChunkItems({ items, shape }: Dataset, unordered: boolean): number {
  const size = itemSize(shape);
  const wanted = unordered ? items : Math.floor(DEFAULT_CHUNK_BYTES / size);
  return Math.max(1, Math.min(wanted, mostChunkItems(size, unordered)));
}

function mostChunkItems(size: number, unordered: boolean): number {
  const most = Math.floor(MAX_CHUNK_BYTES / size);
  return unordered ? Math.min(most, MAX_UNORDERED_ITEMS) : most;
}

function checkFits(dataset: Dataset, { spec }: Model): void {
  if (!fits(dataset, spec.data)) {
    const message = `model ${spec.name} fits ${describe(spec.data)}, got ${describe(dataset)}`;
    throw new CrayError('DATA_MISMATCH', message);
  }
}

function checkLevels(elements: Uint8Array, levels: number, size: number, before: number): void {
  for (let i = 0; i < elements.length; i++) {
    if ((elements[i] as number) >= levels) {
      throw new CrayError(
        'DATA_MISMATCH',
        `item ${before + Math.floor(i / size)}, element ${i % size}: ` +
          `expected a value in 0 … ${levels - 1}, got ${elements[i]}`,
      );
    }
  }
}

function checkOption(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RangeError(`${name}: expected an integer from 1 to ${most}, got ${value}`);
  }
}
