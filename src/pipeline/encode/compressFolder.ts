import type { Directory } from '../../data/folders.js';
import type { Progress } from '../progress.js';
import { compressDataset, type FindDataModel } from './compress.js';
import type { CompressOptions } from './compressOptions.js';

/** Options of {@link compressFolder}: those of compress that are not about one data set. */
export type CompressFolderOptions = Omit<
  CompressOptions,
  'unordered' | 'format' | 'raw' | 'exact' | 'chunkItems'
>;

/**
 * Compresses a folder, as a file of one part for each of its data sets, in memory bounded by the chunk.
 *
 * @param directory from openDirectory.
 * @param findModel gives the model for each data set.
 * @throws CrayError and RangeError as compress; IO for files that cannot be read any more.
 * @returns the pieces of a .cray file.
 */
export async function* compressFolder(
  { datasets }: Directory,
  findModel: FindDataModel,
  { provenance, onProgress, ...options }: CompressFolderOptions = {},
): AsyncGenerator<Uint8Array> {
  let before: Progress | undefined;
  for (const [i, dataset] of datasets.entries()) {
    let last: Progress | undefined;
    yield* compressDataset(dataset, findModel, {
      ...options,
      // Of the folder, and so said once.
      provenance: i === 0 ? provenance : undefined,
      onProgress(progress) {
        last = added(before, progress);
        onProgress?.(last);
      },
    });
    before = last;
  }
}

/** How far all is, once a further data set is as far as it is. */
export function added(before: Progress | undefined, progress: Progress): Progress {
  if (!before) return { ...progress, totalItems: undefined };
  const names = before.model.split(', ');
  return {
    model: names.includes(progress.model) ? before.model : [...names, progress.model].join(', '),
    items: before.items + progress.items,
    totalItems: undefined,
    elements: before.elements + progress.elements,
    rawBytes: before.rawBytes + progress.rawBytes,
    bytes: before.bytes + progress.bytes,
    modelBytes: (before.modelBytes ?? 0) + (progress.modelBytes ?? 0),
  };
}
