import { BLOCK_OVERHEAD } from '../../container/block.js';
import type { Chunk } from '../../container/chunk.js';
import type { Front } from '../../container/front.js';
import { MAX_RESIDUE_BYTES } from '../../container/header.js';
import { MAX_MIXED } from '../../container/mixing.js';
import { encodePart, PartWriter } from '../../container/partWriter.js';
import { encodeProvenance, type Provenance } from '../../container/provenance.js';
import { encodeSmall, isSmallPart } from '../../container/smallPart.js';
import type { Trailer } from '../../container/trailer.js';
import { packedAhead, packedIfWorthwhile } from './packing.js';
import { LEAST_FIRST, mostBytes, without } from './room.js';

/** Bytes of an original from which on it does not matter what the provenance takes. */
const ENOUGH = 1 << 20;

/** Bytes of an original below which there is no provenance but what was asked for, where the form is small. */
const WORTH_PROVENANCE = 1 << 10;

/** How a part is to be written. */
export interface Framing {
  /** Bytes of the model inside. */
  readonly modelBytes: number;
  /** Whether all of the provenance stays, whatever it takes. */
  readonly keepProvenance: boolean;
  /** Whether only what craystack 0.2.0 reads is written. */
  readonly asBefore: boolean;
}

/** Bytes of the tail, at most, in one chunk: those of larger ones are none that the model for bytes takes. */
export function residuePiece({ asBefore }: Framing): number {
  return asBefore ? MAX_RESIDUE_BYTES : MAX_MIXED;
}

/**
 * The bytes of a part, in its small form where it has one. Where they would be too many for a small original, entries
 * of the provenance are left out, but for the comment, the place of the model, and what the file was inside of.
 *
 * @param chunks gives the trailer in the end.
 * @param rawBytes bytes of the original that have been read.
 */
export async function* framed(
  front: Front,
  chunks: AsyncGenerator<Chunk, Trailer>,
  rawBytes: () => number,
  framing: Framing,
): AsyncGenerator<Uint8Array> {
  const first: Chunk[] = [];
  try {
    let step = await chunks.next();
    for (; !step.done && rawBytes() < ENOUGH; step = await chunks.next()) first.push(step.value);
    if (step.done) return yield wholePart(front, first, step.value, rawBytes(), framing);
    const writer = new PartWriter(framing.asBefore ? front : packedAhead(front));
    yield writer.begin();
    for (const chunk of first) yield writer.chunk(chunk);
    for (; !step.done; step = await chunks.next()) yield writer.chunk(step.value);
    yield writer.end(step.value);
  } finally {
    await chunks.return(undefined as never);
  }
}

/** A part that is known to its end, with as much of the provenance as there is room for and as is worth it. */
function wholePart(
  front: Front,
  chunks: readonly Chunk[],
  trailer: Trailer,
  rawBytes: number,
  { modelBytes, keepProvenance, asBefore }: Framing,
): Uint8Array {
  let ofBlocks = asBefore ? front : undefined;
  const partOf = (provenance: Provenance | undefined) => {
    const small = asBefore ? undefined : encodeSmall({ ...front, provenance }, chunks, trailer);
    if (small) return small;
    ofBlocks ??= packedIfWorthwhile(front, chunks);
    return encodePart({ ...ofBlocks, provenance }, chunks, trailer);
  };
  const bare = partOf(undefined);
  const isSmall = isSmallPart(bare);
  const most = (inBlocks: boolean) =>
    mostBytes(rawBytes, front.header, { provenance: front.provenance, modelBytes, inBlocks });
  // What many small chunks take alone says nothing of what there is room for.
  const allowed = most(bare.length > most(asBefore));
  const room = isSmall && rawBytes < WORTH_PROVENANCE ? 0 : allowed - bare.length;
  const provenance = keepProvenance ? front.provenance : within(room, front.provenance);
  if (!provenance) return bare;
  const part = partOf(provenance);
  // What takes the small form away is not worth it.
  return isSmall && !isSmallPart(part) ? partOf(within(0, provenance)) : part;
}

/** What of a provenance there is room for; none where that is nothing. */
function within(room: number, all: Provenance | undefined): Provenance | undefined {
  let provenance = all;
  for (const key of LEAST_FIRST) {
    if (!provenance || encodeProvenance(provenance).length + BLOCK_OVERHEAD <= room) break;
    provenance = without(provenance, key);
  }
  return provenance;
}
