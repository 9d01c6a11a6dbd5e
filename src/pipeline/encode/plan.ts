import type { BlockPicture } from '../../codecs/learning/blocks.js';
import type { Field } from '../../codecs/numbers/field.js';
import { VERSION } from '../../container/block.js';
import { DIGEST_BYTES } from '../../container/digests.js';
import { embeddedBytes } from '../../container/embedded.js';
import type { Front } from '../../container/front.js';
import { type Header, MAX_LANES } from '../../container/header.js';
import type { Provenance } from '../../container/provenance.js';
import { type Dataset, ELEMENT_BYTES, itemSize } from '../../data/dataset.js';
import { formatNamed, isRebuilt } from '../../data/formats.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { REVISION } from '../../kernels/modules.js';
import { embedded } from '../../model/model.js';
import type { ExampleByFields } from '../../model/node.js';
import type { ChunkCoder } from '../chunk/chunkCoder.js';
import type { ChunkSettings } from '../chunk/chunks.js';
import { settingsOf } from '../chunk/settings.js';
import { checkThreads, DEFAULT_THREADS } from '../chunk/workers.js';
import { checkChunk, DEFAULT_MEMORY, encodingNeed, threadsWithin } from '../memory.js';
import { makeReady } from '../models.js';
import { revisionFor } from '../revision.js';
import type { ChosenModel } from './chooseModel.js';
import { chunkItemsOf, MAX_CHUNK_ITEMS } from './chunkSize.js';
import type { CompressOptions } from './compressOptions.js';
import type { Framing } from './frame.js';
import { isWorthPacking } from './packing.js';

export const DEFAULT_LANES = 16;

/** What is known of all items. */
export interface KnownOfAll {
  /** What lies where in the file, for a model that takes it apart. */
  readonly fields: readonly Field[] | undefined;
  /** Pictures whose blocks they are. */
  readonly pictures: readonly BlockPicture[] | undefined;
  /** What a chunk tells of those after it, where a model goes by that. */
  readonly example?: ExampleByFields | undefined;
}

/** Bytes of an array below which it is not said of its bytes that they are one. */
const WORTH_NUMBERS = 1 << 10;

/** A data set, perhaps one of the bytes of an array. */
type Planned = Dataset & Pick<PeekableDataset, 'array'>;

/** How a data set is coded: all that is decided before the first item is. */
export interface Plan {
  readonly front: Front;
  /** Bytes of the file that the model takes; 0 where it is not inside. */
  readonly modelBytes: number;
  /** What is done with each chunk, and how. */
  readonly kind: 'encode' | 'encodeVerified';
  readonly settings: ChunkSettings;
  /** How what is coded is written. */
  readonly framing: Framing;
  readonly known: KnownOfAll;
  /** Threads, at most, whose chunks fit the memory together. */
  readonly threads: number;
  /** What codes chunks on so many threads. */
  coder(threads: number): ChunkCoder;
}

/**
 * Decides how a data set is coded under a model.
 *
 * @throws RangeError for options out of range; CrayError DATA_MISMATCH, TOO_LARGE or what is wrong with
 * the model.
 */
