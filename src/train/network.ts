import type { Activation } from '../networks/network.js';
import type { Matrix, Parameters } from './parameters.js';

/** A dense layer that learns: as {@link DenseLayer}, with its weights among the parameters. */
export interface LearnedLayer {
  readonly name: string;
  /** The layer that it reads; the network's input where it is undefined. */
  readonly input: string | undefined;
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: Matrix;
  readonly bias: Matrix | undefined;
  readonly activation: Activation;
  readonly least: number | undefined;
  readonly add: string | undefined;
}

/** A network that learns, before it is known what computes it. */
export interface NetworkPlan {
  readonly name: string;
  readonly inputs: number;
  readonly layers: readonly LearnedLayer[];
  /** The layers that codecs read. */
  readonly wanted: ReadonlySet<string>;
}

/** Numbers by row, and the gradients of a loss by them. */
export interface Rows {
  readonly values: Float32Array;
  readonly d: Float32Array;
  /** Numbers from one row to the next, in both. */
  readonly stride: number;
}

/** What scores outputs: reads their values and fills in their gradients, which are 0 before. */
export type Score = (outputs: ReadonlyMap<string, Rows>) => void;

/** A network that learns. Each call is of all rows. */
export interface LearningNetwork {
  readonly rows: number;
  /** What goes in; its gradients are there after a pass, where they were asked for. */
  input(): Rows;
  /** Computes outputs, has them scored, and adds the gradients by the parameters to theirs. */
  pass(score: Score): void;
  /** Computes outputs, and no gradients. */
  look(score: Score): void;
}

/** Makes networks that learn. */
export type Engine = (
  plan: NetworkPlan,
  parameters: Parameters,
  options: EngineOptions,
) => LearningNetwork;

/** What a network is made for. */
export interface EngineOptions {
  /** Rows of a pass, a multiple of 4. */
  readonly rows: number;
  /** Whether the gradients by what goes in are asked for. */
  readonly inputGradients: boolean;
}
