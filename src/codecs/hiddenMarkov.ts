import { tableDistribution } from '../distributions/table.js';
import { condition, cumulativeOf, probabilitiesOf, transit } from '../distributions/weights.js';
import { ArgumentError, OutsideSupportError } from '../errors.js';
import { counted } from '../words.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';
import { mapped } from './mapped.js';
import { nonUniform } from './nonUniform.js';
import { stateSpace } from './stateSpace.js';

/** A hidden Markov model of n states and m symbols. */
export interface HiddenMarkovModel {
  /** p(z_1): n probabilities. */
  readonly initial: Float64Array;
  /** p(z_{t+1} | z_t): n x n, a row a state z_t. */
  readonly transition: Float64Array;
  /** p(x_t | z_t): n x m, a row a state. */
  readonly emission: Float64Array;
  /** Symbols of a series. */
  readonly length: number;
  /** Bits of the coder's intervals, up to 31; states and symbols are at most 2^precision. */
  readonly precision: number;
}

/**
 * A series of symbols 0 … m - 1 under a hidden Markov model, by bits-back coding on the first lane.
 * The states are sampled by forward filtering, backward sampling, from their exact posterior; so a
 * series costs its evidence, -log2 p(x), but for rounding: not more than about n / 2^precision a
 * step, relatively. Takes time in length · n².
 *
 * Probabilities are those of the quantised tables, in which every state and symbol has at least
 * 2^-precision. So no symbol is impossible, and the posterior is that of what is coded.
 *
 * Source: Townsend and Murray, "Lossless compression with state space models using bits back
 * coding" (2021), on hidden Markov models.
 *
 * @throws CrayError PARAMETERS_INVALID naming the row and lane of what is no probability, or the
 * row that does not add up to 1.
 * @throws RangeError for shapes that do not meet, and on push of symbols outside the support.
 */
export function hiddenMarkov(model: HiddenMarkovModel): Codec<Uint32Array> {
  const { initial, transition, emission, length, precision } = model;
  const n = initial.length;
  const m = emission.length / n;
  if (transition.length !== n * n) {
    throw new ArgumentError(
      `expected a transition of ${n} x ${n}, got ${counted(transition.length, 'number')}`,
    );
  }
  if (!Number.isInteger(m)) {
    throw new ArgumentError(
      `expected an emission of ${counted(n, 'row')}, got ${counted(emission.length, 'number')}`,
    );
  }
  const prior = cumulativeOf(initial, precision, 'initial');
  const nexts = rowsOf(transition, n, n, precision, 'transition');
  const outputs = rowsOf(emission, n, m, precision, 'emission');

  const start = probabilitiesOf(prior);
  const rows = nexts.map(probabilitiesOf);
  const matrix = Float64Array.from({ length: n * n }, (_, k) => at(rows, Math.floor(k / n), k % n));
  const into = Array.from({ length: n }, (_, j) => column(rows, j));
  const emitted = outputs.map(probabilitiesOf);
  const giving = Array.from({ length: m }, (_, x) => column(emitted, x));

  const states = nexts.map(single);
  const symbols = outputs.map(single);
  const series = stateSpace<number, number, Float64Array>({
    length,
    prior: single(prior),
    transition: (z) => states[z] as Codec<number>,
    likelihood: (z) => symbols[z] as Codec<number>,
    filter: (before, x) =>
      condition(before ? transit(before, matrix) : start, giving[x] as Float64Array),
    posterior: (belief, next) => {
      const weights = next === undefined ? belief : condition(belief, into[next] as Float64Array);
      return single(cumulativeOf(weights, precision));
    },
  });
  return mapped(
    series,
    (values) => Uint32Array.from(values),
    (values) => {
      checkSize(values, length);
      checkSymbols(values, m);
      return [...values];
    },
  );
}

/** One symbol on the first lane. */
function single(cumulative: Uint32Array): Codec<number> {
  const [n, total] = [cumulative.length - 1, cumulative[cumulative.length - 1] as number];
  const codec = nonUniform(tableDistribution(cumulative, 1, 31 - Math.clz32(total)));
  return mapped(
    codec,
    ([symbol]) => symbol as number,
    (symbol) => {
      if (!(symbol < n))
        throw new OutsideSupportError(`expected a value in [0, ${n}), got ${symbol}`);
      return Uint32Array.of(symbol);
    },
  );
}

function rowsOf(
  table: Float64Array,
  rows: number,
  columns: number,
  precision: number,
  what: string,
): Uint32Array[] {
  return Array.from({ length: rows }, (_, i) => {
    const row = table.subarray(i * columns, (i + 1) * columns);
    return cumulativeOf(row, precision, `${what}: row ${i}`);
  });
}

function at(rows: readonly Float64Array[], i: number, j: number): number {
  return (rows[i] as Float64Array)[j] as number;
}

function column(rows: readonly Float64Array[], j: number): Float64Array {
  return Float64Array.from(rows, (row) => row[j] as number);
}
