import { createHash } from 'node:crypto';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { embeddedBytes } from '../container/embedded.js';
import { MAX_LANES, MAX_RESIDUE_BYTES } from '../container/header.js';
import { PartWriter } from '../container/partWriter.js';
import type { Provenance } from '../container/provenance.js';
import { type Dataset, ELEMENT_BYTES, itemSize, type Piece } from '../data/dataset.js';
import { type OpenOptions, openDataset } from '../data/open.js';
import { type PeekableDataset, peekable } from '../data/peekable.js';
import { CrayError } from '../errors.js';
import { embedded, type Model } from '../spec/model.js';
import type { ChosenModel } from './chooseModel.js';
import { defaultChunkItems, mostChunkItems } from './chunkSize.js';
import type { ChunkSettings } from './chunks.js';
import { updateDigest } from './digest.js';
import { mapInOrder, several } from './inOrder.js';
import { checkMemory, DEFAULT_MEMORY, encodingNeed, threadsWithin } from './memory.js';
import { makeReady } from './models.js';
import { sortItems } from './order.js';
import type { OnProgress } from './progress.js';
import { firstOver, toSymbols } from './symbols.js';
import { checkThreads, DEFAULT_THREADS } from './workers.js';

/** Options of {@link compress}; all can be left out. */
export interface CompressOptions extends OpenOptions {
  /**
   * Lanes of a message, 1 … 4096, 16 by default. Part of the file; more lanes code faster, up to a
   * point.
   */
  readonly lanes?: number | undefined;
  /**
   * Items a chunk. Part of the file; larger chunks are smaller in all, and need more memory.
   * Without order the default is all items in one chunk, up to 128 MiB of them.
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
  /** Whether the file brings its model, so that it suffices alone. */
  readonly embedModel?: boolean | undefined;
  /** What the file tells people of where it comes from; nothing by default. */
  readonly provenance?: Provenance | undefined;
  /**
   * Threads that code chunks, 1 … 256; 1 by default, which is that of the caller. Fewer where their
   * chunks do not fit the memory. Speed only.
   */
  readonly threads?: number | undefined;
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** Whether to decode each chunk before it is given out, and compare; false by default. */
  readonly verify?: boolean | undefined;
  /** Called after each piece, and in between, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

/** Gives the model for a data set, which it may look at first. */
export type FindDataModel = (
  dataset: PeekableDataset,
) => Model | ChosenModel | Promise<Model | ChosenModel>;

export const DEFAULT_LANES = 16;
/** Longest tail that the trailer holds; chunks hold longer ones. */
const SHORT_TAIL = 64;
/**
 * Compresses a data set under a model, in memory bounded by the chunk.
 *
 * @param stream the bytes of any file; of one inside gzip, where its format is known, what is inside.
 * @param findModel gives the model for a data set. Data outside the values that a model has are refused,
 * or coded plainly where they are among the values that {@link chooseModel} gives with it.
 * @param options lanes, chunks, seed and the like.
 * @returns the pieces of a .cray file.
 * @throws CrayError DATA_INVALID or DATA_MISMATCH for the data, SPEC_INVALID, WEIGHTS_INVALID or
 * PARAMETERS_INVALID for the model, VERIFY_FAILED; RangeError for options out of range.
 */
export async function* compress(
  stream: ByteStream,
  findModel: FindDataModel,
  options: CompressOptions = {},
): AsyncGenerator<Uint8Array> {
  yield* compressDataset(await openDataset(stream, options), findModel, options);
}

/** The same of a data set that is open. */
export async function* compressDataset(
  opened: Dataset,
  findModel: FindDataModel,
  options: CompressOptions,
): AsyncGenerator<Uint8Array> {
  const dataset = peekable(opened);
  const found = await findModel(dataset);
  const model = 'model' in found ? found.model : found;
  const { shape, sideBytes } = dataset;
  const [size, width] = [itemSize(shape), ELEMENT_BYTES[dataset.dtype]];
  const { lanes = DEFAULT_LANES, unordered = false, seed = 0, onProgress } = options;
  const { memory = DEFAULT_MEMORY, threads = DEFAULT_THREADS } = options;
  const { embedModel = false, verify = false, provenance } = options;
  checkOption('lanes', lanes, MAX_LANES);
  checkThreads(threads);
  if (options.chunkItems !== undefined) {
    checkOption('chunk', options.chunkItems, mostChunkItems(dataset, unordered));
  }
  const { codec, need, coder: coderOn } = makeReady(model, dataset, options.batch, memory);
  const levels = 'model' in found ? found.levels : codec.levels;
  if (unordered && codec.learns) {
    throw new RangeError(`unordered: model ${model.spec.name} learns from item to item, in order`);
  }
  if (unordered && sideBytes > 0) {
    throw new CrayError('DATA_MISMATCH', `unordered: ${dataset.format} items have labels`);
  }
  const { chunkItems = defaultChunkItems(dataset, codec, unordered) } = options;
  const most = Math.min(chunkItems, dataset.items ?? chunkItems);
  const needed = need(most) + encodingNeed(most, size, width, unordered);
  checkMemory(`a chunk of ${most} items`, needed, memory);

  const inside = embedModel ? embedded(model) : undefined;
  const writer = new PartWriter();
  const digest = createHash('sha256').update(dataset.head);
  const progress = {
    model: model.spec.name,
    items: 0,
    totalItems: dataset.items,
    rawBytes: 0,
    bytes: 0,
    modelBytes: inside ? embeddedBytes(inside) : 0,
    elements: 0,
  };
  const emit = (bytes: Uint8Array): Uint8Array => {
    progress.rawBytes = dataset.position();
    progress.bytes += bytes.length;
    onProgress?.(progress);
    return bytes;
  };
  yield emit(
    writer.front({
      header: {
        dataFormat: dataset.format,
        dtype: dataset.dtype,
        shape,
        levels,
        sideBytes,
        head: dataset.head,
        modelName: model.spec.name,
        specDigest: model.specDigest,
        weightsDigest: model.weightsDigest,
        seed,
        lanes,
        chunkItems,
        unordered,
      },
      provenance,
      model: inside,
    }),
  );
  const settings = { size, width, levels, seed, lanes, unordered };
  async function* chunksOfItems(): AsyncGenerator<Piece, void> {
    let before = 0;
    for await (const piece of dataset.pieces(chunkItems)) {
      checkLevels(piece.elements, settings, before);
      const elements = unordered ? sortItems(piece.elements, size * width) : piece.elements;
      const items = elements.length / (size * width);
      updateDigest(digest, { ...piece, elements }, items);
      before += items;
      yield { ...piece, elements };
    }
  }
  const possible = threadsWithin(memory, needed, threads);
  // One chunk is not worth a thread.
  const [more, pieces] = possible > 1 ? await several(chunksOfItems()) : [false, chunksOfItems()];
  const coder = coderOn(more ? possible : 1);
  const kind = verify ? 'encodeVerified' : 'encode';
  const onItems = (more: number): void => {
    progress.items += more;
    progress.rawBytes += more * size * width;
    onProgress?.(progress);
  };
  let done = 0;
  try {
    const coded = mapInOrder(pieces, coder.most, (input) =>
      coder.run({ kind, input, settings }, onItems),
    );
    for await (const chunk of coded) {
      done += chunk.items;
      progress.items = done;
      progress.elements = done * size;
      yield emit(writer.chunk(chunk));
    }
  } finally {
    await coder.close();
  }
  const { items } = progress;
  let tail: Uint8Array = new Uint8Array(0);
  for await (const bytes of inResidue(dataset.tail())) {
    digest.update(bytes);
    if (bytes.length <= SHORT_TAIL) tail = bytes;
    else yield emit(writer.chunk({ kind: 'residue', items: 0, bytes }));
  }
  yield emit(writer.end({ items, tail, digest: digest.digest() }));
}

/** A tail in pieces as large as chunks of residue are, but for the last. */
function inResidue(tail: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return new ByteSource(tail).pieces(MAX_RESIDUE_BYTES);
}

function checkLevels(
  elements: Uint8Array,
  { width, size, levels }: ChunkSettings,
  before: number,
): void {
  const over = firstOver(elements, width, levels);
  if (over === undefined) return;
  const [value] = toSymbols(elements.subarray(over * width, (over + 1) * width), width);
  throw new CrayError(
    'DATA_MISMATCH',
    `item ${before + Math.floor(over / size)}, element ${over % size}: ` +
      `expected a value in 0 … ${levels - 1}, got ${value}`,
  );
}

function checkOption(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new RangeError(`${name}: expected an integer from 1 to ${most}, got ${value}`);
  }
}
