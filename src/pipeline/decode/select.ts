import { isSeekable, type Seekable } from '../../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import { type PlacedFront, readFront } from '../../container/front.js';
import { type LocatedPart, locateParts, type OnWarning } from '../../container/locate.js';
import { isPart, type PlacedChunk, readChunkAt, readChunks } from '../../container/partReader.js';
import { itemSize, itemsOf, nothing, type Piece } from '../../data/dataset.js';
import { restore } from '../../data/formats.js';
import { countInHead, recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { DEFAULT_MEMORY } from '../memory.js';
import { type FindModel, modelOf } from '../models.js';
import { checkNoFolder, headOfParts } from './alike.js';
import { ChunkDecoder } from './decoder.js';
import { type DecompressOptions, severalParts } from './decompress.js';
import { itemsIn, type Range, type Span, spansOf, within } from './ranges.js';

/** Options of {@link decompressItems}; all can be left out. */
export interface SelectOptions extends DecompressOptions {
  /** Told when the index does not hold, and the chunks are found without it. */
  readonly onWarning?: OnWarning | undefined;
}

/** A chunk, and where its items are among all. */
interface NumberedChunk {
  readonly front: PlacedFront;
  readonly placed: PlacedChunk;
  readonly first: number;
}

/**
 * Restores some of the items of a .cray file, in their order, as a file of the same format that has
 * only these. Of a file that can be read from anywhere, only the chunks that hold them are read, and
 * checked; a stream is read to its end.
 *
 * @param stream the bytes of a .cray file, {@link Seekable} or not.
 * @param ranges which items; several may overlap, and each item comes once.
 * @param findModel as of decompress.
 * @throws CrayError as decompress; UNSUPPORTED where files of the format cannot be taken apart.
 * RangeError for a range that selects nothing.
 */
export async function* decompressItems(
  stream: ByteStream,
  ranges: readonly Range[],
  findModel: FindModel,
  { batch, memory = DEFAULT_MEMORY, onProgress, onWarning = () => {} }: SelectOptions = {},
): AsyncGenerator<Uint8Array> {
  const { head, front, spans, chunks, bytesRead } = isSeekable(stream)
    ? await fromAnywhere(stream, ranges, memory, onWarning)
    : await fromStream(stream, ranges, memory);
  const { header } = front;
  const decoder = new ChunkDecoder(modelOf(front, findModel, batch, memory), memory);
  const size = itemSize(header.shape);
  const progress = {
    model: header.modelName,
    items: 0,
    totalItems: itemsIn(spans),
    rawBytes: 0,
    bytes: 0,
    elements: 0,
  };

  async function* pieces(): AsyncGenerator<Piece> {
    for await (const { placed, first, front: own } of chunks) {
      // Of all that was read for the items, as the bytes are, so that the two make a rate.
      progress.elements += placed.chunk.items * size;
      const wanted = within(spans, first, placed.chunk.items);
      if (wanted.length === 0) continue;
      const piece = await decoder.one(placed, own.header);
      for (const { from, to } of wanted) {
        progress.items += to - from;
        yield itemsOf(piece, placed.chunk.items, from, to);
      }
    }
  }

  const contents = {
    ...header,
    head: recountHead(header.dataFormat, head, itemsIn(spans)),
    pieces: pieces(),
    tail: nothing(),
  };
  for await (const bytes of restore(header.dataFormat, contents)) {
    progress.rawBytes += bytes.length;
    progress.bytes = bytesRead();
    onProgress?.(progress);
    yield bytes;
  }
}

/** What there is to restore. */
interface Selection {
  /** What a file of all items begins with. */
  readonly head: Uint8Array;
  readonly front: PlacedFront;
  readonly spans: readonly Span[];
  /** At least those that hold the items, in order. */
  readonly chunks: AsyncIterable<NumberedChunk>;
  /** Bytes of the file that have been read. */
  bytesRead(): number;
}

async function fromAnywhere(
  file: Seekable,
  ranges: readonly Range[],
  memory: number,
  warn: OnWarning,
): Promise<Selection> {
  let read = 0;
  const input: Seekable = {
    size: file.size,
    async read(position, length) {
      const bytes = await file.read(position, length);
      read += bytes.length;
      return bytes;
    },
  };
  const parts = await locateParts(input, memory, warn);
  const items = parts.reduce((n, part) => n + part.items, 0);
  const spans = spansOf(ranges, items);
  const { front } = parts[0] as LocatedPart;
  return {
    head: headOfParts(parts, items),
    front,
    spans,
    chunks: chunksOf(input, parts, spans, memory),
    bytesRead: () => read,
  };
}

async function* chunksOf(
  input: Seekable,
  parts: readonly LocatedPart[],
  spans: readonly Span[],
  memory: number,
): AsyncGenerator<NumberedChunk> {
  let before = 0;
  for (const { front, chunks, items } of parts) {
    for (const entry of chunks) {
      const first = before + entry.first;
      if (within(spans, first, entry.items).length === 0) continue;
      const placed = await readChunkAt(input, front, entry, memory);
      yield { front, placed, first };
    }
    before += items;
  }
}

async function fromStream(
  stream: ByteStream,
  ranges: readonly Range[],
  memory: number,
): Promise<Selection> {
  const source = new ByteSource(stream);
  const front = await readFront(source, memory);
  checkNoFolder(front.header);
  const { dataFormat, head } = front.header;
  const items = countInHead(dataFormat, head);
  return {
    head,
    front,
    spans: spansOf(ranges, items),
    chunks: numbered(source, front, items, memory),
    bytesRead: () => source.position,
  };
}

async function* numbered(
  source: ByteSource,
  front: PlacedFront,
  items: number,
  memory: number,
): AsyncGenerator<NumberedChunk> {
  let first = 0;
  for await (const placed of readChunks(source, front, memory)) {
    yield { front, placed, first };
    first += placed.chunk.items;
  }
  if (first !== items) throw new CrayError('CORRUPT', `expected ${items} items, got ${first}`);
  if (await isPart(source)) throw severalParts(source.position);
}
