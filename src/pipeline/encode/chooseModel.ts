import type { Field } from '../../codecs/numbers/field.js';
import { log2 } from '../../codecs/numbers/log2.js';
import { MOST_TRIED } from '../../codecs/numbers/numbers.js';
import { bytesInRuns } from '../../codecs/numbers/runs.js';
import { describe, dimensionsOf, ELEMENT_BYTES, fits, itemSize } from '../../data/dataset.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { hasEffort, isQuick, takesFields, takesPictures } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { DEFAULT_MEMORY, encodingNeed } from '../memory.js';
import { makeReady } from '../models.js';
import { chunkItemsOf } from './chunkSize.js';
import type { CompressOptions } from './compressOptions.js';
import { bitsFor, bitsWith, rateBy } from './estimate.js';
import { LOOK_BYTES, type Sample, sampleOf } from './sample.js';

/** A model for a data set, and what values the data may have. */
export interface ChosenModel {
  /** One that fits the data. */
  readonly model: Model;
  /** Elements are 0 … levels - 1; what the model has no values for is coded plainly. */
  readonly levels: number;
  /** What lies where in the file, for a model that takes it apart. */
  readonly fields?: readonly Field[] | undefined;
  /** Bits that it is estimated to take for all the data; not said where nothing was tried. */
  readonly bits?: number | undefined;
  /** The models that were tried on a sample, in turn; none where there was no choice. */
  readonly tried?: readonly Tried[];
  /** Why the model is taken though others fit that were not tried, where that is so. */
  readonly untried?: Untried | undefined;
  /** Where the order of items is left out, a model that needs it and is estimated to take less all the same. */
  readonly inOrder?: Tried | undefined;
}

/** Why others are not tried: the model is there to be quick, or it is made for the pictures that the data are of. */
export type Untried = 'quick' | 'pictures';

/** A model that was tried, and what it is estimated to take for all the data. */
export interface Tried {
  /** Name of the model. */
  readonly model: string;
  /** Bits for each number of the file. */
  readonly bitsPerDim: number;
}

/** Items of a file that is read as bytes. */
export const BYTES = { dtype: 'u8', shape: [] } as const;

/** How the data are going to be compressed. */
export interface ChooseOptions
  extends Pick<CompressOptions, 'batch' | 'chunkItems' | 'memory' | 'unordered'> {
  /** Told of the models that have been tried so far, before the first and after each. */
  readonly onTried?: ((tried: readonly Tried[]) => void) | undefined;
}

const OPTIONS: OptionNames<ChooseOptions> = {
  batch: true,
  chunkItems: true,
  memory: true,
  unordered: true,
  onTried: true,
};

/**
 * Chooses a model for a data set: of those that fit it, in the memory there is, the one that by a sample
 * makes the data smallest, whatever it costs; of equals the first. Without another that fits, nothing is tried, nor where
 * one is there to be quick, which may then fit no more than the bytes of an array. Of blocks of pictures those alone are
 * tried that are made for them, and nothing where that is one.
 *
 * @param dataset one that can be looked at.
 * @param candidates the models there are.
 * @throws CrayError DATA_MISMATCH where none fits, or what the only one that does throws.
 */
