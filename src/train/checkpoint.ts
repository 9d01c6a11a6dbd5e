import { readFileSync } from 'node:fs';
import { CrayError } from '../errors.js';
import { readMetadata, readSafetensors, writeSafetensors } from '../networks/safetensors.js';
import type { Best } from './best.js';
import type { CurvePoint } from './curve.js';
import { writeWhole } from './files.js';
import type { TrainerState } from './trainer.js';

/** What a checkpoint has beside the trainer's state. */
export interface Progress {
  readonly step: number;
  /** Seconds that training took so far. */
  readonly seconds: number;
  /** Sum of the rates of the steps since the last point of the curve. */
  readonly sum: number;
  readonly curve: readonly CurvePoint[];
  /** SHA-256 of what is trained, how, and on what. */
  readonly digest: string;
  /** The step of the best parameters, where these are others. */
  readonly best?: number;
}

/** A checkpoint that was read. */
export interface Checkpoint {
  readonly state: TrainerState;
  readonly progress: Progress;
  readonly best: Best | undefined;
}

/**
 * Writes a checkpoint as safetensors, under another name first, so that a full disk leaves the one before
 * it as it is.
 *
 * @throws CrayError IO
 */
export function writeCheckpoint(
  file: string,
  state: TrainerState,
  progress: Omit<Progress, 'best'>,
  best: Best | undefined,
): void {
  const { parameters, mean, square } = state;
  const other = best && best.step < state.step ? best : undefined;
  const parts = { parameters, mean, square, ...(other && { best: other.parameters }) };
  const tensors = new Map(
    Object.entries(parts).map(([name, values]) => [name, { shape: [values.length], values }]),
  );
  const said: Progress = other ? { ...progress, best: other.step } : progress;
  writeWhole(file, writeSafetensors(tensors, { progress: JSON.stringify(said) }));
}

/** @throws CrayError WEIGHTS_INVALID for a file that is no checkpoint, IO for one that cannot be read. */
export function readCheckpoint(file: string): Checkpoint {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new CrayError('IO', `${file}: no checkpoint to go on from`, { cause });
  }
  const tensors = readSafetensors(bytes);
  const { progress } = readMetadata(bytes);
  if (progress === undefined) throw new CrayError('WEIGHTS_INVALID', `${file}: is no checkpoint`);
  const parsed = JSON.parse(progress) as Progress;
  const values = (name: string) => tensors.get(name)?.values ?? new Float32Array(0);
  const state = {
    step: parsed.step,
    parameters: values('parameters'),
    mean: values('mean'),
    square: values('square'),
  };
  const best =
    parsed.best === undefined ? undefined : { step: parsed.best, parameters: values('best') };
  return { state, progress: parsed, best };
}
