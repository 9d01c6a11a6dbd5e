import { readAsBytes } from '../../data/asBytes.js';
import type { PeekableDataset } from '../../data/peekable.js';
import { readAs } from '../../data/readings.js';
import { CrayError } from '../../errors.js';
import type { ChosenModel } from './chooseModel.js';
import type { CompressOptions } from './compressOptions.js';

/** What bytes may take, of what the array takes else. */
const MUCH_LESS = 0.97;

/** A data set, read as it is best, and the model for it. */
export interface ChosenReading {
  readonly dataset: PeekableDataset;
  readonly found: ChosenModel;
}

/**
 * Reads an array in the way that by a sample takes the least: as its format has it, as pictures of it, or as the
 * bytes of its file where these take much less, since items cannot be told apart in them. It stays as it is where
 * somebody says how it is to be read or cut, or where nothing is tried.
 *
 * @param choose gives the model for a data set, and what that is estimated to take.
 */
export async function chooseReading(
  dataset: PeekableDataset,
  choose: (dataset: PeekableDataset) => Promise<ChosenModel>,
  { format, raw, chunkItems, unordered = false, asBytes = true }: CompressOptions,
): Promise<ChosenReading> {
  let best: ChosenReading = { dataset, found: await choose(dataset) };
  const said = format !== undefined || raw !== undefined || chunkItems !== undefined || unordered;
  if (said || best.found.bits === undefined) return best;
  for (const reading of dataset.readings ?? []) {
    const other = readAs(dataset, reading);
    const found = await choose(other);
    if ((found.bits ?? Number.POSITIVE_INFINITY) < (best.found.bits ?? 0)) {
      best = { dataset: other, found };
    }
  }
  const { inFile } = dataset;
  if (!inFile || !asBytes) return best;
  const bytes = readAsBytes(dataset, inFile);
  const found = await choose(bytes).catch(unlessUnfit);
  const least = MUCH_LESS * (best.found.bits ?? 0);
  return found?.bits !== undefined && found.bits < least ? { dataset: bytes, found } : best;
}

/** Models that are given may fit no bytes. */
function unlessUnfit(error: unknown): undefined {
  if (!(error instanceof CrayError) || error.code !== 'DATA_MISMATCH') throw error;
}