export async function chooseModel(
  dataset: PeekableDataset,
  candidates: readonly Model[],
  options: ChooseOptions = {},
): Promise<ChosenModel> {
  checkOptions('chooseModel', options, OPTIONS);
  const fitting = candidates.filter(({ spec }) => fits(spec.data, dataset));
  const quick = quickOf(dataset, candidates, fitting);
  if (quick) {
    const untried = fitting.length > 1 ? 'quick' : undefined;
    return { model: quick, levels: dataset.levels, tried: [], untried };
  }
  // One alone is tried as well where there are other ways to read the data.
  const isTried = fitting.length > 1 || hasReadings(dataset, candidates);
  const usable = isTried ? fitting.filter((m) => isUsable(m, dataset, options)) : [];
  const made = dataset.pictures ? usable.filter(takesPictures) : [];
  if (made.length === 1) return pictureModel(made[0] as Model, dataset);
  // Where all are too large, what is said of the first says why.
  const [first = fitting[0]] = usable;
  if (options.unordered && fitting.length > 1 && usable.length === 0) {
    checkUnordered(fitting, dataset, options);
  }
  if (!first) {
    const names = candidates.map(({ spec }) => spec.name).join(', ');
    throw new CrayError('DATA_MISMATCH', `no model fits ${describe(dataset)}: there are ${names}`);
  }
  let inOrder: Tried | undefined;
  let best: Found = { model: first, bits: Number.POSITIVE_INFINITY };
  const found: Found[] = [];
  const tried: Tried[] = [];
  if (isTried && usable.length > 0) {
    const sample = await sampleOf(dataset);
    const elements = (sample.times * sample.elements.length) / ELEMENT_BYTES[dataset.dtype];
    const dimensions = (elements * dimensionsOf(dataset)) / itemSize(dataset.shape);
    options.onTried?.(tried);
    for (const model of made.length > 0 ? made : usable) {
      const bits = await bitsFor(model, sample, dataset, options);
      if (bits === undefined) continue;
      tried.push({ model: model.spec.name, bitsPerDim: bits / dimensions });
      options.onTried?.(tried);
      found.push({ model, bits });
    }
    best = (await bestOf(found, sample, dataset, options)) ?? best;
    if (options.unordered) {
      const others = fitting.filter((model) => !usable.includes(model));
      const less = await betterInOrder(others, best.bits, sample, dataset, options);
      inOrder = less && { model: less.model.spec.name, bitsPerDim: less.bits / elements };
    }
  }
  const { model } = best;
  const bits = Number.isFinite(best.bits) ? best.bits : undefined;
  return {
    model,
    levels: levelsFor(model, dataset.levels),
    bits,
    tried,
    inOrder,
  };
}

/**
 * Of models that need the order of items, the one that is estimated to take the fewest bits with it, where these are fewer
 * than what is taken without: n log2(n) taken off, which is more than leaving out the order of n items can save.
 */
async function betterInOrder(
  models: readonly Model[],
  bits: number,
  sample: Sample,
  dataset: PeekableDataset,
  options: ChooseOptions,
): Promise<Found | undefined> {
  const ordered = { ...options, unordered: false };
  let best: Found | undefined;
  const items = Math.max(1, dataset.items ?? 1);
  let least = bits - items * log2(items);
  for (const model of models) {
    if (!isUsable(model, dataset, ordered)) continue;
    const taken = await bitsFor(model, sample, dataset, ordered);
    if (taken === undefined || taken >= least) continue;
    least = taken;
    best = { model, bits: taken };
  }
  return best;
}

/**
 * The one that is there to be quick, where it fits the data, or the bytes of an array that no other model of some effort fits:
 * where that is asked for, nothing slower is tried.
 */
function quickOf(
  dataset: PeekableDataset,
  candidates: readonly Model[],
  fitting: readonly Model[],
): Model | undefined {
  const quick = candidates.find(isQuick);
  if (!quick || fitting.includes(quick)) return quick;
  const inBytes = dataset.inFile !== undefined && fits(quick.spec.data, BYTES);
  return inBytes && !fitting.some(hasEffort) ? quick : undefined;
}

/**
 * The model that is made for blocks of pictures, taken without a trial: of 22 photographs, of pictures that are white, tiles or
 * slopes, and of crops down to 8 x 8, no model of numbers has ever taken less.
 */
function pictureModel(model: Model, { levels }: PeekableDataset): ChosenModel {
  return { model, levels: levelsFor(model, levels), tried: [], untried: 'pictures' };
}

function levelsFor({ spec }: Model, levels: number): number {
  return Math.max(levels, spec.data.levels ?? 0);
}

/** A model, and the bits that it is estimated to take. */
interface Found {
  readonly model: Model;
  readonly bits: number;
}

/** Of what one takes that is known exactly, what another may be estimated at for this to be found out. */
const DOUBTFUL = 2;
/** What samples may be off by. */
const OFF_BY = 1.03;
/** Which part of a small file is tried before all of it, and how much more than its share of the best that may take. */
const [FIRST_PART, MAY_BE_LESS] = [1 / 4, 1.5];
/** Part of a large file that runs have, for it to be coded by what tells them at once, for hardly more than others take. */
const ALL_RUNS = 15 / 16;

/**
 * The model that takes the fewest bits, of equals the first. What takes a small file apart by fields knows what it takes: the
 * next best, which goes by a sample and may well learn more from all of it, is then tried on all of it too.
 */
