/** What models are estimated to take for data. */
import type { Known } from '../../codecs/known.js';
import { fieldsWithin } from '../../codecs/numbers/within.js';
import { isBytes } from '../../data/bytes.js';
import { ELEMENT_BYTES, fits, itemSize, NO_SIDE } from '../../data/dataset.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { recordBytes } from '../../data/records.js';
import { fieldsOfDataset } from '../../layouts/ofDataset.js';
import { buildCodec, type ItemCodec, takesFields } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import { encodeItems } from '../chunk/chunks.js';
import { bitsOf } from '../chunk/plain.js';
import { unhurried } from '../chunk/steps.js';
import type { CompressOptions } from './compressOptions.js';
import { type Excerpt, LOOK_BYTES, type Sample } from './sample.js';

/** How the data are going to be coded. */
export type EstimateOptions = Pick<CompressOptions, 'batch' | 'unordered'>;

/**
 * Bits that a model would take for the data: what it takes for the sample, and for all that follows as much
 * as for the second half of the sample, since models that learn are dear at first. Not known of a model that has nothing
 * to go by.
 */
export async function bitsFor(
  model: Model,
  sample: Sample,
  dataset: PeekableDataset,
  options: EstimateOptions,
): Promise<number | undefined> {
  if (takesFields(model)) return bitsByFields(model, dataset);
  const { elements, half, times } = sample;
  const bits = await bitsWith(model, sample, dataset, options);
  if (bits === undefined) {
    return (bitsOf(dataset.levels) * elements.length * times) / ELEMENT_BYTES[dataset.dtype];
  }
  if (!half) return bits;
  const first = await bitsWith(model, half, dataset, options);
  if (first === undefined) return bits * times;
  const share = (elements.length - half.elements.length) / elements.length;
  return bits + ((bits - first) / share) * (times - 1);
}

/** Bits that a model takes that takes data apart by fields; undefined of data that have none, nor runs of the same. */
async function bitsByFields(model: Model, dataset: PeekableDataset): Promise<number | undefined> {
  if (!isBytes(dataset)) return undefined;
  const fields = await fieldsOfDataset(dataset);
  const { elements } = await dataset.first(LOOK_BYTES);
  const { estimate } = buildCodec(model, { item: dataset });
  const bits = estimate?.(elements, fieldsWithin(fields, 0, elements.length));
  return bits && bits * Math.max(1, (dataset.items ?? 0) / elements.length);
}

/**
 * Bits a byte that a model takes for the first bytes of the data, which are coded: where what samples tell is too close to
 * call. Not known of items that are larger, or would be plain.
 *
 * @param most bytes that are coded.
 */
export async function rateBy(
  model: Model,
  dataset: PeekableDataset,
  options: EstimateOptions,
  most: number,
): Promise<number | undefined> {
  const items = Math.floor(most / recordBytes(dataset));
  if (items === 0) return undefined;
  const { elements } = await dataset.first(items);
  const fields = takesFields(model) ? await fieldsOfDataset(dataset) : undefined;
  const known = fields && { fields: fieldsWithin(fields, 0, elements.length) };
  const bits = await bitsWith(model, { shape: dataset.shape, elements, known }, dataset, options);
  return bits && bits / elements.length;
}

/** Bits that a model takes for some items, or undefined where they would be plain. */
export async function bitsWith(
  model: Model,
  { shape, elements, known }: Excerpt & { readonly known?: Known | undefined },
  { dtype, levels }: PeekableDataset,
  { batch, unordered = false }: EstimateOptions,
): Promise<number | undefined> {
  const item = { dtype, shape, levels };
  // A model of large items of one shape cannot be tried on parts of them.
  if (!fits(model.spec.data, item)) return undefined;
  const codec: ItemCodec = buildCodec(model, { batch, item });
  const [size, width] = [itemSize(shape), ELEMENT_BYTES[dtype]];
  const settings = { size, width, levels, seed: 0, unordered, lanes: 1 };
  const chunk = await unhurried(encodeItems({ elements, side: NO_SIDE, known }, codec, settings));
  return chunk.kind === 'plain' ? undefined : 32 * chunk.words.length;
}
