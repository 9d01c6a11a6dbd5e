import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refused } from '../data/walk.js';
import type { Model } from '../model/model.js';
import { writeSafetensors } from '../networks/safetensors.js';
import { type CurvePoint, curveLines, curveSvg } from './curve.js';
import { keepEarlier } from './earlier.js';
import { writeWhole } from './files.js';
import type { Objective } from './objective.js';
import type { Source } from './source.js';

/** Names of files in a model's folder. */
export const FILES = {
  checkpoint: 'checkpoint.safetensors',
  curve: 'curve.jsonl',
  picture: 'curve.svg',
  spec: 'model.json',
  weights: 'weights.safetensors',
} as const;

/** Where a model goes that is trained, with what training keeps beside it. */
export class ModelFolder {
  /** Whether the model there is one that this training wrote. */
  private own = false;

  /** @param onKept told where the model is kept that was there before, once another takes its place. */
  constructor(
    private readonly path: string,
    private readonly source: Source,
    private readonly onKept: (spec: string) => void,
  ) {}

  /** The path of a file. */
  file(name: keyof typeof FILES): string {
    return join(this.path, FILES[name]);
  }

  /** Whether there is a model. */
  get hasModel(): boolean {
    return existsSync(this.file('weights')) && existsSync(this.file('spec'));
  }

  /** @throws CrayError IO where there cannot be a folder. */
  make(): void {
    try {
      mkdirSync(this.path, { recursive: true });
    } catch (cause) {
      throw refused(Buffer.from(this.path), cause);
    }
  }

  /** The model as it is after so many steps. */
  modelOf(objective: Objective, step: number): Model {
    const metadata = { steps: `${step}`, seed: `${this.source.training.seed}` };
    return this.source.model(writeSafetensors(objective.tensors(), metadata));
  }

  /** Writes the model as it is after so many steps, and keeps one that others left there. @throws CrayError IO */
  writeModel(objective: Objective, step: number): void {
    const { weights } = this.modelOf(objective, step);
    this.keep(weights);
    writeWhole(this.file('weights'), weights);
    writeWhole(this.file('spec'), this.source.json());
  }

  /** Keeps the model of before, unless it has these weights: files may need it. */
  private keep(weights: Uint8Array): void {
    if (this.own) return;
    if (this.hasModel) {
      if (readFileSync(this.file('weights')).equals(weights)) return;
      const kept = keepEarlier(this.file('spec'));
      if (kept !== undefined) this.onKept(kept);
    }
    this.own = true;
  }

  /** @throws CrayError IO */
  writeCurve(curve: readonly CurvePoint[]): void {
    writeWhole(this.file('curve'), curveLines(curve));
    writeWhole(this.file('picture'), curveSvg(curve, this.source.name));
  }
}