async function bestOf(
  found: readonly Found[],
  sample: Sample,
  dataset: PeekableDataset,
  options: ChooseOptions,
): Promise<Found | undefined> {
  const [best, next] = [...found].sort((a, b) => a.bits - b.bits);
  const quick = found.find(({ model }) => takesFields(model));
  // A sample of runs says nothing of what there is between them.
  if (best && quick && (await isAllRuns(dataset))) return { ...quick, bits: best.bits };
  if (!best || !next) return best;
  if (sample.half && isClose(next.bits, best.bits)) return lessOf(best, next, dataset, options);
  if (!takesFields(best.model) || next.bits > DOUBTFUL * best.bits) return best;
  const { elements } = await dataset.first(MOST_TRIED + 1);
  if (elements.length > MOST_TRIED) return best;
  const { shape } = dataset;
  const part = elements.subarray(0, Math.ceil(FIRST_PART * elements.length));
  const some = await bitsWith(next.model, { shape, elements: part }, dataset, options);
  if (some === undefined || FIRST_PART * MAY_BE_LESS * best.bits < some) return best;
  const bits = await bitsWith(next.model, { shape, elements }, dataset, options);
  return bits !== undefined && bits < best.bits ? { ...next, bits } : best;
}

/** Of two that are too close to call the one that takes less for the first megabyte. */
async function lessOf(
  best: Found,
  next: Found,
  dataset: PeekableDataset,
  options: ChooseOptions,
): Promise<Found> {
  const own = await rateBy(best.model, dataset, options, MOST_TRIED);
  const other =
    own === undefined ? undefined : await rateBy(next.model, dataset, options, MOST_TRIED);
  if (own === undefined || other === undefined || own <= other) return best;
  return { ...next, bits: (best.bits * other) / own };
}

/** Whether a large file is nearly all runs. */
async function isAllRuns(dataset: PeekableDataset): Promise<boolean> {
  const { elements } = await dataset.first(LOOK_BYTES);
  return elements.length > MOST_TRIED && bytesInRuns(elements) > ALL_RUNS * elements.length;
}

/** Whether two estimates are too close to call. */
export function isClose(a: number, b: number): boolean {
  return Math.max(a, b) <= OFF_BY * Math.min(a, b);
}

/** Whether data may be read in several ways, of which one is to be chosen by what it takes. */
function hasReadings(
  { readings, inFile, array }: PeekableDataset,
  candidates: readonly Model[],
): boolean {
  const asBytes = inFile !== undefined && candidates.some(({ spec }) => fits(spec.data, BYTES));
  return readings !== undefined || array !== undefined || asBytes;
}

/** Whether a model can code the data as they shall be. */
function isUsable(model: Model, dataset: PeekableDataset, options: ChooseOptions): boolean {
  const { memory = DEFAULT_MEMORY, unordered = false, batch } = options;
  const usable = unlessUnfit(() => {
    const { codec, need } = makeReady(model, dataset, batch, memory);
    if (unordered && codec.learns) return false;
    const [size, width] = [itemSize(dataset.shape), ELEMENT_BYTES[dataset.dtype]];
    const needOf = (n: number) => need(n) + encodingNeed(n, size, width, unordered);
    const asked = { chunkItems: options.chunkItems, unordered, needOf, memory };
    const chunkItems = chunkItemsOf(dataset, codec, asked);
    return needOf(Math.min(chunkItems, dataset.items ?? chunkItems)) <= memory;
  });
  return usable ?? false;
}

/** @throws ArgumentError where none of the models that fit leaves out the order of items. */
function checkUnordered(
  fitting: readonly Model[],
  dataset: PeekableDataset,
  { batch, memory = DEFAULT_MEMORY }: ChooseOptions,
): void {
  const learn = fitting.every((model) => {
    const learns = () => makeReady(model, dataset, batch, memory).codec.learns !== undefined;
    return unlessUnfit(learns) ?? false;
  });
  if (!learn) return;
  const names = fitting.map(({ spec }) => spec.name).join(', ');
  const message = `the models that fit ${describe(dataset)} learn from item to item, in order: ${names}`;
  throw new ArgumentError(`unordered: ${message}`);
}

/** What makes a model unfit for data, and not bad. */
const UNFIT: ReadonlySet<string> = new Set(['TOO_LARGE', 'SPEC_INVALID', 'DATA_MISMATCH']);

/** What comes of a model, or undefined where it is unfit. */
function unlessUnfit<T>(of: () => T): T | undefined {
  try {
    return of();
  } catch (error) {
    if (error instanceof CrayError && UNFIT.has(error.code)) return undefined;
    throw error;
  }
}
