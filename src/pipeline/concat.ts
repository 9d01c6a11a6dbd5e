import { seekableGiven } from '../bytes/given.js';
import type { Seekable } from '../bytes/seekable.js';
import { SMALL_VERSION } from '../container/block.js';
import type { Chunk } from '../container/chunk.js';
import { embeddedBytes } from '../container/embedded.js';
import type { Front } from '../container/front.js';
import type { Header } from '../container/header.js';
import { type LocatedPart, locateParts, type OnWarning, readTrailer } from '../container/locate.js';
import { readChunkAt } from '../container/partReader.js';
import { encodePart, PartWriter } from '../container/partWriter.js';
import { digestOfPieces, type JoinedPiece } from '../container/pieces.js';
import type { Provenance } from '../container/provenance.js';
import { encodeSmall } from '../container/smallPart.js';
import type { Trailer } from '../container/trailer.js';
import { fits } from '../data/dataset.js';
import { dimensionsAfter } from '../data/formats.js';
import { joinHeads } from '../data/heads.js';
import { recordBytes } from '../data/records.js';
import { ArgumentError, about, CrayError, typeError } from '../errors.js';
import { checkOptions, type OptionNames } from '../options.js';
import { counted } from '../words.js';
import { checkAlike, checkNoFolder, checkNoTail, partName } from './decode/alike.js';
import { countingDimensions } from './dimensions.js';
import { joinedProvenance } from './joinedProvenance.js';
import { DEFAULT_MEMORY } from './memory.js';
import { Meter, type OnProgress } from './progress.js';

/** A file to join with others. */
export interface Joined {
  /** What to call it in errors. */
  readonly name: string;
  /** Its bytes. */
  readonly input: Seekable | Uint8Array;
}

/** Options of {@link concat}; all can be left out. */
export interface ConcatOptions {
  /** Bytes that may be taken, roughly; 2 GiB by default. */
  readonly memory?: number | undefined;
  /** What the file tells people of where it comes from; nothing by default. */
  readonly provenance?: Provenance | undefined;
  /** Called as bytes are given, with one object that changes. */
  readonly onProgress?: OnProgress | undefined;
  /** Told when an index does not hold, and the chunks are found without it. */
  readonly onWarning?: OnWarning | undefined;
}

const OPTIONS: OptionNames<ConcatOptions> = {
  memory: true,
  provenance: true,
  onProgress: true,
  onWarning: true,
};

/** A part of one of the files. */
interface Source {
  readonly name: string;
  readonly input: Seekable;
  readonly part: LocatedPart;
  readonly trailer: Trailer;
}

/**
 * Joins .cray files, as one part with one index. Their chunks are copied as they are, their checks
 * looked at; nothing is decoded and no model is needed. They must agree in all that decides what is
 * restored, and in the seed, of which a part has one.
 *
 * @param files at least one; of one file alone, a new index is made.
 * @throws CrayError UNSUPPORTED naming the field in which files differ, or what reading them throws.
 * RangeError when there is no file.
 * @returns the bytes of a .cray file, as they come.
 */
export async function* concat(
  files: readonly Joined[],
  options: ConcatOptions = {},
): AsyncGenerator<Uint8Array> {
  checkOptions('concat', options, OPTIONS);
  const { memory = DEFAULT_MEMORY, provenance, onProgress, onWarning = () => {} } = options;
  const sources: Source[] = [];
  for (const file of filesGiven(files)) sources.push(...(await sourcesOf(file, memory, onWarning)));
  const [first, ...others] = sources;
  if (!first) throw new ArgumentError('expected at least one file, got none');
  for (const { name, part } of others) checkJoins(part.front.header, first, name);
  if (others.length > 0) for (const source of sources) await checkEndsWithItems(source, memory);

  const joined = sources.flatMap(joinedIn);
  const items = joined.reduce((n, file) => n + file.items, 0);
  const several = joined.length > 1;
  const header = joinedHeader(sources, items);
  const model = sources.find(({ part }) => part.front.model)?.part.front.model;
  const meter = new Meter(onProgress, { items });
  meter.begin(header.modelName, model ? embeddedBytes(model, header) : 0);
  let originalBytes = 0;
  const emit = (bytes: Uint8Array, more: number): Uint8Array => {
    originalBytes += more;
    meter.written(bytes.length, originalBytes);
    return bytes;
  };
  // Of several, none has more after its items.
  const fronts = sources.map(({ part: { front, items }, trailer }) => {
    return { front, items, tailBytes: trailer.tail.length };
  });
  const said = joinedProvenance(fronts, provenance, model !== undefined);
  const front = { header, pieces: several ? joined : undefined, provenance: said, model };
  const dimensions = countingDimensions(front);
  if (sources.length === 1 && first.part.front.version === SMALL_VERSION) {
    const around = header.head.length + first.trailer.tail.length;
    const original = around + items * recordBytes(header);
    meter.chunk(items, dimensions(items));
    return yield emit(await smallAgain(first, front, memory), original);
  }
  const writer = new PartWriter(front);
  yield emit(writer.begin(), header.head.length);
  for (const { name, input, part } of sources) {
    for (const place of part.chunks) {
      const { chunk } = await about(name, () => readChunkAt(input, part.front, place, memory));
      meter.chunk(chunk.items, dimensions(chunk.items));
      meter.tail(dimensionsAfter(header.dataFormat, residueBytesOf(chunk)));
      const restores = chunk.items * recordBytes(header) + residueBytesOf(chunk);
      yield emit(writer.chunk(chunk), restores);
    }
  }
  const digest = several
    ? digestOfPieces(joined, header.digestBytes)
    : (joined[0] as JoinedPiece).digest;
  const { tail } = first.trailer;
  meter.tail(dimensionsAfter(header.dataFormat, tail.length));
  yield emit(writer.end({ items, tail, digest }), tail.length);
}