export function planOf(dataset: Planned, chosen: ChosenModel, options: CompressOptions): Plan {
  const { model } = chosen;
  const { lanes = DEFAULT_LANES, unordered = false, seed = 0 } = options;
  const { memory = DEFAULT_MEMORY, threads = DEFAULT_THREADS } = options;
  const { embedModel = false, verify = false, keepProvenance = false, version } = options;
  checkOption('lanes', lanes, MAX_LANES);
  checkThreads(threads);
  const asked = options.chunkItems;
  if (asked !== undefined) checkOption('chunk', asked, MAX_CHUNK_ITEMS);
  // Programs of before have the first revision alone.
  const { revision = revisionFor(model, version === VERSION ? 1 : undefined) } = options;
  checkOption('revision', revision, REVISION);
  const { dtype, numbers, shape, levels } = dataset;
  const item = { dtype, numbers, shape, levels, revision };
  const { codec, need, coder } = makeReady(model, item, options.batch, memory);
  if (unordered) checkUnordered(dataset, model.spec.name, codec.learns !== undefined);
  const [size, width] = [itemSize(shape), ELEMENT_BYTES[dtype]];
  const needOf = (items: number) => need(items) + encodingNeed(items, size, width, unordered);
  const chunkItems = chunkItemsOf(dataset, codec, { chunkItems: asked, unordered, needOf, memory });
  const embed = embedModel ? embedded(model) : undefined;
  const plain = headerOf(dataset, chosen, { seed, lanes, chunkItems, unordered, revision });
  const header = { ...plain, packed: version !== VERSION && isWorthPacking(plain, embed) };
  const settings = settingsOf(header);
  const most = Math.min(chunkItems, dataset.items ?? chunkItems);
  checkChunk(most, needOf, memory);
  const modelBytes = embed ? embeddedBytes(embed, header) : 0;
  const place = embed ? undefined : options.modelPlace?.(model);
  return {
    front: { header, provenance: provenanceOf(dataset, options, place), model: embed },
    modelBytes,
    kind: verify ? 'encodeVerified' : 'encode',
    settings,
    known: { fields: chosen.fields, pictures: dataset.pictures, example: codec.example },
    framing: { modelBytes, keepProvenance, asBefore: version === VERSION },
    threads: threadsWithin(memory, needOf(most), threads),
    coder,
  };
}

/**
 * What was asked to be said of the file, and where the model is; and what is always said: whether the file was inside
 * another, how many bytes it had, where what is held or
 * restored has others, and which numbers its bytes are, where they are an array.
 */
function provenanceOf(
  dataset: Planned,
  { provenance }: CompressOptions,
  model: string | undefined,
): Provenance | undefined {
  const { format, inside, fidelity, fileBytes } = dataset;
  const numbers = numbersOf(dataset);
  const other = inside !== undefined || fidelity === 'pixels' || isRebuilt(format);
  const bytes = other && fileBytes !== undefined ? `${fileBytes}` : undefined;
  if ((inside ?? bytes ?? model ?? numbers) === undefined) return provenance;
  return {
    ...provenance,
    ...(inside && { inside }),
    ...(bytes && { bytes }),
    ...(model && { model }),
    ...(numbers && { numbers }),
  };
}

/** The numbers of an array of which these are the bytes, as provenance has them. */
function numbersOf({ array, items = WORTH_NUMBERS }: Planned): string | undefined {
  const field = items < WORTH_NUMBERS ? undefined : array?.inFile?.field;
  return field && `${field.type} ${field.offset}`;
}

function headerOf(
  { format, dtype, shape, sideBytes, head }: Dataset,
  { model, levels }: ChosenModel,
  coding: Pick<Header, 'seed' | 'lanes' | 'chunkItems' | 'unordered' | 'revision'>,
): Header {
  return {
    dataFormat: format,
    dtype,
    shape,
    levels,
    sideBytes,
    head,
    modelName: model.spec.name,
    specDigest: model.specDigest,
    weightsDigest: model.weightsDigest,
    ...coding,
    packed: false,
    digestBytes: DIGEST_BYTES,
  };
}

/** @throws RangeError or CrayError where the order of items cannot be left out. */
function checkUnordered(dataset: Dataset, model: string, learns: boolean): void {
  const { format, sideBytes, items } = dataset;
  if (learns)
    throw new ArgumentError(`unordered: model ${model} learns from item to item, in order`);
  if (sideBytes > 0) throw new CrayError('DATA_MISMATCH', `unordered: ${format} items have labels`);
  // Bands of a picture are no picture in another order, nor is an archive one whose sums are of another.
  if (items !== 1 && !formatNamed(format).heads) {
    throw new CrayError(
      'DATA_MISMATCH',
      `unordered: ${format} items make one whole, in their order`,
    );
  }
}

function checkOption(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new ArgumentError(`${name}: expected an integer from 1 to ${most}, got ${value}`);
  }
}
