import { costOfLevel, type LevelCost } from './logistic.js';
import type { RowLoss } from './loss.js';

/** Half a level, in units in which the levels 0 … 255 are -1 … 1. */
const HALF = 1 / 255;

/**
 * Pixels by mixtures of logistics, as {@link pixelMixture} takes them. Means learn at a quarter of the
 * rate and scales begin at e^-3, so that a network that gives small numbers begins near what it should
 * learn.
 *
 * Source: Salimans et al., "PixelCNN++" (2017), section 2.1 and 2.2.
 *
 * @param origins whether means count from origins.
 */
export function pixelMixtureLoss(components: number, origins: boolean): RowLoss {
  const n = components;
  const costs = Array.from(
    { length: 3 * n },
    (): LevelCost => ({ log: 0, byMean: 0, byLogScale: 0 }),
  );
  const weights = new Float64Array(n);
  return {
    symbols: 3,
    parameters: [
      { name: 'logits', width: n },
      { name: 'means', width: 3 * n, rate: 0.25 },
      { name: 'logScales', width: 3 * n, bias: -3 },
      { name: 'coefficients', width: 3 * n },
      ...(origins ? [{ name: 'origins', width: 3 }] : []),
    ],
    row(values, ats, levels, from, ds, weight) {
      const [logits, means, logScales, coefficients, origin] = values as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array | undefined,
      ];
      const [l, m, s, c, o] = ats as [number, number, number, number, number];
      const [dl, dm, dsc, dc] = ds as [Float32Array, Float32Array, Float32Array, Float32Array];
      const off = (channel: number) =>
        (levels[from + channel] as number) / 127.5 -
        1 -
        (origin ? (origin[o + channel] as number) : 0);
      const e = [off(0), off(1), off(2)] as const;
      let top = -Infinity;
      let topLogit = -Infinity;
      for (let k = 0; k < n; k++) {
        let log = logits[l + k] as number;
        topLogit = Math.max(topLogit, log);
        for (let channel = 0; channel < 3; channel++) {
          const i = channel * n + k;
          let mean = means[m + i] as number;
          if (channel === 1) mean += (coefficients[c + k] as number) * e[0];
          if (channel === 2) {
            mean += (coefficients[c + n + k] as number) * e[0];
            mean += (coefficients[c + 2 * n + k] as number) * e[1];
          }
          const level = levels[from + channel] as number;
          const x = e[channel as 0 | 1 | 2] - mean;
          const cost = costs[i] as LevelCost;
          costOfLevel(
            level > 0 ? x - HALF : -Infinity,
            level < 255 ? x + HALF : Infinity,
            logScales[s + i] as number,
            cost,
          );
          log += cost.log;
        }
        weights[k] = log;
        top = Math.max(top, log);
      }
      let sum = 0;
      let priors = 0;
      for (let k = 0; k < n; k++) {
        sum += Math.exp((weights[k] as number) - top);
        priors += Math.exp((logits[l + k] as number) - topLogit);
      }
      for (let k = 0; k < n; k++) {
        const w = (-weight * Math.exp((weights[k] as number) - top)) / sum;
        dl[l + k] = w + (weight * Math.exp((logits[l + k] as number) - topLogit)) / priors;
        for (let channel = 0; channel < 3; channel++) {
          const i = channel * n + k;
          const { byMean, byLogScale } = costs[i] as LevelCost;
          dm[m + i] = w * byMean;
          dsc[s + i] = w * byLogScale;
          // The channel whose mean a coefficient moves, and what it moves it by.
          const moved = costs[(channel === 0 ? 1 : 2) * n + k] as LevelCost;
          dc[c + i] = w * moved.byMean * (channel === 2 ? e[1] : e[0]);
        }
      }
      return topLogit + Math.log(priors) - top - Math.log(sum);
    },
  };
}
