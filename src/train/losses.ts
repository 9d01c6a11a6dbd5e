/** One batch: what a network gave, and what there was. */
export interface Batch {
  /** [rows, stride], of which the loss's outputs count. */
  readonly outputs: Float32Array;
  readonly stride: number;
  /** [rows, channels] */
  readonly targets: Uint8Array;
  /** [rows] */
  readonly weights: Float32Array;
  /** [rows, stride]: receives the gradients of the weighted sum by the outputs; 0 where none count. */
  readonly d: Float32Array;
}

/** A rate in bits a dimension, and its gradients. */
export interface Loss {
  /** Numbers that it reads a row. */
  readonly outputs: number;
  /** @returns the weighted sum of the rows' bits a dimension. */
  evaluate(batch: Batch): number;
}

/** Bits by their log-odds, as {@link bernoulliLogits} takes them. */
export const bernoulliLoss: Loss = {
  outputs: 1,
  evaluate({ outputs, stride, targets, weights, d }) {
    let bits = 0;
    for (let r = 0; r < weights.length; r++) {
      const z = outputs[r * stride] as number;
      const weight = (weights[r] as number) / Math.LN2;
      const t = targets[r] as number;
      const e = Math.exp(-Math.abs(z));
      bits += weight * (Math.max(z, 0) - t * z + Math.log1p(e));
      d[r * stride] = weight * ((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - t);
    }
    return bits;
  },
};
