// Vectors of weights (f64, not negative): distributions over few symbols, such as the states of a
// chain. All sums are from the first element to the last.

/** The sum of n weights. */
export function weightsTotal(weights: usize, n: usize): f64 {
  let total: f64 = 0;
  for (let i: usize = 0; i < n; i++) total += load<f64>(weights + (i << 3));
  return total;
}

/** @returns the index of the first weight that is not finite or is negative, or n. */
export function badWeight(weights: usize, n: usize): usize {
  for (let i: usize = 0; i < n; i++) {
    const w = load<f64>(weights + (i << 3));
    if (!(w >= 0 && w < Infinity)) return i;
  }
  return n;
}

/**
 * c(0) = 0 … c(n) = 2^precision of n <= 2^precision symbols in proportion to their weights, of which
 * one at least is positive: c(i) = i + floor((2^precision - n) · share of the symbols before i). So
 * every symbol has a frequency of at least 1, whatever its weight.
 */
export function cumulateWeights(weights: usize, out: usize, n: usize, precision: i32): void {
  const total = weightsTotal(weights, n);
  const room = <f64>(((<u64>1) << precision) - n);
  let before: f64 = 0;
  for (let i: usize = 0; i < n; i++) {
    // The quotient may round to 1, and never above, since before <= total: rounding is monotone.
    store<u32>(out + (i << 2), <u32>i + <u32>floor((before / total) * room));
    before += load<f64>(weights + (i << 3));
  }
  store<u32>(out + (n << 2), <u32>((<u64>1) << precision));
}

/**
 * Bayes' rule: multiplies each of n weights by its factor, then divides all by their sum.
 * @returns the sum; where it is 0, nothing has been divided.
 */
export function conditionWeights(weights: usize, factors: usize, n: usize): f64 {
  for (let i: usize = 0; i < n; i++) {
    const at = weights + (i << 3);
    store<f64>(at, load<f64>(at) * load<f64>(factors + (i << 3)));
  }
  const total = weightsTotal(weights, n);
  if (total > 0) {
    for (let i: usize = 0; i < n; i++) {
      const at = weights + (i << 3);
      store<f64>(at, load<f64>(at) / total);
    }
  }
  return total;
}

/** out[j] = Σ_i weights[i] · rows[i][j]: one step of a chain of n states. */
export function transitWeights(weights: usize, rows: usize, out: usize, n: usize): void {
  for (let j: usize = 0; j < n; j++) {
    let sum: f64 = 0;
    for (let i: usize = 0; i < n; i++) {
      sum += load<f64>(weights + (i << 3)) * load<f64>(rows + ((i * n + j) << 3));
    }
    store<f64>(out + (j << 3), sum);
  }
}
