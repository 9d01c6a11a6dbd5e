import type { ByteInput } from '../../bytes/source.js';
import { readAsBytes } from '../../data/asBytes.js';
import { type CountedDataset, type Dataset, describe, fits } from '../../data/dataset.js';
import { openDataset, openingOptions } from '../../data/open.js';
import { type PeekableDataset, peekable } from '../../data/peekable.js';
import { CrayError } from '../../errors.js';
import { fieldsOfDataset } from '../../layouts/ofDataset.js';
import { takesFields } from '../../model/build.js';
import type { Model } from '../../model/model.js';
import { checkOptions } from '../../options.js';
import { finderGiven, modelGiven } from '../models.js';
import { Meter } from '../progress.js';
import { BYTES, type ChosenModel } from './chooseModel.js';
import { type ChosenReading, chooseReading } from './chooseReading.js';
import { COMPRESS_OPTIONS, type CompressOptions } from './compressOptions.js';
import { encodeDataset } from './encodeDataset.js';
import { extentOf, sizeGiven } from './extent.js';
import { encodeForms, type Form, holdsLittle, isBetter, mayBeBytes } from './forms.js';

/** Gives the model for a data set, which it may look at first. */
export type FindDataModel = (
  dataset: PeekableDataset,
) => Model | ChosenModel | Promise<Model | ChosenModel>;

/**
 * Compresses a data set under a model, in memory bounded by the chunk. With the model that
 * {@link chooseModel} gives, and chunks of the default size, the result has at most 60 bytes and 0.1 % more than the
 * file, by models that ask for no shorter chunks, beside the comment and what else has to be said; 200 bytes where it brings its model, or craystack 0.2.0 is to
 * read it; of a file inside gzip, more than what is inside or
 * than it itself. Where that asks for it, entries of the provenance are left out, and a picture, an archive or a
 * file inside gzip is kept as bytes. Of a picture, or a file inside a gzip of at most 128 MiB, the form is taken
 * that restores the very bytes, where that takes at most 1 % more than the one that does not, or where this takes
 * more than the file does; until that is known, no byte is given.
 *
 * @param stream the bytes of any file; of one inside gzip, where its format is known, what is inside.
 * @param findModel gives the model for a data set. Data outside the values that a model has are refused,
 * or coded plainly where they are among the values that {@link chooseModel} gives with it.
 * @param options lanes, chunks, seed and the like.
 * @returns the bytes of a .cray file, as they come.
 * @throws CrayError DATA_INVALID or DATA_MISMATCH for the data, SPEC_INVALID, WEIGHTS_INVALID or
 * PARAMETERS_INVALID for the model, VERIFY_FAILED; ArgumentError for options that are not known or out of range; ArgumentTypeError for a
 * stream that is none, of text for one.
 */
export async function* compress(
  stream: ByteInput,
  findModel: FindDataModel,
  options: CompressOptions = {},
): AsyncGenerator<Uint8Array> {
  checkOptions('compress', options, COMPRESS_OPTIONS);
  const opened = peekable(await openDataset(stream, openingOptions(options)));
  const choose = (some: PeekableDataset) => chosenBy(findModel, some);
  const { dataset, found } = await fitting(
    await chooseReading(opened, choose, options),
    choose,
    options,
  );
  const fileBytes = sizeGiven(stream);
  const meter = new Meter(options.onProgress, extentOf(dataset, fileBytes));
  if (!dataset.asBytes) return yield* encodeDataset(dataset, found, options, meter, fileBytes);
  const bytes = dataset.asBytes();
  const { asBytes = true } = options;
  if (asBytes === true && holdsLittle(dataset, bytes.items)) {
    const only = await encodeBytes(bytes, findModel, options);
    if (only) return yield* given(only, only);
  }
  const form = await encodeForms(dataset, found, options, meter, bytes.items);
  const rawBytes = dataset.position();
  const tried = asBytes === true && mayBeBytes(form, bytes.items, found.untried);
  const other = tried && (await encodeBytes(bytes, findModel, options));
  if (other && isBetter(other, form, bytes.items)) return yield* given(other, other);
  yield* given(form, { meter, rawBytes });
}

/**
 * A data set and its model, as bytes where that is all that the model fits: that codes any file, whatever it looks like.
 *
 * @throws CrayError DATA_MISMATCH where it fits bytes, and somebody says that these are none, or they cannot be had.
 */
async function fitting(
  chosen: ChosenReading,
  choose: (dataset: PeekableDataset) => Promise<ChosenModel>,
  { format, raw, unordered = false }: CompressOptions,
): Promise<ChosenReading> {
  const { dataset, found } = chosen;
  const { name, data } = found.model.spec;
  if (fits(data, dataset) || !fits(data, BYTES)) return chosen;
  const said = format !== undefined || raw !== undefined || unordered;
  const bytes = said ? undefined : bytesOfDataset(dataset);
  if (bytes) return { dataset: bytes, found: await choose(bytes) };
  const message = `model ${name} fits ${describe(data)}, got ${describe(dataset)}: as the format bytes it would fit`;
  throw new CrayError('DATA_MISMATCH', message);
}

/** The same file as bytes, where it can be read so. */
function bytesOfDataset(dataset: PeekableDataset): PeekableDataset | undefined {
  if (dataset.inFile) return readAsBytes(dataset, dataset.inFile);
  return dataset.asBytes && peekable(dataset.asBytes());
}

/** A file as bytes, where the model fits these. */
async function encodeBytes(
  bytes: CountedDataset,
  findModel: FindDataModel,
  options: CompressOptions,
): Promise<(Form & Measured) | undefined> {
  const dataset = peekable(bytes);
  const found = await chosenBy(findModel, dataset);
  if (!fits(found.model.spec.data, dataset)) return undefined;
  const meter = new Meter(options.onProgress, extentOf(dataset, bytes.items));
  const form = await encodeForms(dataset, found, options, meter, bytes.items);
  return { ...form, meter, rawBytes: bytes.items };
}

/** What has been counted of a form, and of which bytes of an original it is. */
interface Measured {
  readonly meter: Meter;
  readonly rawBytes: number;
}

/** The bytes of the form that is taken, of which alone the meter tells in the end. */
function* given(
  { file, restores, dimensionsAfter }: Form,
  { meter, rawBytes }: Measured,
): Generator<Uint8Array> {
  meter.restores = restores;
  meter.tail(dimensionsAfter);
  meter.written(file.length, rawBytes);
  yield file;
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
export async function chosenBy(
  findModel: FindDataModel,
  dataset: PeekableDataset,
): Promise<ChosenModel> {
  const found = await finderGiven(findModel)(dataset);
  const chosen =
    typeof found === 'object' && 'model' in found ? found : withLevels(modelGiven(found), dataset);
  if (!takesFields(chosen.model)) return chosen;
  return { ...chosen, fields: await fieldsOfDataset(dataset) };
}

function withLevels(model: Model, { levels }: PeekableDataset): ChosenModel {
  return { model, levels: model.spec.data.levels ?? levels };
}
