import type { RowLoss } from './loss.js';

/** Symbols by their logits, as {@link categoricalLogits} takes them. */
export function categoricalLoss(symbols: number): RowLoss {
  return {
    symbols: 1,
    parameters: [{ name: 'logits', width: symbols }],
    row(values, ats, levels, from, ds, weight) {
      const logits = values[0] as Float32Array;
      const d = ds[0] as Float32Array;
      const at = ats[0] as number;
      let top = -Infinity;
      for (let s = 0; s < symbols; s++) top = Math.max(top, logits[at + s] as number);
      let sum = 0;
      for (let s = 0; s < symbols; s++) {
        const e = Math.exp((logits[at + s] as number) - top);
        d[at + s] = e;
        sum += e;
      }
      const target = at + (levels[from] as number);
      const scale = weight / sum;
      for (let s = 0; s < symbols; s++) d[at + s] = (d[at + s] as number) * scale;
      d[target] = (d[target] as number) - weight;
      return Math.log(sum) + top - (logits[target] as number);
    },
  };
}
