import { checkPrecision } from '../ans/coder.js';
import { ArgumentError, CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';

/** How far from 1 probabilities may add up: what rounding leaves of many singles. */
const TOLERANCE = 1e-5;

/**
 * The quantised cumulative distribution c(0) = 0 < … < c(n) = 2^precision of n symbols with these
 * probabilities. Every symbol gets a frequency of at least 1, so none is outside the support; at
 * most n / 2^precision of the mass moves.
 *
 * @param precision bits, 0 … 31.
 * @param what the probabilities are called in errors.
 * @throws CrayError PARAMETERS_INVALID naming the first that is negative, infinite or NaN, or when
 * they do not add up to 1.
 * @throws RangeError unless 1 <= n <= 2^precision.
 */
export function cumulativeOf(
  probabilities: Float64Array,
  precision: number,
  what = 'probabilities',
): Uint32Array {
  checkPrecision(precision, 1);
  const n = probabilities.length;
  if (n < 1 || n > powerOfTwo(precision)) {
    throw new ArgumentError(`${what}: expected 1 to 2^${precision} symbols, got ${n}`);
  }
  const [weights, out] = kernels.layout(8 * n, 4 * (n + 1));
  kernels.f64(weights, n).set(probabilities);
  const bad = kernels.call.badWeight(weights, n);
  if (bad < n) {
    throw new CrayError(
      'PARAMETERS_INVALID',
      `${what}: lane ${bad}: expected a probability, got ${probabilities[bad]}`,
    );
  }
  const total = kernels.call.weightsTotal(weights, n);
  if (!(total > 1 - TOLERANCE && total < 1 + TOLERANCE)) {
    throw new CrayError('PARAMETERS_INVALID', `${what}: expected a sum of 1, got ${total}`);
  }
  kernels.call.cumulateWeights(weights, out, n, precision);
  return kernels.u32(out, n + 1).slice();
}

/** The probabilities that a quantised distribution gives, exactly. */
export function probabilitiesOf(cumulative: Uint32Array): Float64Array {
  const n = cumulative.length - 1;
  const total = cumulative[n] as number;
  return Float64Array.from({ length: n }, (_, i) => {
    return ((cumulative[i + 1] as number) - (cumulative[i] as number)) / total;
  });
}

/** Bayes' rule: weights times factors, over their sum; in the order of the elements. */
export function condition(weights: Float64Array, factors: Float64Array): Float64Array {
  const n = weights.length;
  const [w, f] = kernels.layout(8 * n, 8 * n);
  kernels.f64(w, n).set(weights);
  kernels.f64(f, n).set(factors);
  kernels.call.conditionWeights(w, f, n);
  return kernels.f64(w, n).slice();
}

/** The distribution after one step of a chain of n states; rows is n x n, from a state to the next. */
export function transit(weights: Float64Array, rows: Float64Array): Float64Array {
  const n = weights.length;
  const [w, r, out] = kernels.layout(8 * n, 8 * n * n, 8 * n);
  kernels.f64(w, n).set(weights);
  kernels.f64(r, n * n).set(rows);
  kernels.call.transitWeights(w, r, out, n);
  return kernels.f64(out, n).slice();
}
