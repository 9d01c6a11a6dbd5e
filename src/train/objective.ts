import type { ModelSpec } from '../model/schema.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import type { CodecSpec } from '../model/types/index.js';
import type { Tensor } from '../networks/safetensors.js';
import type { Parameters } from './parameters.js';
import type { Random } from './random.js';

/** What is learned, and how good it is: a rate in bits a dimension. */
export interface Objective {
  readonly parameters: Parameters;
  /** What the learning rate of each parameter is multiplied by. */
  readonly rates: Float32Array;
  /**
   * Adds the gradients of the rate of a batch.
   *
   * @param step steps done before.
   * @returns the rate.
   */
  learn(random: Random, step: number): number;
  /** The rate of the data that it is measured by, of the same draws each time. */
  estimate(): number;
  /** The same of all that some items of them are, those from … up to `to`. */
  estimateOf(from: number, to: number): number;
  /** The weights of the model, as its codec reads them. */
  tensors(): Map<string, Tensor>;
}

/** What is to be trained, and how. */
export interface ToTrain<T extends CodecSpec> {
  readonly spec: ModelSpec;
  /** The spec's own codec. */
  readonly codec: T;
  readonly training: TrainingSpec;
}
