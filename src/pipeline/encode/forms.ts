/** Files that can be kept in several forms: as pixels or as what is inside them, as the very file, as bytes. */
import { collect } from '../../bytes/collect.js';
import type { ItemChunk } from '../../container/chunk.js';
import type { Front } from '../../container/front.js';
import { type Dataset, itemSize } from '../../data/dataset.js';
import { dimensionsAfter } from '../../data/formats.js';
import type { Meter } from '../progress.js';
import { isExact, type Restored, restoredBy } from '../restored.js';
import type { ChosenModel, Untried } from './chooseModel.js';
import type { CompressOptions } from './compressOptions.js';
import { type Items, itemChunks, tailChunks } from './encodeDataset.js';
import { type Framing, framed } from './frame.js';
import { planOf } from './plan.js';

/** A .cray file, and what it restores. */
export interface Form {
  readonly file: Uint8Array;
  readonly restores: Restored;
  /** Dimensions that it has after the items. */
  readonly dimensionsAfter: number;
}

/** What the very file may take more than a form that does not restore it: 1 %. */
const WORTH = 1.01;

/** Files of so many bytes are always tried as bytes, which takes no time. */
const SMALL = 1 << 16;

/** What larger ones take as bytes, as part of themselves, at least: they are compressed already. */
const LEAST_SHARE = 0.95;

/**
 * Whether a form is better than another: the one that restores more where it takes little more, or where the other
 * takes more than the file itself does; else the smaller.
 *
 * @param fileBytes bytes of the file.
 */
export function isBetter(form: Form, than: Form, fileBytes: number): boolean {
  const [size, other] = [form.file.length, than.file.length];
  const more = rankOf(form.restores) - rankOf(than.restores);
  if (more === 0) return size < other;
  return more > 0 ? pays(size, other, fileBytes) : !pays(other, size, fileBytes);
}

/** Whether a form that restores more is worth its size, by that of one that restores less. */
function pays(size: number, less: number, fileBytes: number): boolean {
  return size <= WORTH * less || less > fileBytes;
}

/** How much is restored: pixels, the very file inside another, or the very file. */
function rankOf(restores: Restored): number {
  if (isExact(restores)) return 2;
  return restores.fidelity === 'bytes' ? 1 : 0;
}

/** Elements for each byte of a file, and elements, from which on it holds next to nothing. */
const [SPARSE, MANY] = [256, 1 << 22];

/** Whether a file holds so little for what it stands for that to code its bytes is all that makes sense. */
export function holdsLittle({ items, shape }: Dataset, fileBytes: number): boolean {
  const elements = (items ?? 0) * itemSize(shape);
  return fileBytes <= SMALL && elements > MANY && elements > SPARSE * fileBytes;
}

/** Files of so many bytes are mostly what surrounds their pictures: tables, whose coefficients may cost more than they save. */
const MOSTLY_TABLES = 1 << 12;

/** What a model for its pictures makes of a file, as part of it, below which the file is one run, as bytes tell at once. */
const ALL_ALIKE = 1 / 4;

/**
 * Whether a file should be tried as bytes too, of which this is the best form so far.
 *
 * @param untried why no other model was tried on its items. Codes of pictures that a model takes much from have nothing to
 * give as bytes.
 */
export function mayBeBytes(
  { file, restores }: Form,
  fileBytes: number,
  untried?: Untried,
): boolean {
  if (fileBytes <= SMALL) {
    const share = file.length / fileBytes;
    const isPlain = fileBytes > MOSTLY_TABLES && ALL_ALIKE <= share && share < LEAST_SHARE;
    return untried !== 'pictures' || !isPlain;
  }
  if (isExact(restores)) return file.length > fileBytes;
  return WORTH * file.length >= LEAST_SHARE * fileBytes;
}

/**
 * Compresses a data set as it is or, where there is one that is better, in the form of the very file. The items
 * are coded once, since they are the same.
 *
 * @param fileBytes bytes of the file.
 */
export async function encodeForms(
  dataset: Dataset,
  chosen: ChosenModel,
  options: CompressOptions,
  meter: Meter,
  fileBytes: number,
): Promise<Form> {
  const plan = planOf(dataset, chosen, options);
  const { front, modelBytes, framing } = plan;
  meter.begin(front.header.modelName, modelBytes);
  const chunks: ItemChunk[] = [];
  const coded = itemChunks(dataset, plan, meter, meter.extent.bytes);
  let step = await coded.next();
  for (; !step.done; step = await coded.next()) chunks.push(step.value);
  const items = step.value;
  const formOf = async (form: Front, tail: AsyncIterable<Uint8Array>): Promise<Form> => {
    let tailBytes = 0;
    const all = withTail(
      chunks,
      items,
      counted(tail, (bytes) => (tailBytes += bytes)),
      framing,
    );
    const file = await collect(framed(form, all, dataset.position, framing));
    const after = dimensionsAfter(form.header.dataFormat, tailBytes);
    return { file, restores: restoredBy(form), dimensionsAfter: after };
  };
  const own = await formOf(front, dataset.tail());
  const exact = options.unordered ? undefined : await dataset.exactForm?.();
  if (!exact) return own;
  const header = { ...front.header, dataFormat: exact.format };
  const other = await formOf({ ...front, header }, inOne(exact.tail));
  return isBetter(other, own, fileBytes) ? other : own;
}

async function* withTail(
  chunks: readonly ItemChunk[],
  items: Items,
  tail: AsyncIterable<Uint8Array>,
  framing: Framing,
) {
  yield* chunks;
  return yield* tailChunks(items, tail, framing);
}

async function* inOne(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The same bytes, of which it is told how many they are. */
async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onBytes(piece.length);
    yield piece;
  }
}
