import type { Chunk } from '../../container/chunk.js';
import type { Front } from '../../container/front.js';
import { PartWriter } from '../../container/partWriter.js';
import type { Provenance } from '../../container/provenance.js';
import type { Trailer } from '../../container/trailer.js';

/** Bytes that a .cray file may have beyond those of the original, and the part of these on top. */
const MOST_MORE = 200;
const MOST_SHARE = 1 / 1000;

/** Bytes of an original from which on it does not matter what the provenance takes. */
const ENOUGH = 1 << 20;

/** What is left out of the provenance first, where there is no room; what is not here stays. */
const LEAST_FIRST = ['creator', 'mode', 'mtime', 'name', 'bytes'] as const;

/** What was asked to be in the file beside the data. */
interface Asked {
  readonly provenance?: Provenance | undefined;
  /** Bytes of the model inside the file. */
  readonly modelBytes?: number | undefined;
}

/** Bytes of a .cray file, at most, of an original of so many. */
export function mostBytes(rawBytes: number, { provenance, modelBytes = 0 }: Asked): number {
  const { comment = '', model = '' } = provenance ?? {};
  const staying = Buffer.byteLength(comment) + Buffer.byteLength(model);
  return Math.floor(rawBytes * (1 + MOST_SHARE)) + MOST_MORE + modelBytes + staying;
}

/**
 * The bytes of a part. Where they would be too many for a small original, entries of the provenance are
 * left out, but for the comment, the place of the model, and what the file was inside of.
 *
 * @param chunks gives the trailer in the end.
 * @param rawBytes bytes of the original that have been read.
 * @param modelBytes bytes of the model inside.
 */
export async function* framed(
  front: Front,
  chunks: AsyncGenerator<Chunk, Trailer>,
  rawBytes: () => number,
  modelBytes: number,
): AsyncGenerator<Uint8Array> {
  const { provenance } = front;
  const first: Chunk[] = [];
  try {
    let step = await chunks.next();
    for (; !step.done && rawBytes() < ENOUGH; step = await chunks.next()) first.push(step.value);
    if (step.done) {
      const most = mostBytes(rawBytes(), { provenance, modelBytes });
      return yield smallPart(front, first, step.value, most);
    }
    const writer = new PartWriter();
    yield writer.front(front);
    for (const chunk of first) yield writer.chunk(chunk);
    for (; !step.done; step = await chunks.next()) yield writer.chunk(step.value);
    yield writer.end(step.value);
  } finally {
    await chunks.return(undefined as never);
  }
}

/**
 * A whole part of few chunks, with as much of the provenance as there is room for; the comment and the place of
 * the model stay.
 *
 * @param most bytes there is room for.
 */
function smallPart(
  front: Front,
  chunks: readonly Chunk[],
  trailer: Trailer,
  most: number,
): Uint8Array {
  let part = wholePart(front, chunks, trailer);
  let { provenance } = front;
  for (const key of LEAST_FIRST) {
    if (part.length <= most || !provenance) break;
    provenance = { ...provenance, [key]: undefined };
    const empty = Object.values(provenance).every((value) => value === undefined);
    if (empty) provenance = undefined;
    part = wholePart({ ...front, provenance }, chunks, trailer);
  }
  return part;
}

function wholePart(front: Front, chunks: readonly Chunk[], trailer: Trailer): Uint8Array {
  const writer = new PartWriter();
  return Buffer.concat([
    writer.front(front),
    ...chunks.map((chunk) => writer.chunk(chunk)),
    writer.end(trailer),
  ]);
}
