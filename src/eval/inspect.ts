import { ByteSource } from '../bytes/source.js';
import type { BlockPicture } from '../codecs/learning/blocks.js';
import type { ItemChunk } from '../container/chunk.js';
import { readFront } from '../container/front.js';
import { isPart, readChunks } from '../container/partReader.js';
import { isFolderFormat } from '../data/folders.js';
import { numbersIn } from '../data/formats.js';
import { CrayError } from '../errors.js';
import { inRevision } from '../kernels/kernels.js';
import { takesFields } from '../model/build.js';
import { decodeItems } from '../pipeline/chunk/chunks.js';
import { settingsOf } from '../pipeline/chunk/settings.js';
import { finish } from '../pipeline/chunk/steps.js';
import { toSymbols } from '../pipeline/chunk/symbols.js';
import { DEFAULT_MEMORY } from '../pipeline/memory.js';
import { type FindModel, modelOf } from '../pipeline/models.js';
import { errorOfChunk } from '../pipeline/revision.js';
import { hearing } from '../work.js';
import { blockCosts } from './blockCosts.js';
import { type Reliability, ReliabilityCounts } from './chances.js';
import { concatenated } from './concatenated.js';
import { sumsOf } from './costs.js';
import { estimate } from './estimate.js';
import { fieldsOfChunk, type InspectedField } from './fields.js';
import { symbolCosts } from './symbolCosts.js';

/** What the items of a file cost under its model. */
export interface Inspection {
  readonly model: string;
  /** Sizes of an item, outermost first. */
  readonly shape: readonly number[];
  /** Type of a number of the file: f64, of which each is two elements. */
  readonly numbers: string;
  readonly items: number;
  /** Bits of each item, or undefined where items are learned from each other and cannot be told apart. */
  readonly itemBits: Float64Array | undefined;
  /**
   * Bits of each element, item after item, or undefined where the codec does not let them be told apart.
   * Without those of latents, which belong to no element.
   */
  readonly elementBits: Float64Array | undefined;
  /** Of which pictures the items are blocks, where they are. */
  readonly pictures?: readonly BlockPicture[] | undefined;
  /** What each field costs, of a model that takes data apart by fields; undefined of others. */
  readonly fields?: readonly InspectedField[] | undefined;
  /** Coded against actual frequencies, as far as elements can be told apart. */
  readonly reliability: readonly Reliability[];
}

const SEVERAL =
  'a file of several parts, of which inspect takes one: compress what decompress gives of it, and inspect that';
const OF_A_FOLDER =
  'a file of a folder, and inspect takes one data set: decompress it, and inspect a file that comes of it';

/** Options of {@link inspect}; all can be left out. */
export interface InspectOptions {
  /** Bytes that may be taken, roughly. */
  readonly memory?: number | undefined;
  /** Items that are looked at, the first ones. */
  readonly most?: number | undefined;
  /** Told now and then how many elements have been gone through: each is decoded, and then weighed. */
  readonly onElements?: ((elements: number) => void) | undefined;
}

/**
 * Finds what each item and each element costs, as the model codes them: as the chunks of the file are,
 * also where one of them holds its items as they are.
 *
 * @param file the bytes of a .cray file.
 * @param findModel gives the model for a file that does not bring it.
 * @throws CrayError UNSUPPORTED for several parts, or what decoding and findModel throw.
 */
export async function inspect(
  file: Uint8Array,
  findModel: FindModel,
  {
    memory = DEFAULT_MEMORY,
    most = Number.POSITIVE_INFINITY,
    onElements = () => {},
  }: InspectOptions = {},
): Promise<Inspection> {
  const source = new ByteSource([file]);
  const front = await readFront(source, memory);
  const { header } = front;
  const { dtype, shape, levels, dataFormat, head, revision } = header;
  const { model, codec, precedes } = modelOf(front, findModel, undefined, memory);
  const settings = settingsOf(header);
  const blocks = await blockCosts(file, model, memory);
  const costs = symbolCosts(model, { dtype, shape, levels });
  const itemBits: Float64Array[] = [];
  const elementBits: Float64Array[] = [];
  const fields: InspectedField[] = [];
  const counts = new ReliabilityCounts();
  let [items, worked, chunks] = [0, 0, 0];
  const onWork = (elements: number) => {
    worked += elements;
    onElements(worked);
  };
  const add = (chunk: ItemChunk, position: number): void => {
    const count = Math.min(chunk.items, most - items);
    if (count === 0) return;
    const { size, width } = settings;
    const decoding = () => finish(decodeItems(chunk, codec, settings), onWork);
    const { elements } = naming(decoding, position, precedes);
    const symbols = toSymbols(elements, width).subarray(0, count * size);
    if (takesFields(model)) fields.push(...fieldsOfChunk(chunk, elements, chunks, revision));
    chunks++;
    const own = hearing(onWork, () => inRevision(revision, () => costs?.(symbols, count)));
    if (own) elementBits.push(own.bits);
    for (const chances of own?.chances ?? []) counts.add(chances);
    if (!codec.learns) itemBits.push(estimate(symbols, size, codec.group(1), items).bits);
    else if (own) itemBits.push(sumsOf(own.bits, size));
    else if (blocks) itemBits.push(hearing(onWork, () => blocks.bits(symbols, items)));
    items += count;
  };
  for await (const { chunk, position } of readChunks(source, front, memory)) {
    if (chunk.kind !== 'residue') add(chunk, position);
  }
  await checkAlone(source, dataFormat);
  return {
    model: header.modelName,
    shape,
    numbers: numbersIn(dataFormat, head) ?? dtype,
    items,
    itemBits: itemBits.length > 0 || items === 0 ? concatenated(itemBits, Float64Array) : undefined,
    elementBits: elementBits.length > 0 ? concatenated(elementBits, Float64Array) : undefined,
    pictures: blocks?.pictures,
    fields: takesFields(model) ? fields : undefined,
    reliability: counts.results(),
  };
}

/** @throws CrayError UNSUPPORTED where another part follows. */
async function checkAlone(source: ByteSource, dataFormat: string): Promise<void> {
  if (!(await isPart(source))) return;
  throw new CrayError('UNSUPPORTED', isFolderFormat(dataFormat) ? OF_A_FOLDER : SEVERAL);
}

/** What decoding a chunk gives; what it throws names the chunk. */
function naming<T>(decode: () => T, position: number, precedes: boolean): T {
  try {
    return decode();
  } catch (error) {
    throw errorOfChunk(error, position, precedes);
  }
}
