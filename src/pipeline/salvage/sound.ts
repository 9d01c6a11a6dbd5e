import { bytesFrom, type Seekable } from '../../bytes/seekable.js';
import { ByteSource } from '../../bytes/source.js';
import type { ChunkPlace } from '../../container/chunkIndex.js';
import type { Gap, SurveyedPart } from '../../container/survey.js';
import { CrayError } from '../../errors.js';
import type { ChunkDecoder } from '../decode/decoder.js';
import { decodeAt, readParts } from '../decode/partStream.js';

/** What a chunk may fail with because it is damaged, and not for a reason of its own. */
const DAMAGES: ReadonlySet<string> = new Set(['CORRUPT', 'TRUNCATED', 'UNSUPPORTED']);

/** A part without the chunks that do not decode though their checks hold. */
export async function tryChunks(
  input: Seekable,
  part: SurveyedPart,
  decoder: ChunkDecoder,
): Promise<SurveyedPart> {
  const chunks: ChunkPlace[] = [];
  const gaps: Gap[] = [...part.gaps];
  for (const place of part.chunks) {
    try {
      await decodeAt(input, part.front, place, decoder);
      chunks.push(place);
    } catch (error) {
      if (!(error instanceof CrayError) || !DAMAGES.has(error.code)) throw error;
      const { position } = place;
      gaps.push({ position, end: position + 1, reason: reasonOf(error) });
    }
  }
  gaps.sort((a, b) => a.position - b.position);
  return { ...part, chunks, gaps };
}

/** Without the place, which is said anyway. */
function reasonOf(error: CrayError): string {
  return error.cause instanceof CrayError ? error.cause.message : error.message;
}

/** Whether nothing of a part is lost. */
export function isWhole({ gaps, items }: SurveyedPart): boolean {
  return gaps.length === 0 && items !== undefined;
}

/**
 * What is not where it should be, down to what stands after the trailers, or undefined where all is. Nothing
 * is decoded.
 */
export async function faultOf(input: Seekable, memory: number): Promise<string | undefined> {
  try {
    for await (const { chunks } of readParts(new ByteSource(bytesFrom(input, 0)), memory)) {
      for await (const _ of chunks);
    }
    return undefined;
  } catch (error) {
    if (error instanceof CrayError && error.code !== 'IO') return error.message;
    throw error;
  }
}
