import type { Loss } from './loss.js';

/** Half a level, in units in which the levels 0 … 255 are -1 … 1. */
const HALF = 1 / 255;
const LEAST_LOG_SCALE = -7;
const MEAN_SCALE = 0.25;
const LOG_SCALE_SHIFT = -3;

/**
 * Pixels by mixtures of logistics, as {@link pixelMixture} takes them: logits, then for each channel
 * means, logarithms of scales and coefficients. Means are divided by four and scales begin at e^-3,
 * so that a network that gives small numbers begins near what it should learn.
 *
 * Source: Salimans et al., "PixelCNN++" (2017), section 2.1 and 2.2.
 */
export function pixelMixtureLoss(components: number): Loss {
  const n = components;
  const [means, logScales, coefficients] = [n, 4 * n, 7 * n];
  const weightsOf = new Float64Array(n);
  // By channel and component: d log p by the mean, and by the logarithm of the scale.
  const byMean = new Float64Array(3 * n);
  const byScale = new Float64Array(3 * n);
  const tanh = new Float64Array(3 * n);
  return {
    outputs: 10 * n,
    heads: [
      { name: 'logits', outputs: [[0, n]] },
      { name: 'means', outputs: [[means, logScales]], scale: MEAN_SCALE },
      {
        name: 'logScales',
        outputs: [[logScales, coefficients]],
        shift: LOG_SCALE_SHIFT,
        least: LEAST_LOG_SCALE,
      },
      { name: 'coefficients', outputs: [[coefficients, 10 * n]], activation: 'tanh' },
    ],
    codec: { type: 'pixelMixture', size: 3, components, precision: 20 },
    evaluate({ outputs, stride, targets, weights, origins, d }) {
      let bits = 0;
      for (let r = 0, at = 0; r < weights.length; r++, at += stride) {
        const level = (c: number) => targets[3 * r + c] as number;
        const off = (c: number) =>
          level(c) / 127.5 - 1 - (origins ? (origins[3 * r + c] as number) : 0);
        const e = [off(0), off(1), off(2)] as const;
        let top = -Infinity;
        let topLogit = -Infinity;
        for (let k = 0; k < n; k++) {
          const out = (i: number) => outputs[at + i + k] as number;
          for (let c = 0; c < 3; c++) tanh[c * n + k] = Math.tanh(out(coefficients + c * n));
          let log = out(0);
          topLogit = Math.max(topLogit, log);
          for (let c = 0; c < 3; c++) {
            let mean = MEAN_SCALE * out(means + c * n);
            if (c === 1) mean += (tanh[k] as number) * e[0];
            if (c === 2)
              mean += (tanh[n + k] as number) * e[0] + (tanh[2 * n + k] as number) * e[1];
            const s = Math.exp(
              -Math.max(out(logScales + c * n) + LOG_SCALE_SHIFT, LEAST_LOG_SCALE),
            );
            const x = e[c as 0 | 1 | 2] - mean;
            const a = s * (x + HALF);
            const b = s * (x - HALF);
            const [sa, sb] = [sigmoid(a), sigmoid(b)];
            // log of σ(a) - σ(b) = σ(a) σ(-b) (1 - exp(b - a)), and its derivatives by a and b.
            let byA = 0;
            let byB = 0;
            if (level(c) < 255) {
              log += logSigmoid(a);
              byA += 1 - sa;
            }
            if (level(c) > 0) {
              log += logSigmoid(-b);
              byB -= sb;
            }
            if (level(c) > 0 && level(c) < 255) {
              log += Math.log(-Math.expm1(b - a));
              const q = 1 / Math.expm1(a - b);
              byA += q;
              byB -= q;
            }
            byMean[c * n + k] = -s * (byA + byB);
            byScale[c * n + k] = -(a * byA + b * byB);
          }
          weightsOf[k] = log;
          top = Math.max(top, log);
        }
        let sum = 0;
        let priors = 0;
        for (let k = 0; k < n; k++) {
          sum += Math.exp((weightsOf[k] as number) - top);
          priors += Math.exp((outputs[at + k] as number) - topLogit);
        }
        const weight = (weights[r] as number) / (3 * Math.LN2);
        bits -= weight * (top + Math.log(sum) - topLogit - Math.log(priors));
        for (let k = 0; k < n; k++) {
          const share = Math.exp((weightsOf[k] as number) - top) / sum;
          const w = -weight * share;
          d[at + k] = w + (weight * Math.exp((outputs[at + k] as number) - topLogit)) / priors;
          for (let c = 0; c < 3; c++) {
            const i = c * n + k;
            d[at + means + i] = MEAN_SCALE * w * (byMean[i] as number);
            const o = (outputs[at + logScales + i] as number) + LOG_SCALE_SHIFT;
            d[at + logScales + i] = o > LEAST_LOG_SCALE ? w * (byScale[i] as number) : 0;
            // The mean that a coefficient moves, and what it moves it by.
            const moved = (c === 0 ? 1 : 2) * n + k;
            const t = tanh[i] as number;
            const by = c === 2 ? e[1] : e[0];
            d[at + coefficients + i] = w * (byMean[moved] as number) * by * (1 - t * t);
          }
        }
      }
      return bits;
    },
  };
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}
