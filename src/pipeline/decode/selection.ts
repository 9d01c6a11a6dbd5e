import { Coverage } from '../../bytes/coverage.js';
import type { Seekable } from '../../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import type { PlacedFront } from '../../container/front.js';
import { type LocatedPart, locateParts, type OnWarning } from '../../container/locate.js';
import { type PlacedChunk, readChunkAt } from '../../container/partReader.js';
import { countInHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { counted } from '../../words.js';
import { Lookahead } from '../streams.js';
import { checkNoFolder, headOfParts } from './alike.js';
import { type PassingPart, readParts, severalParts } from './partStream.js';
import { type Range, type Span, spansOf, within } from './ranges.js';

/** A chunk, and where its items are among all. */
export interface NumberedChunk {
  readonly front: PlacedFront;
  readonly placed: PlacedChunk;
  readonly first: number;
}

/** What there is to restore. */
export interface Selection {
  /** What a file of all items begins with. */
  readonly head: Uint8Array;
  readonly front: PlacedFront;
  /** Bytes of the file that models take. */
  readonly modelBytes: number;
  readonly spans: readonly Span[];
  /** At least those that hold the items, in order. */
  readonly chunks: AsyncIterable<NumberedChunk>;
  /** Bytes of the file that have been read. */
  readonly bytesRead: () => number;
}

/**
 * Of a file that can be read from anywhere: only the chunks that hold the items.
 *
 * @throws CrayError as locateParts; RangeError for a range that selects nothing.
 */
export async function fromAnywhere(
  file: Seekable,
  ranges: readonly Range[],
  memory: number,
  warn: OnWarning,
): Promise<Selection> {
  const input = new CountedInput(file);
  const parts = await locateParts(input, memory, warn);
  const items = parts.reduce((n, part) => n + part.items, 0);
  const spans = spansOf(ranges, items);
  const { front } = parts[0] as LocatedPart;
  return {
    head: headOfParts(
      parts.map((part) => part.front),
      items,
    ),
    front,
    modelBytes: parts.reduce((n, part) => n + part.front.modelBytes, 0),
    spans,
    chunks: chunksWithin(spans, input, parts, memory),
    bytesRead: () => input.bytesRead.places,
  };
}

/** Counts the bytes that are read of a file, of which some are read twice. */
class CountedInput implements Seekable {
  readonly bytesRead = new Coverage();
  readonly size: number;

  constructor(private readonly file: Seekable) {
    this.size = file.size;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = await this.file.read(position, length);
    this.bytesRead.add(position, position + bytes.length);
    return bytes;
  }
}

async function* chunksWithin(
  spans: readonly Span[],
  input: Seekable,
  parts: readonly LocatedPart[],
  memory: number,
): AsyncGenerator<NumberedChunk> {
  let before = 0;
  for (const { front, chunks, items } of parts) {
    for (const place of chunks) {
      const first = before + place.first;
      if (within(spans, first, place.items).length === 0) continue;
      yield { front, placed: await readChunkAt(input, front, place, memory), first };
    }
    before += items;
  }
}

/**
 * Of a stream, which is read to its end: all chunks.
 *
 * @throws CrayError as readParts; UNSUPPORTED where data do not say how many items they are; RangeError for a
 * range that selects nothing.
 */
export async function fromStream(
  stream: ByteStream,
  ranges: readonly Range[],
  memory: number,
): Promise<Selection> {
  const source = new ByteSource(stream);
  const parts = new Lookahead(
    readParts(source, memory, (position) => {
      throw severalParts(position);
    }),
  );
  const { front } = (await parts.peek()) as PassingPart;
  checkNoFolder(front.header);
  const { dataFormat, head } = front.header;
  const items = countInHead(dataFormat, head);
  return {
    head,
    front,
    modelBytes: front.modelBytes,
    spans: spansOf(ranges, items),
    chunks: allChunks(parts, items),
    bytesRead: () => source.position,
  };
}

/** The chunks of the only part. */
async function* allChunks(
  parts: Lookahead<PassingPart>,
  items: number,
): AsyncGenerator<NumberedChunk> {
  let first = 0;
  for (let part = await parts.take(); part; part = await parts.take()) {
    const { front, chunks } = part;
    for await (const placed of chunks) {
      yield { front, placed, first };
      first += placed.chunk.items;
    }
  }
  if (first !== items)
    throw new CrayError('CORRUPT', `expected ${counted(items, 'item')}, got ${first}`);
}
