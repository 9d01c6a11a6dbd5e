import { residueBytes } from '../../container/residue.js';
import { readAsBytes } from '../../data/asBytes.js';
import { fits } from '../../data/dataset.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { readAs } from '../../data/readings.js';
import { CrayError } from '../../errors.js';
import { REVISION } from '../../kernels/modules.js';
import { takesFields } from '../../model/build.js';
import { type ChosenModel, isClose } from './chooseModel.js';
import type { CompressOptions } from './compressOptions.js';
import { rateBy } from './estimate.js';
import { LOOK_BYTES, sampleOf } from './sample.js';

/**
 * What bytes may take, of what the array takes else: of the 1 % that auto may take more than the best of all models, half is
 * for items that can be told apart, and half for what estimates are off by.
 */
const LESS = 0.995;

/** The bytes that an array is in its file, where it can be read so. */
function bytesInFile(dataset: PeekableDataset): PeekableDataset | undefined {
  return dataset.inFile && readAsBytes(dataset, dataset.inFile);
}

/** A data set, read as it is best, and the model for it. */
export interface ChosenReading {
  readonly dataset: PeekableDataset;
  readonly found: ChosenModel;
}

/**
 * Reads an array in the way that by a sample takes the least: as its format has it, as pictures of it, or as the
 * bytes of its file where these take clearly less, since items cannot be told apart in them; of a raw file, which is
 * bytes where nothing is said of it, where they take less at all. It stays as it is where somebody names its format or
 * says how it is to be cut, or where nothing is tried. A model that is given, and takes bytes apart by what the array
 * is, has its bytes.
 *
 * @param choose gives the model for a data set, and what that is estimated to take.
 * @param bytesOf the array as bytes, of one that can be read so.
 */
export async function chooseReading(
  dataset: PeekableDataset,
  choose: (dataset: PeekableDataset) => Promise<ChosenModel>,
  { format, raw, chunkItems, unordered = false, asBytes = true }: CompressOptions,
  bytesOf = bytesInFile,
): Promise<ChosenReading> {
  let best: ChosenReading = { dataset, found: await choose(dataset) };
  const isCounted = chunkItems !== undefined || unordered;
  const bytes = asBytes && !isCounted && dataset.inFile ? bytesOf(dataset) : undefined;
  if (bytes && fitsOnly(best, bytes)) return { dataset: bytes, found: await choose(bytes) };
  if (format !== undefined || isCounted || best.found.bits === undefined) return best;
  for (const reading of dataset.readings ?? []) {
    const other = readAs(dataset, reading);
    const found = await choose(other);
    if ((found.bits ?? Number.POSITIVE_INFINITY) < (best.found.bits ?? 0)) {
      best = { dataset: other, found };
    }
  }
  if (!bytes) return best;
  const found = await choose(bytes).catch(unlessUnfit);
  if (found?.bits === undefined) return best;
  const other: ChosenReading = { dataset: bytes, found };
  const share = await shareOf(found.bits, other, best);
  return share < (raw ? 1 : LESS) ? other : best;
}

/** What bytes take of what the array takes: by all that is looked at where samples are too close to call. */
async function shareOf(
  bits: number,
  bytes: ChosenReading,
  { dataset, found }: ChosenReading,
): Promise<number> {
  const array = (found.bits ?? 0) + headBits(dataset);
  const { half } = await sampleOf(dataset);
  if (!half || !isClose(bits, array)) return bits / array;
  const own = await rateBy(found.model, dataset, {}, LOOK_BYTES);
  const other = own && (await rateBy(bytes.found.model, bytes.dataset, {}, LOOK_BYTES));
  return own && other ? other / own : bits / array;
}

/** What the head of an array takes, which the bytes of its file have in them. */
function headBits({ head }: PeekableDataset): number {
  return 8 * residueBytes(head, { packed: true, revision: REVISION });
}

/** Whether the model that was chosen for an array takes its bytes apart, and does not fit the array. */
function fitsOnly({ dataset, found: { model } }: ChosenReading, bytes: PeekableDataset): boolean {
  const { data } = model.spec;
  return !fits(data, dataset) && takesFields(model) && fits(data, bytes);
}

/** Models that are given may fit no bytes. */
function unlessUnfit(error: unknown): undefined {
  if (!(error instanceof CrayError) || error.code !== 'DATA_MISMATCH') throw error;
}
