import { isSeekable, type Seekable } from '../../bytes/seekable.js';
import { ByteSource, type ByteStream } from '../../bytes/source.js';
import type { PlacedFront } from '../../container/front.js';
import { type LocatedPart, locateParts, type OnWarning } from '../../container/locate.js';
import { type PlacedChunk, readChunkAt } from '../../container/partReader.js';
import { itemSize, itemsOf } from '../../data/dataset.js';
import { countInHead, recountHead } from '../../data/heads.js';
import { CrayError } from '../../errors.js';
import { DEFAULT_MEMORY } from '../memory.js';
import type { FindModel } from '../models.js';
import { Meter } from '../progress.js';
import { Lookahead } from '../streams.js';
import { checkNoFolder, headOfParts } from './alike.js';
import { contentsOf, restored } from './contents.js';
import { type ChunkDecoder, type DecodedChunk, decoderOf } from './decoder.js';
import type { DecompressOptions } from './decompressOptions.js';
import { type PassingPart, readParts, severalParts } from './partStream.js';
import { itemsIn, type Range, type Span, spansOf, within } from './ranges.js';

/** Options of {@link decompressItems}; all can be left out. */
export interface SelectOptions extends DecompressOptions {
  /** Told when the index does not hold, and the chunks are found without it. */
  readonly onWarning?: OnWarning | undefined;
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
  const { head, front, modelBytes, spans, chunks, bytesRead } = isSeekable(stream)
    ? await fromAnywhere(stream, ranges, memory, onWarning)
    : await fromStream(stream, ranges, memory);
  const { header } = front;
  const decoder = decoderOf(front, findModel, { batch, memory });
  const items = itemsIn(spans);
  const meter = new Meter(onProgress, items);
  meter.begin(header.modelName, modelBytes);
  const decoded = new Lookahead(decodedItems(chunks, spans, decoder, meter));
  const contents = contentsOf(header, recountHead(header.dataFormat, head, items), decoded);
  yield* restored(contents, meter, bytesRead);
}

/** The items that are in spans, and nothing after them. */
async function* decodedItems(
  chunks: AsyncIterable<NumberedChunk>,
  spans: readonly Span[],
  decoder: ChunkDecoder,
  meter: Meter,
): AsyncGenerator<DecodedChunk> {
  for await (const { front, placed, first } of chunks) {
    const { items } = placed.chunk;
    const wanted = within(spans, first, items);
    // Of all that was read for the items, as the bytes are, so that the two make a rate.
    meter.chunk(itemsIn(wanted), items * itemSize(front.header.shape));
    if (wanted.length === 0) continue;
    const chunk = await decoder.one(placed, front.header);
    if (chunk.kind === 'residue') continue;
    for (const { from, to } of wanted) {
      const piece = itemsOf(chunk.piece, items, from, to);
      yield { kind: 'items', items: to - from, piece };
    }
  }
}

/** A chunk, and where its items are among all. */
interface NumberedChunk {
  readonly front: PlacedFront;
  readonly placed: PlacedChunk;
  readonly first: number;
}

/** What there is to restore. */
interface Selection {
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

async function fromAnywhere(
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
    head: headOfParts(parts, items),
    front,
    modelBytes: parts.reduce((n, part) => n + part.front.modelBytes, 0),
    spans,
    chunks: chunksWithin(spans, input, parts, memory),
    bytesRead: () => input.bytesRead,
  };
}

/** Counts the bytes that are read of a file. */
class CountedInput implements Seekable {
  bytesRead = 0;
  readonly size: number;

  constructor(private readonly file: Seekable) {
    this.size = file.size;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const bytes = await this.file.read(position, length);
    this.bytesRead += bytes.length;
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

async function fromStream(
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
  if (first !== items) throw new CrayError('CORRUPT', `expected ${items} items, got ${first}`);
}
