// Student's t distribution: the regularised incomplete beta function by its continued fraction, and
// where that takes long, a series around the Gaussian.

import { logGamma } from './counts';
import { exp, log, normalCdf } from './gaussian';
import { clampLog } from './tables';

/** Degrees of freedom from which the series around the Gaussian is off by less than 1e-13. */
const MANY = 50.0;
/** Steps of the fraction; below MANY degrees of freedom 28 are enough for its last digit. */
const STEPS = 64;
const EPSILON = 1e-15;
/** Squares of numbers beyond are as good as one more than they are. */
const LARGE = 1e8;
/** 1 / √π. */
const INVERSE_ROOT_PI = 0.56418958354775628695;

/**
 * Distributions of mean + scale · T over k bins between lower and upper, T being Student's t with so
 * many degrees of freedom (f64 all, at least 1e-50). c(s) is as in logisticTables, so that c(s) - s
 * never falls.
 */
export function studentTTables(
  means: usize,
  logScales: usize,
  degreesOfFreedom: usize,
  out: usize,
  rows: usize,
  k: usize,
  lower: f64,
  upper: f64,
  precision: u64,
): void {
  const top = <f64>((<u64>1) << precision);
  const spare = top - <f64>k;
  for (let row: usize = 0; row < rows; row++) {
    const mean = load<f64>(means + (row << 3));
    const scale = exp(clampLog(load<f64>(logScales + (row << 3))));
    const df = load<f64>(degreesOfFreedom + (row << 3));
    const root = sqrt(df);
    // Γ(df/2 + 1/2) / (Γ(1/2) Γ(df/2 + 1)), of which the fraction needs the logarithm.
    const a = 0.5 * df;
    const factor = df < MANY ? logGamma(a + 0.5) - logGamma(a + 1.0) : 0.0;
    let above = 0.0;
    store<u32>(out, 0);
    for (let s: usize = 1; s < k; s++) {
      const x = lower + ((upper - lower) * <f64>s) / <f64>k;
      const t = (x - mean) / scale;
      const u = abs(t) / root;
      const beyond = df < MANY ? betaTail(u, a, factor) : gaussianTail(u, df);
      const c = ceil(top * (t < 0 ? beyond : 1.0 - beyond) - 0.5);
      above = max(above, min(c - <f64>s, spare));
      store<u32>(out + (s << 2), <u32>(above + <f64>s));
    }
    store<u32>(out + (k << 2), <u32>top);
    out += (k + 1) << 2;
  }
}

/** log(1 + u²). */
// @ts-ignore: decorator
@inline
function logOfSum(u: f64): f64 {
  return u > LARGE ? 2.0 * log(u) : NativeMath.log1p(u * u);
}

/**
 * P(T > u √df), u >= 0, a = df / 2: half of the regularised incomplete beta function I_x(a, 1/2) at
 * x = 1 / (1 + u²), or of 1 - I_{1-x}(1/2, a), whichever fraction is the faster one (Press et al.,
 * Numerical Recipes, third edition, section 6.4).
 */
function betaTail(u: f64, a: f64, factor: f64): f64 {
  if (u == 0) return 0.5;
  const logSum = logOfSum(u);
  const x = u > LARGE ? 0.0 : 1.0 / (1.0 + u * u);
  // x^a (1 - x)^(1/2) Γ(a + 1/2) / (Γ(1/2) Γ(a + 1)).
  const power = INVERSE_ROOT_PI * exp(log(u) - (a + 0.5) * logSum + factor);
  if (x * (a + 2.5) < a + 1.0) return 0.5 * power * fraction(a, 0.5, x);
  return 0.5 - a * power * fraction(0.5, a, u * u * x);
}

/** I_x(a, b) / (x^a (1 - x)^b Γ(a + b) / (Γ(a + 1) Γ(b))), x < (a + 1) / (a + b + 2), by Lentz's method. */
function fraction(a: f64, b: f64, x: f64): f64 {
  let c = 1.0;
  let d = 1.0 / (1.0 - ((a + b) * x) / (a + 1.0));
  let product = d;
  for (let step = 1; step <= STEPS; step++) {
    const m = <f64>step;
    const even = a + 2.0 * m;
    const first = (m * (b - m) * x) / ((even - 1.0) * even);
    d = 1.0 / (1.0 + first * d);
    c = 1.0 + first / c;
    product *= d * c;
    const second = (-(a + m) * (a + b + m) * x) / (even * (even + 1.0));
    d = 1.0 / (1.0 + second * d);
    c = 1.0 + second / c;
    product *= d * c;
    if (abs(d * c - 1.0) < EPSILON) break;
  }
  return product;
}

/**
 * The same for many degrees of freedom, by the Gaussian at a point nearby (Hill, "Algorithm 395:
 * Student's t-distribution", Communications of the ACM 13(10), 1970).
 */
function gaussianTail(u: f64, df: f64): f64 {
  const a = df - 0.5;
  const b = 48.0 * a * a;
  const y = a * logOfSum(u);
  // exp(-y / 2) is 0 by then, and powers of y are still numbers.
  if (y > 1500.0) return 0.0;
  const correction =
    ((((-0.4 * y - 3.3) * y - 24.0) * y - 85.5) / (0.8 * y * y + 100.0 + b) + y + 3.0) / b + 1.0;
  return normalCdf(-correction * sqrt(y));
}
