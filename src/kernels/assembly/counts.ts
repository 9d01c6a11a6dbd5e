// Distributions of counts as tables: c(s) = s + floor(F(s) (2^precision - k)), so that each of the
// k symbols has a frequency of at least 1 however small its mass, and the last has what is left.

import { exp, log } from './gaussian';

/** Row of masses (f64) to a row of the table. A running sum never falls, so neither does F. */
function fromMasses(p: usize, out: usize, k: usize, precision: u64): void {
  const total = (<u64>1) << precision;
  const spare = <f64>(total - <u64>k);
  let sum = 0.0;
  for (let s: usize = 0; s < k; s++) {
    store<u32>(out + (s << 2), <u32>(floor(min(sum, 1.0) * spare) + <f64>s));
    sum += load<f64>(p + (s << 3));
  }
  store<u32>(out + (k << 2), <u32>total);
}

/**
 * log Γ(x) for x > 0: Stirling's series with seven terms from 8 on, and Γ(x) = Γ(x + 1) / x below.
 * The absolute error is some 1e-15 times the largest of 1, |log Γ(x)| and, above 8, x.
 */
export function logGamma(x: f64): f64 {
  let product = 1.0;
  while (x < 8.0) {
    product *= x;
    x += 1.0;
  }
  const r = 1.0 / x;
  const s = r * r;
  const series =
    r *
    (8.33333333333333333e-2 +
      s *
        (-2.77777777777777778e-3 +
          s *
            (7.93650793650793651e-4 +
              s *
                (-5.95238095238095238e-4 +
                  s *
                    (8.41750841750841751e-4 +
                      s * (-1.91752691752691753e-3 + s * 6.41025641025641026e-3))))));
  return (x - 0.5) * log(x) - x + 0.91893853320467274178 + series - log(product);
}

/**
 * Fills p(0) … p(k - 1) from p at one symbol by the ratio of neighbours,
 * p(s + 1) / p(s) = factor (s + shape) / (s + 1), with shape absent for Poisson.
 */
// @ts-ignore: decorator
@inline
function spread(
  p: usize,
  k: usize,
  anchor: usize,
  mass: f64,
  factor: f64,
  shape: f64,
  poisson: bool,
): void {
  store<f64>(p + (anchor << 3), mass);
  let w = mass;
  for (let s = anchor; s > 0; s--) {
    const above = poisson ? factor : factor * (<f64>(s - 1) + shape);
    w = (w * <f64>s) / above;
    store<f64>(p + ((s - 1) << 3), w);
  }
  w = mass;
  for (let s = anchor + 1; s < k; s++) {
    const above = poisson ? factor : factor * (<f64>(s - 1) + shape);
    w = (w * above) / <f64>s;
    store<f64>(p + (s << 3), w);
  }
}

/** Poisson distributions of the given rates (f64, > 0) over 0 … k - 1. Scratch: k numbers (f64). */
export function poissonTables(
  rates: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
  scratch: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const rate = load<f64>(rates + (row << 3));
    // From the mode, where nothing underflows that counts.
    const anchor = min(floor(rate), <f64>(k - 1));
    const mass = exp(anchor * log(rate) - rate - logGamma(anchor + 1.0));
    spread(scratch, k, <usize>anchor, mass, rate, 0, true);
    fromMasses(scratch, out, k, precision);
    out += (k + 1) << 2;
  }
}

/**
 * Negative binomial distributions, the number of failures before the r-th success of probability p
 * (f64 both), over 0 … k - 1. Scratch: k numbers (f64).
 */
export function negativeBinomialTables(
  shapes: usize,
  probabilities: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
  scratch: usize,
): void {
  for (let row: usize = 0; row < rows; row++) {
    const r = load<f64>(shapes + (row << 3));
    const p = load<f64>(probabilities + (row << 3));
    const q = 1.0 - p;
    const anchor = min(max(floor(((r - 1.0) * q) / p), 0.0), <f64>(k - 1));
    const mass = exp(
      logGamma(anchor + r) -
        logGamma(anchor + 1.0) -
        logGamma(r) +
        r * log(p) +
        anchor * NativeMath.log1p(-p),
    );
    spread(scratch, k, <usize>anchor, mass, q, r, false);
    fromMasses(scratch, out, k, precision);
    out += (k + 1) << 2;
  }
}

/**
 * Beta-binomial distributions of k - 1 trials with parameters alpha and beta (f64, 1e-50 … 1e50).
 * Scratch: k numbers (f64).
 */
export function betaBinomialTables(
  alphas: usize,
  betas: usize,
  out: usize,
  rows: usize,
  k: usize,
  precision: u64,
  scratch: usize,
): void {
  const trials = <f64>(k - 1);
  for (let row: usize = 0; row < rows; row++) {
    const a = load<f64>(alphas + (row << 3));
    const b = load<f64>(betas + (row << 3));
    // Weights by the ratio of neighbours, which is below 1e120: 1e150 times that is still a number.
    let w = 1.0;
    let sum = 1.0;
    store<f64>(scratch, w);
    for (let s: usize = 1; s < k; s++) {
      const before = <f64>(s - 1);
      w *= ((trials - before) / <f64>s) * ((before + a) / (trials - <f64>s + b));
      if (w > 1e150) {
        for (let t: usize = 0; t < s; t++) {
          store<f64>(scratch + (t << 3), load<f64>(scratch + (t << 3)) * 1e-150);
        }
        w *= 1e-150;
        sum *= 1e-150;
      }
      store<f64>(scratch + (s << 3), w);
      sum += w;
    }
    for (let s: usize = 0; s < k; s++) {
      store<f64>(scratch + (s << 3), load<f64>(scratch + (s << 3)) / sum);
    }
    fromMasses(scratch, out, k, precision);
    out += (k + 1) << 2;
  }
}
