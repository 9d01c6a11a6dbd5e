import type { LearningExports } from './learningExports.js';

/** Signatures of kernels.wasm: offsets and counts are numbers, precisions and heads 64-bit integers. */
export interface KernelExports extends LearningExports {
  readonly memory: WebAssembly.Memory;
  base(): number;
  push(
    heads: number,
    lanes: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    precision: bigint,
  ): number;
  pushEach(
    heads: number,
    lanes: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    precisions: number,
  ): number;
  peek(heads: number, n: number, precision: bigint, out: number): void;
  peekEach(heads: number, n: number, precisions: number, out: number): void;
  advance(
    heads: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    precision: bigint,
  ): number;
  advanceEach(
    heads: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    precisions: number,
  ): number;
  uniformPop(
    heads: number,
    lanes: number,
    tail: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
  pushTotals(
    heads: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    totals: number,
  ): number;
  peekTotals(heads: number, tail: number, n: number, totals: number, out: number): number;
  advanceTotals(
    heads: number,
    tail: number,
    starts: number,
    freqs: number,
    n: number,
    totals: number,
  ): number;
  dense(
    x: number,
    w: number,
    bias: number,
    out: number,
    rows: number,
    stride: number,
    inputs: number,
    panels: number,
    scratch: number,
  ): void;
  erf(x: number): number;
  erfc(x: number): number;
  normalCdf(x: number): number;
  normalPpf(p: number): number;
  normalCdfTabled(x: number): number;
  exp(x: number): number;
  log(x: number): number;
  expInPlace(x: number, n: number): void;
  logInPlace(x: number, n: number): void;
  sigmoidInPlace(x: number, n: number): void;
  tanhInPlace(x: number, n: number): void;
  softplusInPlace(x: number, n: number): void;
  reluInPlace(x: number, n: number): void;
  raiseInPlace(x: number, least: number, n: number): void;
  reluGradients(x: number, d: number, out: number, n: number): void;
  addInPlace(x: number, y: number, n: number): void;
  distinctRows(
    x: number,
    rows: number,
    n: number,
    index: number,
    table: number,
    bits: number,
  ): number;
  spreadRows(
    x: number,
    stride: number,
    index: number,
    rows: number,
    width: number,
    out: number,
  ): void;
  gather(sites: number, n: number, runs: number, count: number, out: number, stride: number): void;
  putTallies(
    seen: number,
    rows: number,
    stride: number,
    blank: number,
    width: number,
    at: number,
    numbers: number,
    levels: number,
    sites: number,
  ): void;
  raiseSeen(
    logits: number,
    gates: number,
    seen: number,
    rows: number,
    k: number,
    stride: number,
    tally: number,
    first: number,
    least: number,
    bounds: number,
    copies: number,
    count: number,
    centre: number,
    scale: number,
  ): void;
  transpose(x: number, rows: number, columns: number, out: number): void;
  panelsOf(x: number, rows: number, panels: number, out: number): void;
  bernoulliFromLogits(logits: number, out: number, n: number, precision: number): number;
  bernoulliFromProbabilities(p: number, out: number, n: number, precision: number): number;
  bernoulliPush(
    heads: number,
    lanes: number,
    tail: number,
    zeros: number,
    symbols: number,
    n: number,
    precision: bigint,
  ): number;
  bernoulliPop(
    heads: number,
    lanes: number,
    tail: number,
    zeros: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
  weightsTotal(weights: number, n: number): number;
  badWeight(weights: number, n: number): number;
  cumulateWeights(weights: number, out: number, n: number, precision: number): void;
  conditionWeights(weights: number, factors: number, n: number): number;
  transitWeights(weights: number, rows: number, out: number, n: number): void;
  gaussianEdges(out: number, bits: number): void;
  gaussianCentres(out: number, bits: number): void;
  gaussianIntervals(
    edges: number,
    means: number,
    stds: number,
    symbols: number,
    starts: number,
    freqs: number,
    n: number,
    precision: bigint,
  ): void;
  gaussianPush(
    heads: number,
    lanes: number,
    tail: number,
    edges: number,
    bins: number,
    means: number,
    stds: number,
    symbols: number,
    n: number,
    precision: bigint,
  ): number;
  gaussianPop(
    heads: number,
    lanes: number,
    tail: number,
    edges: number,
    bits: number,
    standard: boolean,
    means: number,
    stds: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
  weightTables(weights: number, out: number, rows: number, k: number, precision: bigint): void;
  probabilityTables(p: number, out: number, rows: number, k: number, precision: bigint): number;
  cumulativeTables(cdf: number, out: number, rows: number, k: number, precision: bigint): void;
  logisticTables(
    means: number,
    logScales: number,
    out: number,
    rows: number,
    k: number,
    lower: number,
    upper: number,
    precision: bigint,
  ): void;
  studentTTables(
    means: number,
    logScales: number,
    degreesOfFreedom: number,
    out: number,
    rows: number,
    k: number,
    lower: number,
    upper: number,
    precision: bigint,
  ): void;
  logisticMixtureTables(
    means: number,
    logScales: number,
    logits: number,
    out: number,
    rows: number,
    components: number,
    k: number,
    lower: number,
    upper: number,
    precision: bigint,
    scratch: number,
  ): number;
  gaussianTables(
    means: number,
    stds: number,
    edges: number,
    out: number,
    rows: number,
    k: number,
    precision: bigint,
    scratch: number,
  ): number;
  tablePop(
    heads: number,
    lanes: number,
    tail: number,
    tables: number,
    stride: number,
    k: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
  rowPush(
    heads: number,
    lanes: number,
    tail: number,
    row: number,
    k: number,
    symbols: number,
    n: number,
    precision: bigint,
  ): number;
  rowPop(
    heads: number,
    lanes: number,
    tail: number,
    row: number,
    k: number,
    cells: number,
    bits: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
  poissonTables(
    rates: number,
    out: number,
    rows: number,
    k: number,
    precision: bigint,
    scratch: number,
  ): void;
  negativeBinomialTables(
    shapes: number,
    probabilities: number,
    out: number,
    rows: number,
    k: number,
    precision: bigint,
    scratch: number,
  ): void;
  betaBinomialTables(
    alphas: number,
    betas: number,
    out: number,
    rows: number,
    k: number,
    precision: bigint,
    scratch: number,
  ): void;
  softmaxBadRow(logits: number, rows: number, k: number): number;
  softmaxIntervals(
    logits: number,
    symbols: number,
    starts: number,
    freqs: number,
    n: number,
    k: number,
    precision: bigint,
    exps: number,
    sums: number,
  ): void;
  softmaxPop(
    heads: number,
    lanes: number,
    tail: number,
    logits: number,
    out: number,
    n: number,
    k: number,
    precision: bigint,
    exps: number,
    sums: number,
  ): number;
  pixelIntervals(
    logits: number,
    means: number,
    logScales: number,
    coefficients: number,
    symbols: number,
    starts: number,
    freqs: number,
    pixels: number,
    n: number,
    precision: bigint,
    mixture: number,
  ): void;
  pixelPop(
    heads: number,
    lanes: number,
    tail: number,
    logits: number,
    means: number,
    logScales: number,
    coefficients: number,
    out: number,
    pixels: number,
    n: number,
    precision: bigint,
    mixture: number,
  ): number;
  logGamma(x: number): number;
  expPairsInPlace(x: number, n: number): void;
  byteSlots(row: number, out: number): void;
  byteOutside(row: number, symbols: number, n: number): number;
  bytePush(
    heads: number,
    lanes: number,
    tail: number,
    row: number,
    symbols: number,
    n: number,
    precision: bigint,
  ): number;
  bytePop(
    heads: number,
    lanes: number,
    tail: number,
    slots: number,
    out: number,
    n: number,
    precision: bigint,
  ): number;
}
