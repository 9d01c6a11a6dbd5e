import type { RowLoss } from './loss.js';

/** Bits by their log-odds, as {@link bernoulliLogits} takes them. */
export function bernoulliLoss(): RowLoss {
  return {
    symbols: 1,
    parameters: [{ name: 'logits', width: 1 }],
    row([logits], [at], levels, from, [d], weight) {
      const z = (logits as Float32Array)[at as number] as number;
      const level = levels[from] as number;
      const e = Math.exp(-Math.abs(z));
      (d as Float32Array)[at as number] = weight * ((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - level);
      return Math.max(z, 0) - level * z + Math.log1p(e);
    },
  };
}
