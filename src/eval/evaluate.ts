import { bytesGiven } from '../bytes/array.js';
import { collect } from '../bytes/collect.js';
import { hex } from '../bytes/hex.js';
import type { Header } from '../container/header.js';
import { dimensionsOf, itemSize, ownShape } from '../data/dataset.js';
import { numbersIn } from '../data/formats.js';
import { type OpenOptions, openDataset, openingOptions } from '../data/open.js';
import { peekable } from '../data/peekable.js';
import { CrayError } from '../errors.js';
import type { Model } from '../model/model.js';
import { decompress } from '../pipeline/decode/decompress.js';
import { chooseReading } from '../pipeline/encode/chooseReading.js';
import { chosenBy, compress, type FindDataModel } from '../pipeline/encode/compress.js';
import type { CompressOptions } from '../pipeline/encode/compressOptions.js';
import { readInfo } from '../pipeline/info.js';
import { DEFAULT_MEMORY } from '../pipeline/memory.js';
import { makeReady } from '../pipeline/models.js';
import { bitsPerDim, type Progress } from '../pipeline/progress.js';
import { type Account, account } from './breakdown.js';
import { dissect } from './bytes.js';
import { calibrate } from './calibration.js';
import { fastestOf } from './fastestOf.js';
import { isSampled } from './refine.js';
import type { Evaluation } from './schema.js';

/** What of {@link CompressOptions} makes a difference to figures. */
export interface EvaluateOptions
  extends Pick<
    CompressOptions,
    | 'lanes'
    | 'chunkItems'
    | 'batch'
    | 'seed'
    | 'memory'
    | 'format'
    | 'raw'
    | 'exact'
    | 'provenance'
    | 'modelPlace'
  > {
  /** Told what is being done, and the part of all that is done, 0 … 1. */
  readonly onStep?: ((what: string, part: number) => void) | undefined;
}

/** What is done to measure, one after the other, each of which takes about as long as the others. */
const STEPS = ['compressing', 'restoring', 'finding where the bits went'] as const;

/** Tells of a step, by its number. */
export function onPartOf(step: number, { onStep }: EvaluateOptions) {
  return ({ part = 0 }: Partial<Pick<Progress, 'part'>>) =>
    onStep?.(STEPS[step] as string, (step + part) / STEPS.length);
}

/** Figures, and what they are of. */
export interface Measured {
  readonly evaluation: Evaluation;
  readonly model: Model;
  /** The .cray file. */
  readonly cray: Uint8Array;
}

/**
 * Measures a model on a file: compresses it on one thread, restores it, and finds where the bits of
 * the result went.
 *
 * @param name what to call the file.
 * @param file its bytes.
 * @param findModel gives the model for a data set.
 * @throws CrayError DATA_INVALID for a data set without items, DATA_MISMATCH where the model does not fit
 * or gives an item no probability, or what compress and decompress throw.
 */
export async function evaluate(
  name: string,
  file: Uint8Array,
  findModel: FindDataModel,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  return (await measure(name, file, findModel, options)).evaluation;
}

/** Whether there is anything to measure in a file. @throws what openDataset throws */
export async function hasItems(file: Uint8Array, options: OpenOptions = {}): Promise<boolean> {
  const dataset = peekable(await openDataset(bytesGiven(file, 'file'), openingOptions(options)));
  return (await dataset.first(1)).elements.length > 0;
}

/** As {@link evaluate}, with the model that was found and the file that was made. */
export async function measure(
  name: string,
  file: Uint8Array,
  findModel: FindDataModel,
  options: EvaluateOptions = {},
): Promise<Measured> {
  const { onStep: _, ...coding } = options;
  const given = bytesGiven(file, 'file');
  const { find, taken } = remembering(findModel);
  const opened = peekable(await openDataset(given, openingOptions(options)));
  // What is tried on a sample is tried before anything is timed.
  await chooseReading(opened, (dataset) => chosenBy(find, dataset), options);
  const calibration = calibrate();
  const [out, back, apart] = STEPS.map((_, i) => onPartOf(i, options));
  // What is asked of a picture is what its pixels cost.
  const packing = { ...coding, asBytes: 'arrays' as const, onProgress: out };
  const encoded = await fastestOf(() => collect(compress([given], find, packing)));
  const cray = encoded.result;
  // What would be larger than the file is coded as its bytes, which are other items.
  const { header } = dissect(cray);
  const model = taken(header);
  const { batch, memory } = options;
  const { elements } = await readInfo(cray, memory);
  const unpacking = { batch, memory, onProgress: back };
  const decoded = await fastestOf(() => collect(decompress([cray], () => model, unpacking)));
  const { codec } = makeReady(model, header, options.batch, options.memory ?? DEFAULT_MEMORY);
  const accounted = account(cray, model, codec, (part) => apart?.({ part }));
  if (accounted.items === 0)
    throw new CrayError('DATA_INVALID', 'a data set without items: there is nothing to measure');
  const evaluation = evaluationOf({
    name,
    header,
    numbers: numbersIn(header.dataFormat, header.head) ?? header.dtype,
    model,
    learns: codec.learns !== undefined,
    account: accounted,
    elements,
    originalBytes: file.length,
    bytes: cray.length,
    seconds: [encoded.seconds, decoded.seconds],
    calibration,
  });
  return { evaluation, model, cray };
}

