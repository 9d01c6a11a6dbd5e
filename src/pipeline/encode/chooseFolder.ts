import type { Directory } from '../../data/folders.js';
import { peekable } from '../../data/peekable.js';
import type { ChosenModel } from './chooseModel.js';
import { chooseReading } from './chooseReading.js';
import { chosenBy, type FindDataModel } from './compress.js';

/** A folder whose groups are read as it is best, and the models for those of them that there was a choice for. */
export interface ChosenFolder {
  readonly directory: Directory;
  /** By the numbers of the data sets, from 0. */
  readonly found: ReadonlyMap<number, ChosenModel>;
}

/**
 * Reads each group of arrays of a folder as its items or as the bytes of its files, as a file alone would be. That is found
 * before any of it is coded, since what comes first says how all is rebuilt.
 */
export async function chooseFolder(
  directory: Directory,
  findModel: FindDataModel,
): Promise<ChosenFolder> {
  const found = new Map<number, ChosenModel>();
  const inBytes: number[] = [];
  const choose = (dataset: Parameters<typeof chosenBy>[1]) => chosenBy(findModel, dataset);
  for (const [i, group] of directory.datasets.entries()) {
    if (!group.inFile) continue;
    const array = peekable(group);
    const [, ...others] = directory.inBytes([i]).datasets;
    const bytes = others[i - 1];
    const chosen = await chooseReading(array, choose, {}, () => bytes && peekable(bytes));
    if (chosen.dataset !== array) inBytes.push(i);
    found.set(i, chosen.found);
  }
  // What has been looked at is read from its start.
  return { directory: found.size > 0 ? directory.inBytes(inBytes) : directory, found };
}
