import type { Loss } from './loss.js';

/** Bits by their log-odds, as {@link bernoulliLogits} takes them. */
export const bernoulliLoss: Loss = {
  outputs: 1,
  heads: [{ name: 'logits', outputs: [[0, 1]] }],
  codec: { type: 'bernoulliLogits', size: 1, precision: 20 },
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