/** @throws CrayError UNSUPPORTED for a file that goes on after its items: where would that be in a joined one? */
async function checkEndsWithItems(source: Source, memory: number): Promise<void> {
  const { name, trailer } = source;
  const residueBytes = await about(name, () => bytesOfResidue(source, memory));
  checkNoTail({ trailer, residueBytes }, name);
}

/** A small file as it is, with what is said of it now. */
async function smallAgain(
  { name, input, part, trailer }: Source,
  front: Front,
  memory: number,
): Promise<Uint8Array> {
  const placed = await about(name, () =>
    Promise.all(part.chunks.map((place) => readChunkAt(input, part.front, place, memory))),
  );
  const chunks = placed.map(({ chunk }) => chunk);
  return encodeSmall(front, chunks, trailer) ?? encodePart(front, chunks, trailer);
}

/** @throws ArgumentTypeError for what are no files. */
function filesGiven(files: readonly Joined[]): { name: string; input: Seekable }[] {
  if (!Array.isArray(files)) throw typeError('files', 'an array of { name, input }', files);
  return files.map((file: Joined, i) => {
    if (typeof file?.name !== 'string') throw typeError(`file ${i + 1}`, '{ name, input }', file);
    return { name: file.name, input: seekableGiven(file.input, file.name) };
  });
}

/** Bytes after the items that are in chunks. */
async function bytesOfResidue({ input, part }: Source, memory: number): Promise<number> {
  let bytes = 0;
  for (const place of part.chunks) {
    if (place.items > 0) continue;
    bytes += residueBytesOf((await readChunkAt(input, part.front, place, memory)).chunk);
  }
  return bytes;
}

function residueBytesOf(chunk: Chunk): number {
  return chunk.kind === 'residue' ? chunk.bytes.length : 0;
}

async function sourcesOf(
  { name, input }: { name: string; input: Seekable },
  memory: number,
  warn: OnWarning,
): Promise<Source[]> {
  return about(name, async () => {
    const parts = await locateParts(input, memory, (message) => warn(`${name}: ${message}`));
    for (const { front } of parts) checkNoFolder(front.header);
    const sources: Source[] = [];
    for (const [i, part] of parts.entries()) {
      const { position } = part.front;
      const trailer = await readTrailer(input, part, memory);
      if (trailer.items !== part.items) {
        const message = `expected ${counted(trailer.items, 'item')}, got ${part.items}`;
        throw new CrayError('CORRUPT', message);
      }
      const own = parts.length === 1 ? name : `${name}: ${partName(i + 1, position)}`;
      sources.push({ name: own, input, part, trailer });
    }
    return sources;
  });
}

function checkJoins(header: Header, { name: as, part }: Source, name: string): void {
  const first = part.front.header;
  checkModels(header, first, name, as);
  checkAlike(header, first, name, as);
  if (header.seed === first.seed) return;
  const message = `${name}: seed: expected ${first.seed} as in ${as}, got ${header.seed}`;
  throw new CrayError('UNSUPPORTED', message);
}

/** By what a model is known, which its name alone does not say. */
const DIGESTS = [
  ['settings', 'specDigest'],
  ['weights', 'weightsDigest'],
] as const;

/** Checks that items of one kind are of one model: of files that people chose, by the names of their models. */
function checkModels(header: Header, first: Header, name: string, as: string): void {
  const [expected, got] = [first.modelName, header.modelName];
  for (const [what, digest] of DIGESTS) {
    if (Buffer.compare(first[digest], header[digest]) === 0) continue;
    if (!fits({ dtype: first.dtype, shape: first.shape }, header)) return;
    const message =
      expected === got
        ? `${got} has other ${what} than the model of that name in ${as}`
        : `expected ${expected} as in ${as}, got ${got}`;
    throw new CrayError('UNSUPPORTED', `${name}: model: ${message}`);
  }
}

/** The files that a part was made of. */
function joinedIn({ name, part: { front, items }, trailer }: Source): readonly JoinedPiece[] {
  const { header, pieces: joined } = front;
  if (!joined) return [{ items, head: header.head, digest: trailer.digest }];
  const sum = joined.reduce((n, file) => n + file.items, 0);
  if (
    sum !== items ||
    Buffer.compare(digestOfPieces(joined, header.digestBytes), trailer.digest) !== 0
  ) {
    throw new CrayError('CORRUPT', `${name}: the pieces are not those of the trailer`);
  }
  return joined;
}

/** A header that holds for the chunks of all parts. */
function joinedHeader(sources: readonly Source[], items: number): Header {
  const headers = sources.map(({ part }) => part.front.header) as [Header, ...Header[]];
  const [first] = headers;
  const heads = headers.map(({ head }) => head);
  return {
    ...first,
    head: sources.length > 1 ? joinHeads(first.dataFormat, heads, items) : first.head,
    lanes: headers.reduce((most, { lanes }) => Math.max(most, lanes), 1),
    chunkItems: headers.reduce((most, { chunkItems }) => Math.max(most, chunkItems), 1),
    packed: headers.some(({ packed }) => packed),
    digestBytes: headers.reduce((least, h) => Math.min(least, h.digestBytes), first.digestBytes),
  };
}
