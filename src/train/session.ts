import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { CrayError } from '../errors.js';
import { type Best, lastIsBest } from './best.js';
import { readCheckpoint, writeCheckpoint } from './checkpoint.js';
import type { CurvePoint } from './curve.js';
import type { ModelFolder } from './folder.js';
import type { Objective } from './objective.js';
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

/** What was saved. */
export interface Saved {
  /** The step of the checkpoint. */
  readonly step: number;
  /** That of the model. */
  readonly best: number;
}

/** What a session is of. */
export interface SessionOptions {
  readonly source: Source;
  readonly objective: Objective;
  readonly folder: ModelFolder;
  /** Whether the objective is measured by data that are kept for validation. */
  readonly validates: boolean;
  /** Of all that training starts from; a checkpoint of another is not gone on from. */
  readonly digest: string;
}

/** Most points of a curve, and fewest steps between two, unless the spec says otherwise. */
const POINTS = 100;
const STEPS = 20;

/** Training, from its beginning or from a checkpoint to its last step, with what it keeps on the disk. */
export class Session {
  private readonly trainer: Trainer;
  private curve: readonly CurvePoint[] = [];
  /** Sum of the rates since the last point of the curve. */
  private sum = 0;
  private best: Best | undefined;
  /** Seconds before this session, and when it began. */
  private before = 0;
  private readonly began = performance.now();

  constructor(private readonly options: SessionOptions) {
    this.trainer = new Trainer(options.objective, options.source.training);
  }

  /** Steps done. */
  get step(): number {
    return this.trainer.step;
  }

  /** Seconds that training took so far. */
  get seconds(): number {
    return this.before + (performance.now() - this.began) / 1000;
  }

  /** Goes back to the checkpoint. @throws CrayError USAGE where it is of something else, WEIGHTS_INVALID, IO. */
  resume(): void {
    const file = this.options.folder.file('checkpoint');
    const { state, progress, best } = readCheckpoint(file);
    if (progress.digest !== this.options.digest) {
      const message = 'is of another spec, seed or data; to go on from it they must be the same';
      throw new CrayError('USAGE', `${file}: ${message}`);
    }
    this.trainer.restore(state);
    ({ curve: this.curve, sum: this.sum, seconds: this.before } = progress);
    this.best = best ?? (this.curve.at(-1)?.step === this.step ? this.now() : undefined);
  }

  /** Takes the steps that are left. @throws CrayError TRAINING_FAILED at a loss that is no number, IO. */
  async learn(onProgress: (progress: TrainingProgress) => void): Promise<void> {
    const { trainer } = this;
    const { training } = this.options.source;
    const every = training.every ?? Math.max(STEPS, Math.ceil(training.steps / POINTS));
    try {
      while (trainer.step < training.steps) {
        this.sum += trainer.advance();
        const { step } = trainer;
        const mean = this.sum / (step - (this.curve.at(-1)?.step ?? 0));
        const fresh = step % every === 0 || step === training.steps;
        if (fresh) this.addPoint(mean);
        const point = this.curve.at(-1);
        onProgress({ step, steps: training.steps, training: mean, point, fresh });
        await setImmediate(); // so that the bar is drawn and Ctrl-C is heard
      }
    } catch (error) {
      throw this.withCheckpoint(error);
    }
  }

  /** Writes a checkpoint, and the model where there is none that is better. @throws CrayError IO */
  save(): Saved {
    const { folder, objective, digest } = this.options;
    const { step, seconds, sum, curve } = this;
    const state = this.trainer.state();
    const checkpoint = { step, seconds, sum, curve, digest };
    writeCheckpoint(folder.file('checkpoint'), state, checkpoint, this.best);
    if (this.best && this.best.step < step && folder.hasModel) {
      return { step, best: this.best.step };
    }
    folder.writeModel(objective, step);
    return { step, best: step };
  }

  /** Has the objective be as it was at its best. @returns the step of that. */
  takeBest(): number {
    const { best = this.now() } = this;
    this.options.objective.parameters.values.set(best.parameters);
    return best.step;
  }

  private addPoint(mean: number): void {
    const { source, objective, validates, folder } = this.options;
    const { step, seconds } = this;
    const rate = rateOf(source.training, step - 1);
    const validation = validates ? { validation: objective.estimate() } : {};
    this.curve = [...this.curve, { step, seconds, rate, training: mean, ...validation }];
    this.sum = 0;
    if (lastIsBest(this.curve)) this.best = this.now();
    this.save();
    folder.writeCurve(this.curve);
  }

  private now(): Best {
    return { step: this.step, parameters: this.options.objective.parameters.values.slice() };
  }

  /** Says of a failure which checkpoint there is to go on from. */
  private withCheckpoint(error: unknown): unknown {
    const step = this.curve.at(-1)?.step;
    const there = existsSync(this.options.folder.file('checkpoint'));
    if (!(error instanceof CrayError) || !there) return error;
    const kept = step === undefined ? '' : `; the checkpoint of step ${step} is kept`;
    return new CrayError(error.code, `${error.message}${kept}`, { cause: error });
  }
}