/** What finds a model, which is asked but once for data of a kind, and those that it gave, by the digests of their specs. */
function remembering(findModel: FindDataModel): {
  readonly find: FindDataModel;
  readonly taken: (header: Pick<Header, 'specDigest'>) => Model;
} {
  const known = new Map<string, ReturnType<FindDataModel>>();
  const models = new Map<string, Model>();
  const find: FindDataModel = async (dataset) => {
    const { format, dtype, numbers, shape } = dataset;
    const key = JSON.stringify([format, dtype, numbers, shape]);
    const asked = known.get(key) ?? findModel(dataset);
    known.set(key, asked);
    const found = await asked;
    const model = 'model' in found ? found.model : found;
    models.set(hex(model.specDigest), model);
    return found;
  };
  return { find, taken: ({ specDigest }) => models.get(hex(specDigest)) as Model };
}

/** What figures are made of. */
export interface Facts {
  readonly name: string;
  /** Number of the data set in a folder, from 1. */
  readonly dataset?: number | undefined;
  readonly header: Pick<Header, 'dataFormat' | 'dtype' | 'shape'>;
  /** Type of the numbers of the file. */
  readonly numbers: string;
  readonly model: Model;
  readonly learns: boolean;
  readonly account: Account;
  /** Dimensions of all of it; those of its items, unless told. */
  readonly elements?: number;
  readonly originalBytes: number;
  readonly bytes: number;
  /** What it took to code, and to restore. */
  readonly seconds: readonly [number, number];
  /** Turns a second of a fixed loop. */
  readonly calibration: number;
}

/** The figures of one data set. */
export function evaluationOf({ name, dataset, header, numbers, ...facts }: Facts): Evaluation {
  const { model, learns, account, originalBytes, bytes, seconds, calibration } = facts;
  const { parts, standardError, message, items } = account;
  const { dataFormat: format, dtype, shape } = header;
  const { elements = items * dimensionsOf({ shape, numbers }) } = facts;
  const symbols = items * itemSize(shape);
  return {
    file: name,
    ...(dataset && { dataset }),
    model: model.spec.name,
    format,
    dtype: numbers,
    shape: [...ownShape(shape, numbers)],
    coded: { dtype, shape: [...shape] },
    items,
    elements,
    originalBytes,
    bytes,
    ratio: originalBytes / bytes,
    learns,
    bitsPerDim: {
      estimate: parts.estimate / elements,
      standardError: isSampled(model) ? standardError / elements : null,
      message: message / elements,
      file: bitsPerDim({ bytes, elements }) as number,
    },
    bits: parts,
    speed: speedOf({ bytes: originalBytes, items, symbols }, seconds, calibration),
    peakMemory: 1024 * process.resourceUsage().maxRSS,
    verified: true,
  };
}

/** How fast so much went out and came back, and against so many turns a second of a fixed loop. */
function speedOf(
  { bytes, items, symbols }: Readonly<Record<'bytes' | 'items' | 'symbols', number>>,
  [out, back]: Facts['seconds'],
  calibration: number,
): Evaluation['speed'] {
  return {
    encodeSeconds: out,
    decodeSeconds: back,
    encodeMegabytes: bytes / out / 1e6,
    decodeMegabytes: bytes / back / 1e6,
    encodeItems: items / out,
    decodeItems: items / back,
    encodeRatio: symbols / out / calibration,
    decodeRatio: symbols / back / calibration,
  };
}
