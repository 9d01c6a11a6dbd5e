import { createHash } from 'node:crypto';
import { ByteSource } from '../../bytes/source.js';
import type { Chunk } from '../../container/chunk.js';
import { embeddedBytes } from '../../container/embedded.js';
import { MAX_LANES, MAX_RESIDUE_BYTES } from '../../container/header.js';
import type { Trailer } from '../../container/trailer.js';
import { ELEMENT_BYTES, itemSize, type Piece } from '../../data/dataset.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { CrayError } from '../../errors.js';
import { REVISION } from '../../kernels/modules.js';
import { embedded } from '../../model/model.js';
import type { ChunkSettings } from '../chunk/chunks.js';
import { mapInOrder, several } from '../chunk/inOrder.js';
import { sortItems } from '../chunk/order.js';
import { firstOver, toSymbols } from '../chunk/symbols.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { updateDigest } from '../digest.js';
import { checkMemory, DEFAULT_MEMORY, encodingNeed, threadsWithin } from '../memory.js';
import { makeReady } from '../models.js';
import type { ChosenModel } from './chooseModel.js';
import { defaultChunkItems, mostChunkItems } from './chunkSize.js';
import type { CompressOptions } from './compressOptions.js';
import { framed } from './frame.js';

export const DEFAULT_LANES = 16;
/** Longest tail that the trailer holds; chunks hold longer ones. */
const SHORT_TAIL = 64;

/** Compresses a data set under a model. See compress. */
export async function* encodeDataset(
  dataset: PeekableDataset,
  { model, levels }: ChosenModel,
  options: CompressOptions,
): AsyncGenerator<Uint8Array> {
  const { shape, sideBytes } = dataset;
  const [size, width] = [itemSize(shape), ELEMENT_BYTES[dataset.dtype]];
  const { lanes = DEFAULT_LANES, unordered = false, seed = 0 } = options;
  const { memory = DEFAULT_MEMORY, threads = DEFAULT_THREADS } = options;
  const { embedModel = false, verify = false, onProgress } = options;
  checkOption('lanes', lanes, MAX_LANES);
  checkThreads(threads);
  if (options.chunkItems !== undefined) {
    checkOption('chunk', options.chunkItems, mostChunkItems(dataset, unordered));
  }
  const { codec, need, coder: coderOn } = makeReady(model, dataset, options.batch, memory);
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
  const header = {
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
    revision: REVISION,
  };
  const front = { header, provenance: options.provenance, model: inside };
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
  async function* chunks(): AsyncGenerator<Chunk, Trailer> {
    let items = 0;
    try {
      const coded = mapInOrder(pieces, coder.most, (input) =>
        coder.run({ kind, input, settings }, onItems),
      );
      for await (const chunk of coded) {
        items += chunk.items;
        progress.items = items;
        progress.elements = items * size;
        yield chunk;
      }
    } finally {
      await coder.close();
    }
    let tail: Uint8Array = new Uint8Array(0);
    for await (const bytes of inResidue(dataset.tail())) {
      digest.update(bytes);
      if (bytes.length <= SHORT_TAIL) tail = bytes;
      else yield { kind: 'residue', items: 0, bytes };
    }
    return { items, tail, digest: digest.digest() };
  }
  for await (const bytes of framed(front, chunks(), dataset.position, progress.modelBytes)) {
    yield emit(bytes);
  }
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
