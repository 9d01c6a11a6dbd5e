import { itemSize } from '../../data/dataset.js';
import type { Directory } from '../../data/folders.js';
import { typeError } from '../../errors.js';
import { checkOptions, type OptionNames } from '../../options.js';
import { DEFAULT_THREADS } from '../chunk/workers.js';
import { Meter } from '../progress.js';
import { type Share, workOf } from '../shares.js';
import { chooseFolder } from './chooseFolder.js';
import { compressDataset, type FindDataModel } from './compress.js';
import type { CompressOptions } from './compressOptions.js';

/** Options of {@link compressFolder}: those of compress that are not about one data set. */
export type CompressFolderOptions = Omit<
  CompressOptions,
  'unordered' | 'format' | 'raw' | 'exact' | 'chunkItems' | 'asBytes' | 'keepProvenance'
>;

const OPTIONS: OptionNames<CompressFolderOptions> = {
  lanes: true,
  batch: true,
  seed: true,
  embedModel: true,
  modelPlace: true,
  provenance: true,
  version: true,
  revision: true,
  threads: true,
  memory: true,
  verify: true,
  onProgress: true,
};

/**
 * Compresses a folder, as a file of one part for each of its data sets, in memory bounded by the chunk.
 *
 * @param directory from openDirectory.
 * @param findModel gives the model for each data set.
 * @throws CrayError and RangeError as compress; IO for files that cannot be read any more.
 * @returns the bytes of a .cray file, as they come.
 */
export async function* compressFolder(
  directory: Directory,
  findModel: FindDataModel,
  options: CompressFolderOptions = {},
): AsyncGenerator<Uint8Array> {
  checkOptions('compressFolder', options, OPTIONS);
  if (!Array.isArray(directory?.datasets)) {
    throw typeError('directory', 'what openDirectory gives', directory);
  }
  const chosen = await chooseFolder(directory, findModel);
  const finderOf = (i: number): FindDataModel => {
    const found = chosen.found.get(i);
    return found ? () => found : findModel;
  };
  yield* encodeFolder(chosen.directory, finderOf, options);
}

/**
 * The same of a folder whose data sets are read as they are.
 *
 * @param finderOf what gives the model for a data set, by its number from 0; asked for one after another.
 */
export async function* encodeFolder(
  { datasets, sizes }: Directory,
  finderOf: (i: number) => FindDataModel,
  { provenance, onProgress, ...coding }: CompressFolderOptions,
): AsyncGenerator<Uint8Array> {
  const bytes = sizes.reduce((a, b) => a + b, 0);
  const { threads = DEFAULT_THREADS } = coding;
  const shares = datasets.map((dataset, i): Share => {
    const own = sizes[i] as number;
    const elements = dataset.items === undefined ? own : dataset.items * itemSize(dataset.shape);
    return { bytes: own, work: workOf(dataset, elements, threads) };
  });
  const meter = new Meter(onProgress, { bytes, folder: true, shares });
  for (const [i, dataset] of datasets.entries()) {
    // Of the folder, which has it from nowhere else, and so said once.
    const said = i === 0 ? provenance : undefined;
    const own = { ...coding, provenance: said, keepProvenance: true };
    yield* compressDataset(dataset, finderOf(i), own, meter, sizes[i] as number);
  }
  meter.files(bytes);
}
