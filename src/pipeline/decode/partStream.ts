import type { Seekable } from '../../bytes/seekable.js';
import type { ByteSource } from '../../bytes/source.js';
import type { ChunkPlace } from '../../container/chunkIndex.js';
import { type PlacedFront, readFront } from '../../container/front.js';
import {
  isPart,
  type PartEnd,
  type PlacedChunk,
  readChunkAt,
  readChunks,
} from '../../container/partReader.js';
import type { Trailer } from '../../container/trailer.js';
import { dimensionsAfter } from '../../data/formats.js';
import { CrayError } from '../../errors.js';
import { countingDimensions } from '../dimensions.js';
import type { Meter } from '../progress.js';
import { watched } from '../streams.js';
import type { ChunkDecoder, DecodedChunk } from './decoder.js';
import { RestoredCheck } from './restored.js';

/** A part that is read from its start. */
export interface PassingPart {
  /** Its number in the file, from 1. */
  readonly number: number;
  readonly front: PlacedFront;
  /** To be read to the end before another part is asked for; in the end, what stands after them. */
  readonly chunks: AsyncGenerator<PlacedChunk, PassingEnd>;
}

/** What stands after the chunks of a part. */
export interface PassingEnd extends PartEnd {
  /** Where the part ends, and the next begins, if there is one. */
  readonly next: number;
  /** Whether the file ends there, too. */
  readonly last: boolean;
}

/**
 * The parts of a file, one after another.
 *
 * @param onFurther told where a further part begins, at the end of the one before; may refuse it by throwing.
 * @throws CrayError as readFront and readChunks; CORRUPT for what is no part.
 */
export async function* readParts(
  source: ByteSource,
  memory: number,
  onFurther: (position: number) => void = () => {},
): AsyncGenerator<PassingPart, void> {
  for (let number = 1; number === 1 || (await isPart(source)); number++) {
    const front = await readFront(source, memory);
    yield { number, front, chunks: chunksOf(front, source, memory, onFurther) };
  }
}

async function* chunksOf(
  front: PlacedFront,
  source: ByteSource,
  memory: number,
  onFurther: (position: number) => void,
): AsyncGenerator<PlacedChunk, PassingEnd> {
  const end = yield* readChunks(source, front, memory);
  const last = !(await isPart(source));
  if (!last) onFurther(source.position);
  return { ...end, next: source.position, last };
}

/** Where a stream that has been restored already turns out to be only the start. */
export function severalParts(position: number): CrayError {
  return new CrayError(
    'UNSUPPORTED',
    `a second part begins at byte ${position}: the items of several parts are counted before they ` +
      'are restored, which takes a file, not a pipe',
  );
}

/** What stood after the items of a part. */
export interface DecodedEnd {
  readonly trailer: Trailer;
  /** Bytes after the items that the trailer does not have. */
  readonly residueBytes: number;
  /** Where the part ends. */
  readonly next: number;
  /** Whether the file ends there. */
  readonly last: boolean;
}

/**
 * The chunks of a part, decoded. Once all are there, they have been checked against the trailer.
 *
 * @throws CrayError CORRUPT, or as the decoder.
 */
export async function* decodedPart(
  { front, chunks }: PassingPart,
  decoder: ChunkDecoder,
  meter: Meter,
): AsyncGenerator<DecodedChunk, DecodedEnd> {
  meter.begin(front.header.modelName, front.modelBytes);
  const check = new RestoredCheck(front);
  const dimensions = countingDimensions(front);
  const after = (bytes: number) => dimensionsAfter(front.header.dataFormat, bytes);
  const decoded = watched(decoder.all(chunks, front.header), (chunk) => {
    check.add(chunk);
    if (chunk.kind === 'residue') meter.tail(after(chunk.bytes.length));
    else meter.chunk(chunk.items, dimensions(chunk.items));
  });
  const { trailer, next, last } = yield* decoded;
  meter.tail(after(trailer.tail.length));
  check.end(trailer);
  return { trailer, next, last, residueBytes: check.residueBytes };
}

/** The chunks of a part that are at these places, one by one. @throws CrayError as {@link decodeAt}. */
export async function* decodedAt(
  input: Seekable,
  front: PlacedFront,
  places: readonly ChunkPlace[],
  decoder: ChunkDecoder,
): AsyncGenerator<DecodedChunk> {
  for (const place of places) yield await decodeAt(input, front, place, decoder);
}

/** Reads and decodes the chunk that is at this place. @throws CrayError as readChunkAt and the decoder. */
export async function decodeAt(
  input: Seekable,
  front: PlacedFront,
  place: ChunkPlace,
  decoder: ChunkDecoder,
): Promise<DecodedChunk> {
  const placed = await readChunkAt(input, front, place, decoder.memory);
  return decoder.one(placed, front.header);
}
