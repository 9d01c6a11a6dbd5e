import { isSeekable, type Seekable } from '../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import { readFront } from '../container/front.js';
import type { Header } from '../container/header.js';
import { type LocatedPart, locateParts } from '../container/locate.js';
import { isPart, type PlacedChunk, readChunks } from '../container/partReader.js';
import { itemSize } from '../data/dataset.js';
import { CrayError } from '../errors.js';
import { checkAlike, checkNoTail, headOfParts, partName } from './alike.js';
import { decodeItems } from './chunks.js';
import { checkMemory, DEFAULT_MEMORY, decodingNeed } from './memory.js';
import { type FindModel, modelOf, type ReadyModel } from './models.js';
import type { OnProgress } from './progress.js';
import { RestoredCheck } from './restored.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 64 by default. Speed only. */
  readonly batch?: number | undefined;
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** Called after each piece, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
}

/**
 * Restores the original file from a .cray file; from one without order, the file with its items
 * sorted; from several .cray files one after another, one file of all their items. Everything yielded
 * before the end has passed its chunk's checksum; only after the last piece has the whole passed the
 * file's, so whoever writes a file should give it its name then.
 *
 * @param stream the bytes of a .cray file; of several, one that is {@link Seekable}, since the file
 * that they make begins with the number of all items.
 * @param findModel gives the model for a header, by its modelName, dtype and shape; not asked where
 * the file brings its model.
 * @param options speed, memory, and who is told how far it is.
 * @throws CrayError NOT_CRAY, UNSUPPORTED, TRUNCATED, CORRUPT, TOO_LARGE, MODEL_MISMATCH or what
 * findModel throws.
 * @returns the bytes of the original file, in pieces.
 */
export async function* decompress(
  stream: ByteStream,
  findModel: FindModel,
  { batch, memory = DEFAULT_MEMORY, onProgress }: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const together: Foreseen = isSeekable(stream) ? await foresee(stream, memory) : {};
  const source = new ByteSource(stream);
  const progress = {
    items: 0,
    totalItems: together.items,
    rawBytes: 0,
    bytes: 0,
    modelBytes: 0,
    elements: 0,
  };
  const emit = (bytes: Uint8Array): Uint8Array => {
    progress.rawBytes += bytes.length;
    progress.bytes = source.position;
    onProgress?.(progress);
    return bytes;
  };

  const front = await readFront(source, memory);
  const { header } = front;
  progress.modelBytes = front.modelBytes;
  const ready = modelOf(front, findModel, batch, memory);
  yield emit(together.head ?? header.head);
  let next = front;
  for (let part = 1; ; part++) {
    const check = new RestoredCheck(next);
    const chunks = readChunks(source, next, memory);
    let step = await chunks.next();
    for (; !step.done; step = await chunks.next()) {
      const elements = decodeChunkItems(step.value, next.header, ready, memory);
      const { items } = step.value.chunk;
      check.add(elements, items);
      progress.items += items;
      progress.elements += items * itemSize(header.shape);
      yield emit(elements);
    }
    const { trailer } = step.value;
    check.end(trailer);
    yield emit(trailer.tail);
    if (!(await isPart(source))) break;
    if (!together.head) throw together.error ?? severalParts(source.position);
    checkNoTail(trailer, partName(part, next.position));
    next = await readFront(source, memory);
    progress.modelBytes += next.modelBytes;
    checkAlike(next.header, header, partName(part + 1, next.position), 'part 1');
  }
  if (together.head && together.items !== progress.items) {
    throw new CrayError('CORRUPT', `expected ${together.items} items, got ${progress.items}`);
  }
}

/** Where a stream that has been restored already turns out to be only the start. */
export function severalParts(position: number): CrayError {
  return new CrayError(
    'UNSUPPORTED',
    `a second part begins at byte ${position}: the items of several parts are counted before they ` +
      'are restored, which takes a file, not a pipe',
  );
}

/** The items of a chunk. @throws CrayError CORRUPT, naming the chunk, or TOO_LARGE. */
export function decodeChunkItems(
  { chunk, position }: PlacedChunk,
  header: Header,
  { codec, need }: ReadyModel,
  memory: number,
): Uint8Array {
  const size = itemSize(header.shape);
  const what = `the chunk at byte ${position}`;
  const { items } = chunk;
  checkMemory(what, need(items) + decodingNeed(items, size, header.unordered), memory);
  try {
    return decodeItems(chunk, codec, { ...header, size });
  } catch (error) {
    if (!(error instanceof CrayError)) throw error;
    throw new CrayError(error.code, `${what}: ${error.message}`, { cause: error });
  }
}

/** What is known of a file before it is restored. */
interface Foreseen {
  readonly items?: number;
  /** What the restored file begins with, where there are several parts. */
  readonly head?: Uint8Array | undefined;
  /** Why the parts are not found; of a single part, reading it says more. */
  readonly error?: CrayError;
}

async function foresee(input: Seekable, memory: number): Promise<Foreseen> {
  let parts: LocatedPart[];
  try {
    parts = await locateParts(input, memory, () => {});
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return { error };
    throw error;
  }
  const items = parts.reduce((n, part) => n + part.items, 0);
  return { items, head: parts.length > 1 ? headOfParts(parts, items) : undefined };
}
