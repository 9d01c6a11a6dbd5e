/** What a model said of what was to come, and what came. */
export type Chances =
  /** The probability that each of two-way decisions gave to what was decided. */
  | { readonly kind: 'decisions'; readonly values: Float32Array }
  /**
   * Where in the distribution of each symbol it was, at random within its own share: from 0, all below it,
   * to 1. Evenly spread if the distributions are right.
   */
  | { readonly kind: 'quantiles'; readonly values: Float32Array };

/** Bins of quantiles. */
const QUANTILES = 20;
/** The rarest decisions that are told apart: one in 2^this. */
const RAREST = 20;

/** Coded against actual frequencies of some of what was coded. */
export interface ReliabilityPoint {
  /** How often the model said that it would be. */
  readonly coded: number;
  /** How often it was. */
  readonly actual: number;
  /** Of how many decisions or symbols. */
  readonly count: number;
}

/** How well frequencies that were coded are those that were. */
export interface Reliability {
  /**
   * 'decisions': the less likely outcome of two-way decisions, by how likely it was said to be. 'quantiles': symbols
   * below a quantile of their distribution.
   */
  readonly kind: Chances['kind'];
  readonly points: readonly ReliabilityPoint[];
  /** Bits that the difference costs, as far as these points tell: their Kullback-Leibler divergence. */
  readonly lostBits: number;
}

/** Adds up what is told of decisions or quantiles, a chunk at a time. */
export class ReliabilityCounts {
  private readonly expected = new Float64Array(RAREST);
  private readonly happened = new Float64Array(RAREST);
  private readonly counts = new Float64Array(RAREST);
  private readonly spread = new Float64Array(QUANTILES);

  add({ kind, values }: Chances): void {
    for (const value of values) {
      if (kind === 'quantiles') count(this.spread, Math.floor(value * QUANTILES), 1);
      else this.decide(value);
    }
  }

  private decide(chance: number): void {
    const rare = Math.min(chance, 1 - chance);
    const bin = Math.min(RAREST - 1, Math.floor(-Math.log2(Math.max(rare, 2 ** -RAREST)) - 1));
    count(this.counts, bin, 1);
    count(this.expected, bin, rare);
    // Of even odds, either outcome is the less likely one.
    count(this.happened, bin, chance === 0.5 ? 0.5 : chance < 0.5 ? 1 : 0);
  }

  /** One for each kind that has been added. */
  results(): Reliability[] {
    return [
      ...(this.counts.some((n) => n > 0) ? [this.decisions()] : []),
      ...(this.spread.some((n) => n > 0) ? [this.quantiles()] : []),
    ];
  }

  private decisions(): Reliability {
    const points: ReliabilityPoint[] = [];
    let lostBits = 0;
    this.counts.forEach((n, bin) => {
      if (n === 0) return;
      const [coded, actual] = [at(this.expected, bin) / n, at(this.happened, bin) / n];
      points.push({ coded, actual, count: n });
      lostBits += n * (divergence(actual, coded) + divergence(1 - actual, 1 - coded));
    });
    return { kind: 'decisions', points, lostBits };
  }

  private quantiles(): Reliability {
    const total = this.spread.reduce((a, b) => a + b, 0);
    let [below, lostBits] = [0, 0];
    const points = [...this.spread].map((n, bin) => {
      below += n;
      lostBits += total * divergence(n / total, 1 / QUANTILES);
      return { coded: (bin + 1) / QUANTILES, actual: below / total, count: total };
    });
    return { kind: 'quantiles', points: points.slice(0, -1), lostBits };
  }
}

/** A term of the Kullback-Leibler divergence in bits. */
function divergence(actual: number, coded: number): number {
  return actual === 0 ? 0 : actual * Math.log2(actual / coded);
}

function at(values: Float64Array, i: number): number {
  return values[i] as number;
}

function count(values: Float64Array, i: number, by: number): void {
  values[i] = at(values, i) + by;
}
