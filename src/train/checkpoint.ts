import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { readSafetensors, writeSafetensors } from '../networks/safetensors.js';
import type { TrainerState } from './neighbourhood.js';

/**
 * Writes a trainer's state as safetensors, under another name first, so that a full disk leaves the
 * checkpoint before it as it is.
 */
export function writeCheckpoint(file: string, state: TrainerState): void {
  const { parameters, mean, square, step } = state;
  const flat = (values: Float32Array) => ({ shape: [values.length], values });
  const tensors = new Map(
    Object.entries({ parameters, mean, square }).map(([k, v]) => [k, flat(v)]),
  );
  tensors.set('step', flat(Float32Array.of(step)));
  const part = `${file}.part`;
  writeFileSync(part, writeSafetensors(tensors, {}));
  renameSync(part, file);
}

/** @throws CrayError WEIGHTS_INVALID for a file that is no checkpoint. */
export function readCheckpoint(file: string): TrainerState {
  const tensors = readSafetensors(readFileSync(file));
  const values = (name: string) => tensors.get(name)?.values ?? new Float32Array(0);
  return {
    step: values('step')[0] ?? 0,
    parameters: values('parameters'),
    mean: values('mean'),
    square: values('square'),
  };
}
