import { createHash, type Hash } from 'node:crypto';
import { ByteSource } from '../../bytes/source.js';
import type { Known } from '../../codecs/known.js';
import { partsWithin } from '../../codecs/learning/blocks.js';
import type { Example } from '../../codecs/numbers/example.js';
import { fieldsInOrder } from '../../codecs/numbers/within.js';
import type { Chunk, ItemChunk, ResidueChunk } from '../../container/chunk.js';
import type { Trailer } from '../../container/trailer.js';
import { type Dataset, ELEMENT_BYTES, itemSize, type Piece } from '../../data/dataset.js';
import { dimensionsAfter } from '../../data/formats.js';
import { CrayError } from '../../errors.js';
import type { ChunkSettings } from '../chunk/chunks.js';
import { mapInOrder, several } from '../chunk/inOrder.js';
import { sortItems } from '../chunk/order.js';
import { firstOver, toSymbols } from '../chunk/symbols.js';
import { tracked } from '../chunk/tracked.js';
import { updateDigest } from '../digest.js';
import { countingDimensions } from '../dimensions.js';
import type { Meter } from '../progress.js';
import { restoredBy } from '../restored.js';
import { watched } from '../streams.js';
import type { ChosenModel } from './chooseModel.js';
import type { CompressOptions } from './compressOptions.js';
import { type Framing, framed, residuePiece } from './frame.js';
import { type KnownOfAll, type Plan, planOf } from './plan.js';

/** Longest tail that the trailer holds; chunks hold longer ones. */
const SHORT_TAIL = 64;

/**
 * Compresses a data set under a model. See compress.
 *
 * @param fileBytes of what the data set is read from, where that is known.
 */
export async function* encodeDataset(
  dataset: Dataset,
  chosen: ChosenModel,
  options: CompressOptions,
  meter: Meter,
  fileBytes?: number,
): AsyncGenerator<Uint8Array> {
  const plan = planOf(dataset, chosen, options);
  const { front, modelBytes } = plan;
  meter.begin(front.header.modelName, modelBytes, restoredBy(front));
  const chunks = allChunks(dataset, plan, meter, fileBytes);
  for await (const bytes of framed(front, chunks, dataset.position, plan.framing)) {
    meter.written(bytes.length, dataset.position());
    yield bytes;
  }
}

/** What the items add up to: how many they are, and the digest of the file down to their end. */
export interface Items {
  readonly items: number;
  readonly digest: Hash;
}

/** The chunks of a part, and then its trailer. */
async function* allChunks(
  dataset: Dataset,
  plan: Plan,
  meter: Meter,
  fileBytes: number | undefined,
): AsyncGenerator<Chunk, Trailer> {
  const items = yield* itemChunks(dataset, plan, meter, fileBytes);
  const tail = watched(tailChunks(items, dataset.tail(), plan.framing), ({ bytes }) =>
    meter.tail(dimensionsAfter(dataset.format, bytes.length)),
  );
  const trailer = yield* tail;
  meter.tail(dimensionsAfter(dataset.format, trailer.tail.length));
  return trailer;
}

/** The chunks of a tail, and then the trailer. */
export async function* tailChunks(
  { items, digest: before }: Items,
  bytesOfTail: AsyncIterable<Uint8Array>,
  framing: Framing,
): AsyncGenerator<ResidueChunk, Trailer> {
  const digest = before.copy();
  let tail: Uint8Array = new Uint8Array(0);
  for await (const bytes of new ByteSource(bytesOfTail).pieces(residuePiece(framing))) {
    digest.update(bytes);
    if (bytes.length <= SHORT_TAIL) tail = bytes;
    else yield { kind: 'residue', items: 0, bytes };
  }
  return { items, tail, digest: digest.digest() };
}

/** The chunks of the items. */
export async function* itemChunks(
  dataset: Dataset,
  { kind, settings, threads, coder: coderOn, front, known }: Plan,
  meter: Meter,
  fileBytes: number | undefined,
): AsyncGenerator<ItemChunk, Items> {
  const { width } = settings;
  const source = codedPieces(dataset, settings, front.header.chunkItems, known);
  // One chunk is not worth a thread.
  const [more, all] = threads > 1 ? await several(source) : [false, source];
  const coder = coderOn(more ? threads : 1);
  const bytesOf = bytesOfPieces(dataset, fileBytes);
  const coded = mapInOrder(all, coder.most, (input) => {
    const bytes = bytesOf(input) / input.elements.length;
    return tracked(coder, { kind, input, settings }, (elements) =>
      meter.worked(elements * width, elements, elements * width * bytes),
    );
  });
  try {
    const dimensions = countingDimensions(front);
    return yield* watched(coded, ({ items }) => meter.chunk(items, dimensions(items)));
  } finally {
    await coder.close();
  }
}

/**
 * Of how many bytes of the file each piece is, one after another: where it says how many items it has, of its share,
 * since a picture, say, is read before any of it is given; else of what has been read since the last.
 */
function bytesOfPieces(dataset: Dataset, fileBytes: number | undefined): (piece: Piece) => number {
  const { items, dtype, shape } = dataset;
  const all = (items ?? 0) * itemSize(shape) * ELEMENT_BYTES[dtype];
  let read = 0;
  return ({ elements }) => {
    if (all > 0 && fileBytes !== undefined) return (fileBytes * elements.length) / all;
    const before = read;
    read = dataset.position();
    return read - before;
  };
}

/** The items of each chunk, as they are coded. */
async function* codedPieces(
  dataset: Dataset,
  settings: ChunkSettings,
  chunkItems: number,
  known: KnownOfAll,
): AsyncGenerator<Piece, Items> {
  const itemBytes = settings.size * settings.width;
  const digest = createHash('sha256').update(dataset.head);
  const within = knownWithin(known);
  let items = 0;
  let [before, example]: [Piece | undefined, Example | undefined] = [undefined, undefined];
  for await (const { elements: inFile, side } of dataset.pieces(chunkItems)) {
    checkLevels(inFile, settings, items);
    const elements = settings.unordered ? sortItems(inFile, itemBytes) : inFile;
    const more = elements.length / itemBytes;
    // A single chunk is an example for none.
    if (before?.known?.fields)
      example = known.example?.(before.elements, before.known.fields, example);
    const piece: Piece = { elements, side, known: knownOf(within?.(items, items + more), example) };
    if (known.example) before = piece;
    updateDigest(digest, piece, more);
    items += more;
    yield piece;
  }
  return { items, digest };
}

function knownOf(known: Known | undefined, example: Example | undefined): Known | undefined {
  return known && example ? { ...known, example } : known;
}

/** What is known of items from one on to another; undefined where nothing is. */
function knownWithin({
  fields,
  pictures,
}: KnownOfAll): ((from: number, to: number) => Known) | undefined {
  if (fields) {
    const within = fieldsInOrder(fields);
    return (from, to) => ({ fields: within(from, to) });
  }
  return pictures && ((from, to) => ({ parts: partsWithin(pictures, from, to) }));
}

/** @param before items before these. @throws CrayError DATA_MISMATCH for a value beyond the levels. */
function checkLevels(
  elements: Uint8Array,
  { width, size, levels }: ChunkSettings,
  before: number,
): void {
  const over = firstOver(elements, width, levels);
  if (over === undefined) return;
  const [value] = toSymbols(elements.subarray(over * width, (over + 1) * width), width);
  throw new CrayError(
    'DATA_MISMATCH',
    `item ${before + Math.floor(over / size)}, element ${over % size}: ` +
      `expected a value in 0 … ${levels - 1}, got ${value}`,
  );
}
