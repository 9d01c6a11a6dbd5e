import { isSeekable, type Seekable } from '../../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import { readFront } from '../../container/front.js';
import { type LocatedPart, locateParts } from '../../container/locate.js';
import { isPart, readChunks } from '../../container/partReader.js';
import { itemSize, type Piece } from '../../data/dataset.js';
import { restore } from '../../data/formats.js';
import { CrayError } from '../../errors.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { DEFAULT_MEMORY } from '../memory.js';
import { type FindModel, modelOf } from '../models.js';
import type { OnProgress } from '../progress.js';
import { checkAlike, checkNoFolder, checkNoTail, headOfParts, partName } from './alike.js';
import { ChunkDecoder } from './decoder.js';
import { RestoredCheck } from './restored.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 256 by default. Speed only. */
  readonly batch?: number | undefined;
  /**
   * Threads that decode chunks, 1 … 256; 1 by default, which is that of the caller. Fewer where their
   * chunks do not fit the memory, and one where some items only are restored. Speed only.
   */
  readonly threads?: number | undefined;
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** Called after each piece, and in between, with one object that changes. */
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
  options: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const { batch, threads = DEFAULT_THREADS, memory = DEFAULT_MEMORY, onProgress } = options;
  checkThreads(threads);
  const together: Foreseen = isSeekable(stream) ? await foresee(stream, memory) : {};
  const source = new ByteSource(stream);
  const front = await readFront(source, memory);
  const { header } = front;
  checkNoFolder(header);
  const ready = modelOf(front, findModel, batch, memory);
  const progress = {
    model: header.modelName,
    items: 0,
    totalItems: together.items,
    rawBytes: 0,
    bytes: 0,
    modelBytes: front.modelBytes,
    elements: 0,
  };

  const decoder = new ChunkDecoder(ready, memory, threads, (more) => {
    progress.items += more;
    onProgress?.(progress);
  });
  let done = 0;
  let next = front;
  let check = new RestoredCheck(next);
  let decoded = decoder.all(readChunks(source, next, memory), next.header);
  let step = await decoded.next();

  /** The items of all parts, one after another. */
  async function* pieces(): AsyncGenerator<Piece> {
    for (let part = 1; ; part++) {
      for (; !step.done && step.value.kind === 'items'; step = await decoded.next()) {
        const { piece, items } = step.value;
        check.add(piece, items);
        done += items;
        progress.items = done;
        progress.elements += items * itemSize(header.shape);
        yield piece;
      }
      if (!step.done || !(await isPart(source))) return;
      if (!together.head) throw together.error ?? severalParts(source.position);
      const { trailer } = step.value;
      check.end(trailer);
      checkNoTail({ trailer, residueBytes: 0 }, partName(part, next.position));
      next = await readFront(source, memory);
      progress.modelBytes += next.modelBytes;
      checkAlike(next.header, header, partName(part + 1, next.position), 'part 1');
      check = new RestoredCheck(next);
      decoded = decoder.all(readChunks(source, next, memory), next.header);
      step = await decoded.next();
    }
  }

  /** What stands after the items of the last part. */
  async function* tail(): AsyncGenerator<Uint8Array> {
    for (; !step.done; step = await decoded.next()) {
      if (step.value.kind !== 'residue') {
        throw new CrayError('CORRUPT', 'there are items after the tail');
      }
      check.addTail(step.value.bytes);
      yield step.value.bytes;
    }
    const { trailer } = step.value;
    check.end(trailer);
    yield trailer.tail;
    if (await isPart(source)) throw severalParts(source.position);
  }

  const head = together.head ?? header.head;
  const contents = { ...header, head, pieces: pieces(), tail: tail() };
  try {
    for await (const bytes of restore(header.dataFormat, contents)) {
      progress.rawBytes += bytes.length;
      progress.bytes = source.position;
      onProgress?.(progress);
      yield bytes;
    }
    // What a format may not have asked for is checked as well.
    for await (const _ of contents.pieces);
    for await (const _ of contents.tail);
  } finally {
    await decoder.close();
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
