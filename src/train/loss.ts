import type { Activation } from '../networks/network.js';

/** One batch: what a network gave, and what there was. */
export interface Batch {
  /** [rows, stride], of which the loss's outputs count. */
  readonly outputs: Float32Array;
  readonly stride: number;
  /** [rows, channels] */
  readonly targets: Uint8Array;
  /** [rows, channels]: what parameters count from; none where sites see levels as they are. */
  readonly origins: Float32Array | undefined;
  /** [rows] */
  readonly weights: Float32Array;
  /** [rows, stride]: receives the gradients of the weighted sum by the outputs; 0 where none count. */
  readonly d: Float32Array;
}

/** Outputs of a network that are one parameter of a distribution. */
export interface Head {
  /** Name of the parameter, and of the layer. */
  readonly name: string;
  /** Ranges of outputs. */
  readonly outputs: readonly (readonly [from: number, to: number])[];
  readonly activation?: Activation;
  readonly least?: number;
  /** What the outputs are multiplied by before anything else, 1 by default, and what is added. */
  readonly scale?: number;
  readonly shift?: number;
}

/** A rate in bits a dimension, and its gradients. */
export interface Loss {
  /** Numbers that it reads a row. */
  readonly outputs: number;
  /** What the numbers are to the codec. */
  readonly heads: readonly Head[];
  /** The codec of a site, but for the parameters that are heads. */
  readonly codec: Readonly<Record<string, unknown>>;
  /** @returns the weighted sum of the rows' bits a dimension. */
  evaluate(batch: Batch): number;
}
