import { isSeekable, type Seekable } from '../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../bytes/source.js';
import type { ItemChunk } from '../container/chunk.js';
import { readFront } from '../container/front.js';
import type { Header } from '../container/header.js';
import { locateParts } from '../container/locate.js';
import { isPart, type PlacedChunk, readChunks } from '../container/partReader.js';
import { type Dtype, ELEMENT_BYTES, itemSize, type Piece } from '../data/dataset.js';
import { restore } from '../data/formats.js';
import { CrayError } from '../errors.js';
import { checkAlike, checkNoTail, headOfParts, partName } from './alike.js';
import { decodeItems } from './chunks.js';
import { checkMemory, DEFAULT_MEMORY, decodingNeed } from './memory.js';
import { type FindModel, modelOf, type ReadyModel } from './models.js';
import type { OnProgress } from './progress.js';
import { RestoredCheck } from './restored.js';
import { unhurried } from './steps.js';

/** Options of {@link decompress}; all can be left out. */
export interface DecompressOptions {
  /** Most rows a network call, 64 by default. Speed only. */
  readonly batch?: number | undefined;
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
  { batch, memory = DEFAULT_MEMORY, onProgress }: DecompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const together = isSeekable(stream) ? await foresee(stream, memory) : undefined;
  const source = new ByteSource(stream);
  const front = await readFront(source, memory);
  const { header } = front;
  const ready = modelOf(front, findModel, batch, memory);
  const progress = {
    model: header.modelName,
    items: 0,
    totalItems: together?.items,
    rawBytes: 0,
    bytes: 0,
    modelBytes: front.modelBytes,
    elements: 0,
  };

  let next = front;
  let check = new RestoredCheck(next);
  let chunks = readChunks(source, next, memory);
  let step = await chunks.next();

  /** The items of all parts, one after another. */
  async function* pieces(): AsyncGenerator<Piece> {
    for (let part = 1; ; part++) {
      for (; !step.done && step.value.chunk.kind !== 'residue'; step = await chunks.next()) {
        const before = progress.items;
        const piece = await decodeChunkItems(step.value, next.header, ready, memory, (more) => {
          progress.items += more;
          onProgress?.(progress);
        });
        const { items } = step.value.chunk;
        check.add(piece, items);
        progress.items = before + items;
        progress.elements += items * itemSize(header.shape);
        yield piece;
      }
      if (!step.done || !(await isPart(source))) return;
      if (!together?.head) throw severalParts(source.position);
      const { trailer } = step.value;
      check.end(trailer);
      checkNoTail({ trailer, residueBytes: 0 }, partName(part, next.position));
      next = await readFront(source, memory);
      progress.modelBytes += next.modelBytes;
      checkAlike(next.header, header, partName(part + 1, next.position), 'part 1');
      check = new RestoredCheck(next);
      chunks = readChunks(source, next, memory);
      step = await chunks.next();
    }
  }

  /** What stands after the items of the last part. */
  async function* tail(): AsyncGenerator<Uint8Array> {
    for (; !step.done; step = await chunks.next()) {
      const { chunk, position } = step.value;
      if (chunk.kind !== 'residue') {
        throw new CrayError('CORRUPT', `the chunk at byte ${position}: items after residue`);
      }
      check.addTail(chunk.bytes);
      yield chunk.bytes;
    }
    const { trailer } = step.value;
    check.end(trailer);
    yield trailer.tail;
    if (await isPart(source)) throw severalParts(source.position);
  }

  const contents = {
    ...header,
    head: together?.head ?? header.head,
    pieces: pieces(),
    tail: tail(),
  };
  for await (const bytes of restore(header.dataFormat, contents)) {
    progress.rawBytes += bytes.length;
    progress.bytes = source.position;
    onProgress?.(progress);
    yield bytes;
  }
  // What a format may not have asked for is checked as well.
  for await (const _ of contents.pieces);
  for await (const _ of contents.tail);
  if (together?.head && together.items !== progress.items) {
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

/** The items of a chunk that has some. @throws CrayError CORRUPT, naming the chunk, or TOO_LARGE. */
export async function decodeChunkItems(
  { chunk, position }: PlacedChunk,
  header: Header,
  { codec, need }: ReadyModel,
  memory: number,
  onItems?: (items: number) => void,
): Promise<Piece> {
  const size = itemSize(header.shape);
  const what = `the chunk at byte ${position}`;
  const { items } = chunk;
  checkMemory(what, need(items) + decodingNeed(items, size, header.unordered), memory);
  try {
    const width = ELEMENT_BYTES[header.dtype as Dtype];
    const work = decodeItems(chunk as ItemChunk, codec, { ...header, size, width });
    return await unhurried(work, onItems);
  } catch (error) {
    if (!(error instanceof CrayError)) throw error;
    throw new CrayError(error.code, `${what}: ${error.message}`, { cause: error });
  }
}

/**
 * How many items there are in all, and what the restored file begins with where there are several
 * parts. Undefined where the file does not even let its parts be found; reading it then says why.
 */
async function foresee(
  input: Seekable,
  memory: number,
): Promise<{ items: number; head: Uint8Array | undefined } | undefined> {
  let parts: Awaited<ReturnType<typeof locateParts>>;
  try {
    parts = await locateParts(input, memory, () => {});
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return undefined;
    throw error;
  }
  const items = parts.reduce((n, part) => n + part.items, 0);
  return { items, head: parts.length > 1 ? headOfParts(parts, items) : undefined };
}
