import type { Loss } from './loss.js';

/** Symbols by their logits, as {@link categoricalLogits} takes them. */
export function categoricalLoss(symbols: number): Loss {
  return {
    outputs: symbols,
    heads: [{ name: 'logits', outputs: [[0, symbols]] }],
    codec: { type: 'categoricalLogits', size: 1, symbols, precision: 20 },
    evaluate({ outputs, stride, targets, weights, d }) {
      let bits = 0;
      for (let r = 0, at = 0; r < weights.length; r++, at += stride) {
        let top = -Infinity;
        for (let s = 0; s < symbols; s++) top = Math.max(top, outputs[at + s] as number);
        let sum = 0;
        for (let s = 0; s < symbols; s++) {
          const e = Math.exp((outputs[at + s] as number) - top);
          d[at + s] = e;
          sum += e;
        }
        const weight = (weights[r] as number) / Math.LN2;
        const target = at + (targets[r] as number);
        bits += weight * (Math.log(sum) + top - (outputs[target] as number));
        const scale = weight / sum;
        for (let s = 0; s < symbols; s++) d[at + s] = (d[at + s] as number) * scale;
        d[target] = (d[target] as number) - weight;
      }
      return bits;
    },
  };
}
