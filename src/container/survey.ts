import { bytesFrom, type Seekable } from '../bytes/seekable.js';
import { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import { BLOCK } from './block.js';
import { decodeChunk } from './chunk.js';
import { type ChunkPlace, decodeIndex, type NumberedPlace, placesOf } from './chunkIndex.js';
import { alone, type PlacedFront, readFront } from './front.js';
import { indexedPart, type LocatedPart } from './locate.js';
import { findSound, isMagicAt, Patience, soundBlock } from './resync.js';
import type { SmallPart } from './smallPart.js';
import { decodeTrailer, type Trailer } from './trailer.js';

/** A stretch of a part that is not as it was written. */
export interface Gap {
  readonly position: number;
  readonly end: number;
  readonly reason: string;
}

/** What is left of a part. */
export interface SurveyedPart {
  readonly front: PlacedFront;
  /** Those whose checks hold. */
  readonly chunks: readonly ChunkPlace[];
  /** Before the trailer; what is damaged after it has held no items. */
  readonly gaps: readonly Gap[];
  /** All chunks that there were, where the index is sound. */
  readonly index: readonly NumberedPlace[] | undefined;
  /** Items that there were, where the trailer is sound. */
  readonly items: number | undefined;
  /** What the trailer has of the tail, where it is sound. */
  readonly tail: Uint8Array | undefined;
}

/** What is left of a file. */
export interface Survey {
  readonly parts: readonly [SurveyedPart, ...SurveyedPart[]];
  /** Where parts have been that are lost from their starts on, before the others, between them and after them. */
  readonly lost: readonly Gap[];
}

/**
 * Looks through a file that may be damaged for all that is sound, in bounded time.
 *
 * @throws CrayError as readFront where no part has a start that is sound.
 */
export async function surveyFile(input: Seekable, memory: number): Promise<Survey> {
  const known = await knownParts(input, memory);
  const patience = new Patience();
  const parts: SurveyedPart[] = [];
  const lost: Gap[] = [];
  let refused: CrayError | undefined;
  // Of an empty file, too, there is something to say.
  for (let at = 0; at < input.size || (parts.length === 0 && !refused); ) {
    let front: PlacedFront;
    try {
      front = await readFront(new ByteSource(bytesFrom(input, at), at), memory);
    } catch (error) {
      if (!(error instanceof CrayError) || error.code === 'IO') throw error;
      refused ??= error;
      const end = await findSound(input, at + 1, {}, patience, memory);
      lost.push({ position: at, end, reason: `the part is lost: ${error.message}` });
      at = end;
      continue;
    }
    if (front.small) {
      parts.push(surveySmall(front, front.small));
      at = front.end;
      continue;
    }
    const { part, end } = await surveyPart(input, front, known.get(at), patience, memory);
    parts.push(part);
    at = end;
  }
  const [first, ...others] = parts;
  if (!first) throw refused;
  return { parts: [first, ...others], lost };
}

/** A small part, which is sound where it could be read. */
function surveySmall(front: PlacedFront, { chunk, trailer }: SmallPart): SurveyedPart {
  const { items, tail } = trailer;
  const chunks = chunk ? [{ position: front.position, items }] : [];
  return { front: alone(front), chunks, gaps: [], index: undefined, items, tail };
}

/** The parts whose indices are found from the end, by where they begin. */
async function knownParts(input: Seekable, memory: number): Promise<Map<number, LocatedPart>> {
  const known = new Map<number, LocatedPart>();
  for (let end = input.size; end > 0; ) {
    const part = await indexedPart(input, end, memory, () => {});
    if (!part) break;
    end = part.front.position;
    known.set(end, part);
  }
  return known;
}

async function surveyPart(
  input: Seekable,
  front: PlacedFront,
  known: LocatedPart | undefined,
  patience: Patience,
  memory: number,
): Promise<{ part: SurveyedPart; end: number }> {
  const chunks: ChunkPlace[] = [];
  const gaps: Gap[] = [];
  let index = known?.chunks;
  let trailer: Trailer | undefined;
  const places = known && [...known.chunks.map(({ position }) => position), known.end];
  let at = front.end;
  while (at < input.size && !(await isMagicAt(input, at))) {
    const block = await soundBlock(input, at, memory);
    if (block) {
      at += block.bytes;
      if (block.type === BLOCK.chunk) {
        const chunk = attempt(() => decodeChunk(block, front.header, memory));
        const { position, bytes } = block;
        if (chunk) chunks.push({ position, items: chunk.items, bytes });
        else gaps.push({ position: block.position, end: at, reason: 'is no chunk of this file' });
      } else if (block.type === BLOCK.index) {
        index ??= attempt(() => placesOf(decodeIndex(block.payload), front.position));
      } else if (block.type === BLOCK.trailer) {
        trailer = attempt(() => decodeTrailer(block.payload, front.header.digestBytes));
      }
      continue;
    }
    const landmarks = { places, header: front.header };
    const end = await findSound(input, at, landmarks, patience, memory);
    if (trailer === undefined) {
      gaps.push({ position: at, end, reason: 'the checksum does not match' });
    }
    at = end;
  }
  if (trailer === undefined && gaps.at(-1)?.end !== at) {
    gaps.push({ position: at, end: at, reason: 'the part ends before its trailer' });
  }
  if (known && gaps.length === 0 && !isOf(known, chunks)) index = undefined;
  const { items, tail } = trailer ?? { items: undefined, tail: undefined };
  return { part: { front, chunks, gaps, index, items, tail }, end: at };
}

/**
 * Whether an index may be that of the chunks of a part of which no byte is missing or damaged, since they are as long
 * as it says, though perhaps in another order.
 */
function isOf({ chunks: index, end }: LocatedPart, chunks: readonly ChunkPlace[]): boolean {
  const sizes = index.map(({ position, items }, i) => {
    const next = index[i + 1]?.position ?? end;
    return `${items} in ${next - position}`;
  });
  const there = chunks.map(({ items, bytes }) => `${items} in ${bytes}`);
  return sizes.sort().join() === there.sort().join();
}

function attempt<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'TOO_LARGE') return undefined;
    throw error;
  }
}
