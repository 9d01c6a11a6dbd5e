import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { refused } from '../data/walk.js';
import { CrayError } from '../errors.js';
import { canonicalSpec } from '../model/parse.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import { writeSafetensors } from '../networks/safetensors.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { codedRate } from './codedRate.js';
import { type CurvePoint, curveLines, curveSvg } from './curve.js';
import type { Items } from './data.js';
import { writeWhole } from './files.js';
import { prepare } from './prepare.js';
import type { Source } from './source.js';
import { rateOf, Trainer } from './trainer.js';

/** How far training is. */
export interface TrainingProgress {
  readonly step: number;
  readonly steps: number;
  /** Bits a dimension of the steps since the last point of the curve. */
  readonly training: number;
  /** The last point of the curve. */
  readonly point: CurvePoint | undefined;
  /** Whether that point is of this very step. */
  readonly fresh: boolean;
}

/** What came of it. */
export interface TrainingResult {
  readonly steps: number;
  readonly seconds: number;
  readonly parameters: number;
  readonly engine: string;
  /** Bits a dimension: the estimate, and what the codec takes, of the same items. */
  readonly estimate: number;
  readonly coded: number;
  readonly items: number;
}

export interface RunOptions {
  readonly source: Source;
  readonly train: Items;
  readonly valid: Items;
  /** Where the model goes; checkpoints and the curve too. */
  readonly folder: string;
  /** Whether to go on from the checkpoint there. */
  readonly resume: boolean;
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Has an action carried out should the program be interrupted. @returns what takes that back. */
  readonly onInterrupt: (action: () => void) => () => void;
  /** Is told what computes, once that is known. */
  readonly onStart: (engine: string, parameters: number, step: number) => void;
}

/** Most points of a curve, and fewest steps between two, unless the spec says otherwise. */
const POINTS = 100;
const STEPS = 20;

/** Names of files in a model's folder. */
export const FILES = {
  checkpoint: 'checkpoint.safetensors',
  curve: 'curve.jsonl',
  picture: 'curve.svg',
  spec: 'model.json',
  weights: 'weights.safetensors',
} as const;

/**
 * Trains a model, with checkpoints and a curve, and writes it.
 *
 * @throws CrayError SPEC_INVALID where the spec's parts do not meet, TRAINING_FAILED at a loss that is no
 * number, IO.
 */
export async function run(options: RunOptions): Promise<TrainingResult> {
  const { source, folder, resume, onProgress } = options;
  const { spec, training } = source;
  const { objective, engine, valid } = await prepare(spec, training, options);
  const model = () => source.model(writeSafetensors(objective.tensors(), metadataOf(training)));
  // What does not fit together shows before anything is learned.
  codedRate(model(), valid, 0);
  const trainer = new Trainer(objective, training);
  const place = (name: keyof typeof FILES) => join(folder, FILES[name]);
  const digest = digestOf(source, options);
  let curve: readonly CurvePoint[] = [];
  let [sum, before] = [0, 0];
  if (resume) {
    const { state, progress } = checkpointOf(digest, place('checkpoint'));
    trainer.restore(state);
    ({ curve, sum, seconds: before } = progress);
  }
  makeFolder(folder);
  const parameters = objective.parameters.values.length;
  options.onStart(engine, parameters, trainer.step);
  const started = performance.now();
  const seconds = () => before + (performance.now() - started) / 1000;
  const save = () => {
    const progress = { step: trainer.step, seconds: seconds(), sum, curve, digest };
    writeCheckpoint(place('checkpoint'), trainer.state(), progress);
  };
  const forget = options.onInterrupt(save);
  const every = training.every ?? Math.max(STEPS, Math.ceil(training.steps / POINTS));
  try {
    while (trainer.step < training.steps) {
      sum += trainer.advance();
      const { step } = trainer;
      const since = step - (curve.at(-1)?.step ?? 0);
      const fresh = step % every === 0 || step === training.steps;
      const mean = sum / since;
      if (fresh) {
        const rate = rateOf(training, step - 1);
        const validation = objective.estimate();
        curve = [...curve, { step, seconds: seconds(), rate, training: mean, validation }];
        sum = 0;
        save();
        writeWhole(place('curve'), curveLines(curve));
        writeWhole(place('picture'), curveSvg(curve, source.name));
      }
      onProgress({ step, steps: training.steps, training: mean, point: curve.at(-1), fresh });
      await setImmediate(); // so that the bar is drawn and Ctrl-C is heard
    }
  } catch (error) {
    throw withCheckpoint(error, place('checkpoint'), curve.at(-1)?.step);
  } finally {
    forget();
  }
  const result = model();
  writeWhole(place('weights'), result.weights);
  writeWhole(place('spec'), source.json());
  const { rate: coded, items } = codedRate(result, valid);
  const [took, estimate] = [seconds(), objective.estimate(items)];
  return { steps: trainer.step, seconds: took, parameters, engine, estimate, coded, items };
}

/** The checkpoint to go on from. @throws CrayError USAGE where it is of something else. */
function checkpointOf(digest: string, file: string): ReturnType<typeof readCheckpoint> {
  const checkpoint = readCheckpoint(file);
  if (checkpoint.progress.digest === digest) return checkpoint;
  const message = 'is of another spec, seed or data; to go on from it they must be the same';
  throw new CrayError('USAGE', `${file}: ${message}`);
}

/** Says of a failure which checkpoint there is to go on from. */
function withCheckpoint(error: unknown, file: string, step: number | undefined): unknown {
  if (!(error instanceof CrayError) || !existsSync(file)) return error;
  const kept = step === undefined ? '' : `; the checkpoint of step ${step} is kept`;
  return new CrayError(error.code, `${error.message}${kept}`, { cause: error });
}

function metadataOf({ steps, seed }: TrainingSpec): Record<string, string> {
  return { steps: `${steps}`, seed: `${seed}` };
}

/** SHA-256 of all that training starts from. */
function digestOf({ spec, training }: Source, { train, valid }: RunOptions): string {
  const hash = createHash('sha256').update(canonicalSpec(spec)).update(JSON.stringify(training));
  for (const { levels, shapes } of [train, valid]) {
    hash.update(JSON.stringify([shapes.length, shapes[0]]));
    hash.update(new Uint8Array(levels.buffer, levels.byteOffset, levels.byteLength));
  }
  return hash.digest('hex');
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (cause) {
    throw refused(Buffer.from(folder), cause);
  }
}
