import { costOfLevel, type LevelCost } from './logistic.js';
import type { RowLoss } from './loss.js';

/** Bins of one width. */
interface Bins {
  readonly binBits: number;
  readonly lower: number;
  readonly upper: number;
}

/** Scales begin at this share of the range of all bins. */
const FIRST_SCALE = 0.05;

/** First scales of many bins, whose units are those of what is predicted: e to this. */
const FIRST_LOG_SCALE = -1;

/** Bins by mixtures of logistic distributions, as {@link logisticMixture} takes them. */
export function logisticMixtureLoss(components: number, bins: Bins): RowLoss {
  return mixtureLoss(components, binsOf(bins), false);
}

/** The same of many bins, as {@link wideLogisticMixture} takes them. */
export function wideLogisticMixtureLoss(
  spec: Bins & { readonly components: number; readonly origins?: unknown },
): RowLoss {
  const bins = { ...binsOf(spec), bias: FIRST_LOG_SCALE };
  return mixtureLoss(spec.components, bins, spec.origins !== undefined);
}

/** @param origins whether means count from origins. */
function mixtureLoss(
  n: number,
  { edges, bias }: ReturnType<typeof binsOf>,
  origins: boolean,
): RowLoss {
  const costs = Array.from({ length: n }, emptyCost);
  const weights = new Float64Array(n);
  return {
    symbols: 1,
    parameters: [
      { name: 'logits', width: n },
      { name: 'means', width: n },
      { name: 'logScales', width: n, bias },
      ...(origins ? [{ name: 'origins', width: 1 }] : []),
    ],
    row(values, ats, levels, from, ds, weight) {
      const [logits, means, logScales, origin] = values as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array | undefined,
      ];
      const [l, m, s, o] = ats as [number, number, number, number];
      const [dl, dm, dsc] = ds as [Float32Array, Float32Array, Float32Array];
      const { low, high } = edges(levels[from] as number);
      let top = -Infinity;
      let topLogit = -Infinity;
      for (let k = 0; k < n; k++) {
        const mean = (means[m + k] as number) + (origin ? (origin[o] as number) : 0);
        const cost = costs[k] as LevelCost;
        costOfLevel(low - mean, high - mean, logScales[s + k] as number, cost);
        const logit = logits[l + k] as number;
        weights[k] = logit + cost.log;
        top = Math.max(top, weights[k] as number);
        topLogit = Math.max(topLogit, logit);
      }
      let sum = 0;
      let priors = 0;
      for (let k = 0; k < n; k++) {
        sum += Math.exp((weights[k] as number) - top);
        priors += Math.exp((logits[l + k] as number) - topLogit);
      }
      for (let k = 0; k < n; k++) {
        const w = (-weight * Math.exp((weights[k] as number) - top)) / sum;
        const { byMean, byLogScale } = costs[k] as LevelCost;
        dl[l + k] = w + (weight * Math.exp((logits[l + k] as number) - topLogit)) / priors;
        dm[m + k] = w * byMean;
        dsc[s + k] = w * byLogScale;
      }
      return topLogit + Math.log(priors) - top - Math.log(sum);
    },
  };
}

/** Bins by one logistic distribution each, as {@link logistic} takes them. */
export function logisticLoss(bins: Bins): RowLoss {
  const { edges, bias } = binsOf(bins);
  const cost = emptyCost();
  return {
    symbols: 1,
    parameters: [
      { name: 'means', width: 1 },
      { name: 'logScales', width: 1, bias },
    ],
    row(values, ats, levels, from, ds, weight) {
      const [means, logScales] = values as [Float32Array, Float32Array];
      const [m, s] = ats as [number, number];
      const { low, high } = edges(levels[from] as number);
      const mean = means[m] as number;
      costOfLevel(low - mean, high - mean, logScales[s] as number, cost);
      (ds[0] as Float32Array)[m] = -weight * cost.byMean;
      (ds[1] as Float32Array)[s] = -weight * cost.byLogScale;
      return -cost.log;
    },
  };
}

function binsOf({ binBits, lower, upper }: Bins) {
  const bins = 2 ** binBits;
  const width = (upper - lower) / bins;
  return {
    bias: Math.log(FIRST_SCALE * (upper - lower)),
    edges: (bin: number) => ({
      low: bin === 0 ? -Infinity : lower + bin * width,
      high: bin === bins - 1 ? Infinity : lower + (bin + 1) * width,
    }),
  };
}

function emptyCost(): LevelCost {
  return { log: 0, byMean: 0, byLogScale: 0 };
}
