/** What a level costs under a logistic distribution, and how that changes. */
export interface LevelCost {
  /** The logarithm of its probability. */
  log: number;
  /** Its derivative by the mean. */
  byMean: number;
  /** And by the logarithm of the scale. */
  byLogScale: number;
}

/**
 * A level between two edges, or beyond one of them where it is the first or the last.
 *
 * @param low the lower edge less the mean; -Infinity of the first level.
 * @param high the upper edge less the mean; Infinity of the last.
 * @param cost receives the result.
 */
export function costOfLevel(low: number, high: number, logScale: number, cost: LevelCost): void {
  const s = Math.exp(-logScale);
  const a = s * high;
  const b = s * low;
  // The logarithm of σ(a) - σ(b) = σ(a) σ(-b) (1 - exp(b - a)), and its derivatives by a and b.
  let log = 0;
  let byA = 0;
  let byB = 0;
  const open = high === Infinity;
  const first = low === -Infinity;
  if (!open) {
    log += logSigmoid(a);
    byA += 1 - sigmoid(a);
  }
  if (!first) {
    log += logSigmoid(-b);
    byB -= sigmoid(b);
  }
  if (!open && !first) {
    log += Math.log(-Math.expm1(b - a));
    const q = 1 / Math.expm1(a - b);
    byA += q;
    byB -= q;
  }
  cost.log = log;
  cost.byMean = -s * (byA + byB);
  cost.byLogScale = -((open ? 0 : a * byA) + (first ? 0 : b * byB));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

function logSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}
