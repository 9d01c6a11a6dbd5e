import { collect } from '../../bytes/collect.js';
import { streamGiven } from '../../bytes/given.js';
import { isSeekable } from '../../bytes/seekable.js';
import type { ByteInput } from '../../bytes/source.js';
import { VERSION } from '../../container/block.js';
import type { NamedModel } from '../../container/numbered.js';
import { type Dataset, fits, itemSize } from '../../data/dataset.js';
import { openDataset } from '../../data/open.js';
import { type PeekableDataset, peekable } from '../../data/peekable.js';
import type { Model } from '../../model/model.js';
import { finderGiven, modelGiven } from '../models.js';
import { type Extent, Meter } from '../progress.js';
import type { ChosenModel } from './chooseModel.js';
import { chooseReading } from './chooseReading.js';
import type { CompressOptions } from './compressOptions.js';
import { encodeDataset } from './encodeDataset.js';
import { mostBytes } from './room.js';

/** Gives the model for a data set, which it may look at first. */
export type FindDataModel = (
  dataset: PeekableDataset,
) => Model | ChosenModel | Promise<Model | ChosenModel>;

/**
 * Compresses a data set under a model, in memory bounded by the chunk. With the model that
 * {@link chooseModel} gives, and chunks of the default size, the result has at most 60 bytes and 0.1 % more than the
 * file, beside the comment and what else has to be said; 200 bytes where it brings its model, or craystack 0.2.0 is to
 * read it; of a file inside gzip, more than what is inside or
 * than it itself. Where that asks for it, entries of the provenance are left out, and a picture, an archive or a
 * file inside gzip is kept as bytes.
 *
 * @param stream the bytes of any file; of one inside gzip, where its format is known, what is inside.
 * @param findModel gives the model for a data set. Data outside the values that a model has are refused,
 * or coded plainly where they are among the values that {@link chooseModel} gives with it.
 * @param options lanes, chunks, seed and the like.
 * @returns the bytes of a .cray file, as they come.
 * @throws CrayError DATA_INVALID or DATA_MISMATCH for the data, SPEC_INVALID, WEIGHTS_INVALID or
 * PARAMETERS_INVALID for the model, VERIFY_FAILED; RangeError for options out of range; ArgumentTypeError for a
 * stream that is none, of text for one.
 */
export async function* compress(
  stream: ByteInput,
  findModel: FindDataModel,
  options: CompressOptions = {},
): AsyncGenerator<Uint8Array> {
  const opened = peekable(await openDataset(stream, options));
  const choose = (some: PeekableDataset) => chosenBy(findModel, some);
  const { dataset, found } = await chooseReading(opened, choose, options);
  const asBytes = dataset.asBytes?.();
  const { provenance, keepProvenance, version, onProgress } = options;
  const fileBytes = sizeOf(stream);
  const meter = new Meter(onProgress, extentOf(dataset, fileBytes));
  const encoded = encodeDataset(dataset, found, options, meter, fileBytes);
  if (!asBytes) return yield* encoded;
  const file = await collect(encoded);
  const { bytes, rawBytes, modelBytes } = meter;
  const asked = { provenance, keepProvenance, modelBytes, inBlocks: version === VERSION };
  if (bytes > mostBytes(rawBytes, nameOf(found.model), asked)) {
    const plain = peekable(asBytes);
    const other = await chosenBy(findModel, plain);
    if (fits(other.model.spec.data, plain)) {
      const again = new Meter(onProgress, extentOf(plain, fileBytes));
      return yield* encodeDataset(plain, other, options, again, fileBytes);
    }
  }
  yield file;
}

/** Bytes of what was given, where that is known. */
function sizeOf(input: ByteInput): number | undefined {
  const stream = streamGiven(input);
  return isSeekable(stream) ? stream.size : undefined;
}

/** How much there is to code. What comes out of a .gz is more than what it has. */
function extentOf({ items, shape, inside }: Dataset, fileBytes: number | undefined): Extent {
  if (items !== undefined) return { items, elements: items * itemSize(shape), bytes: fileBytes };
  return { bytes: inside === undefined ? fileBytes : undefined };
}

function nameOf({ spec, specDigest, weightsDigest }: Model): NamedModel {
  return { modelName: spec.name, specDigest, weightsDigest };
}

/** The same of a data set that is open, and is not read as anything else. */
export async function* compressDataset(
  opened: Dataset,
  findModel: FindDataModel,
  options: CompressOptions,
  meter: Meter,
  fileBytes: number,
): AsyncGenerator<Uint8Array> {
  const dataset = peekable(opened);
  yield* encodeDataset(dataset, await chosenBy(findModel, dataset), options, meter, fileBytes);
}

/** A model, and the levels that the data may have: those of the model, where nothing else is said. */
async function chosenBy(findModel: FindDataModel, dataset: PeekableDataset): Promise<ChosenModel> {
  const found = await finderGiven(findModel)(dataset);
  if (typeof found === 'object' && 'model' in found) return found;
  const model = modelGiven(found);
  return { model, levels: model.spec.data.levels ?? dataset.levels };
}
