import type { RowLoss } from './loss.js';

/** Counts of `max` trials, as {@link betaBinomial} takes them. */
export function betaBinomialLoss(max: number): RowLoss {
  const choose = Float64Array.from(
    { length: max + 1 },
    (_, k) => logGamma(max + 1) - logGamma(k + 1) - logGamma(max - k + 1),
  );
  return {
    symbols: 1,
    parameters: [
      { name: 'alphas', width: 1 },
      { name: 'betas', width: 1 },
    ],
    row(values, ats, levels, from, ds, weight) {
      const [a, b] = ats as [number, number];
      const alpha = (values[0] as Float32Array)[a] as number;
      const beta = (values[1] as Float32Array)[b] as number;
      const k = levels[from] as number;
      const all = alpha + beta;
      const log =
        (choose[k] as number) +
        (logGamma(k + alpha) - logGamma(alpha)) +
        (logGamma(max - k + beta) - logGamma(beta)) -
        (logGamma(max + all) - logGamma(all));
      const common = digamma(max + all) - digamma(all);
      (ds[0] as Float32Array)[a] = -weight * (digamma(k + alpha) - digamma(alpha) - common);
      (ds[1] as Float32Array)[b] = -weight * (digamma(max - k + beta) - digamma(beta) - common);
      return -log;
    },
  };
}

/** From here on the series have ten digits and more. */
const FAR = 8;

/** log Γ(x), x > 0: Stirling's series, from where it holds. */
export function logGamma(x: number): number {
  let product = 1;
  let y = x;
  for (; y < FAR; y++) product *= y;
  const r = 1 / (y * y);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}

/** The derivative of log Γ(x), x > 0. */
export function digamma(x: number): number {
  let sum = 0;
  let y = x;
  for (; y < FAR; y++) sum += 1 / y;
  const r = 1 / (y * y);
  return Math.log(y) - 0.5 / y - r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r / 240))) - sum;
}
