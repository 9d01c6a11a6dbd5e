import type { PeekableDataset } from '../../data/peekable.js';
import { readAs } from '../../data/readings.js';
import type { ChosenModel } from './chooseModel.js';
import type { CompressOptions } from './compressOptions.js';

/** A data set, read as it is best, and the model for it. */
export interface ChosenReading {
  readonly dataset: PeekableDataset;
  readonly found: ChosenModel;
}

/**
 * Reads an array in the way that by a sample takes the least: as its format has it, or as pictures of it. It stays as
 * it is where somebody says how it is to be read or cut, or where nothing is tried.
 *
 * @param choose gives the model for a data set, and what that is estimated to take.
 */
export async function chooseReading(
  dataset: PeekableDataset,
  choose: (dataset: PeekableDataset) => Promise<ChosenModel>,
  { format, raw, chunkItems, unordered = false }: CompressOptions,
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
  return best;
}
