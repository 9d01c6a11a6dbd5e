import { collect } from '../bytes/collect.js';
import { Remembered } from '../codecs/remembered.js';
import { type Dataset, levelsOf, sizesText } from '../data/dataset.js';
import { type Directory, FOLDER, isFolderFormat, NOWHERE } from '../data/folders.js';
import type { Model } from '../model/model.js';
import { decompressFolder } from '../pipeline/decode/decompressFolder.js';
import { chooseFolder } from '../pipeline/encode/chooseFolder.js';
import type { FindDataModel } from '../pipeline/encode/compress.js';
import { encodeFolder } from '../pipeline/encode/compressFolder.js';
import { readInfo } from '../pipeline/info.js';
import { DEFAULT_MEMORY } from '../pipeline/memory.js';
import { makeReady } from '../pipeline/models.js';
import { type Account, account, type Breakdown } from './breakdown.js';
import { dissect } from './bytes.js';
import { calibrate } from './calibration.js';
import { type EvaluateOptions, evaluationOf, type Facts, onPartOf } from './evaluate.js';
import type { Evaluation } from './schema.js';

/** What of {@link EvaluateOptions} makes sense of a folder. */
export type EvaluateFolderOptions = Omit<
  EvaluateOptions,
  'chunkItems' | 'format' | 'raw' | 'exact'
>;

/**
 * Measures models on a folder, as {@link evaluate} does on a file: the whole, of which a dimension is a byte of its
 * files, and then each of its data sets, in the order in which the .cray file has them. Nothing of a folder without a
 * byte in its files.
 *
 * @param name what to call the folder.
 * @param given from openDirectory, which is read by this.
 * @param findModel gives the model for each data set.
 * @throws CrayError as compressFolder and decompressFolder do.
 */
export async function evaluateFolder(
  name: string,
  given: Directory,
  findModel: FindDataModel,
  options: EvaluateFolderOptions = {},
): Promise<Evaluation[]> {
  const { onStep: _, ...coding } = options;
  const { batch, memory = DEFAULT_MEMORY } = options;
  const [out, back, apart] = [0, 1, 2].map((step) => onPartOf(step, options));
  if (given.counts.bytes === 0) return [];
  const { directory, found: known } = await chooseFolder(given, findModel);
  const calibration = calibrate();
  const models: Model[] = [];
  const encoding = new Laps();
  const finderOf =
    (i: number): FindDataModel =>
    async (dataset) => {
      encoding.stop();
      const found = known.get(i) ?? (await findModel(dataset));
      models.push('model' in found ? found.model : found);
      encoding.start();
      return found;
    };
  const cray = await collect(encodeFolder(directory, finderOf, { ...coding, onProgress: out }));
  encoding.stop();
  const decoding = new Laps();
  const find = () => {
    decoding.stop();
    decoding.start();
    return models[decoding.begun - 1] as Model;
  };
  await decompressFolder([cray], find, NOWHERE, { batch, memory, onProgress: back });
  decoding.stop();
  const { parts } = await readInfo(cray);
  const all = parts.map(({ front, bytes }, i): Facts => {
    apart?.({ part: i / parts.length });
    const part = cray.subarray(front.position, front.position + bytes);
    const { header } = dissect(part);
    const model = models[i] as Model;
    const { codec } = makeReady(model, header, batch, memory);
    const { numbers = header.dtype } = directory.datasets[i] as Dataset;
    return {
      name: `${name}: ${whatIs(directory.datasets[i] as Dataset)}`,
      dataset: i + 1,
      header,
      numbers,
      model,
      learns: codec.learns !== undefined,
      account: account(part, model, codec),
      originalBytes: directory.sizes[i] as number,
      bytes,
      seconds: [encoding.seconds[i] as number, decoding.seconds[i] as number],
      calibration,
    };
  });
  return [wholeOf(name, directory.counts.bytes, all), ...all.map(evaluationOf)];
}

/** Times of what is done one after another, in seconds. */
class Laps {
  readonly seconds: number[] = [];
  begun = 0;
  private started: number | undefined;

  /** Begins the next, which knows nothing of what was done before. */
  start(): void {
    Remembered.forget();
    this.begun++;
    this.started = performance.now();
  }

  /** Ends what has been started, if anything has. */
  stop(): void {
    if (this.started !== undefined) this.seconds.push((performance.now() - this.started) / 1000);
    this.started = undefined;
  }
}

/** A data set of a folder, as one of a name that says what is in it. */
function whatIs({ format, shape, numbers, dtype, levels }: Dataset): string {
  if (isFolderFormat(format)) return 'names, and bytes of files';
  const few = levels === levelsOf(dtype) ? '' : `, ${levels} levels`;
  return `${format} of ${sizesText(shape, numbers)}, ${numbers ?? dtype}${few}`;
}

/** The figures of all data sets together, as of bytes. */
function wholeOf(name: string, originalBytes: number, all: readonly Facts[]): Evaluation {
  const sum = (of: (facts: Facts) => number) => all.reduce((total, facts) => total + of(facts), 0);
  const [first] = all as [Facts];
  const keys = Object.keys(first.account.parts) as (keyof Breakdown)[];
  const parts = Object.fromEntries(
    keys.map((key) => [key, sum(({ account }) => account.parts[key])]),
  ) as unknown as Breakdown;
  const together: Account = {
    parts,
    standardError: Math.hypot(...all.map(({ account }) => account.standardError)),
    message: sum(({ account }) => account.message),
    items: originalBytes,
    itemBits: undefined,
  };
  const names = [...new Set(all.map(({ model }) => model.spec.name))].join(', ');
  const whole = evaluationOf({
    ...first,
    name,
    header: { dataFormat: FOLDER, dtype: 'u8', shape: [] },
    numbers: 'u8',
    learns: all.every(({ learns }) => learns),
    account: together,
    originalBytes,
    bytes: sum(({ bytes }) => bytes),
    seconds: [sum(({ seconds }) => seconds[0]), sum(({ seconds }) => seconds[1])],
    dataset: undefined,
  });
  return { ...whole, model: names };
}
