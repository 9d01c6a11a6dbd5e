/**
 * The kernels of models that learn while they code: mixing for bytes, prediction for arrays, experts for
 * images. See assembly/contextMixing, adaptivePrediction and experts.
 */
export interface LearningExports {
  mixingSize(n: number): number;
  mixingStart(base: number, n: number): void;
  mixingForward(base: number, bytes: number, n: number, out: number): void;
  mixingPush(
    heads: number,
    lanes: number,
    tail: number,
    bytes: number,
    probabilities: number,
    n: number,
    lane: number,
  ): number;
  mixingPop(
    heads: number,
    lanes: number,
    tail: number,
    base: number,
    n: number,
    lane: number,
  ): number;
  mixingBytes(base: number): number;
  predictionLay(
    at: number,
    bits: number,
    channels: number,
    neighbours: number,
    series: boolean,
    row: number,
    frame: number,
    rows: number,
  ): number;
  predictionStart(at: number): void;
  predictionNeighbours(at: number): number;
  predictionNote(at: number, symbols: number, n: number, notes: number): number;
  predictionPush(
    heads: number,
    lanes: number,
    lane: number,
    tail: number,
    notes: number,
    n: number,
  ): number;
  predictionPop(
    heads: number,
    lanes: number,
    tail: number,
    at: number,
    out: number,
    n: number,
  ): number;
  decisionsPush(heads: number, lanes: number, tail: number, notes: number, n: number): number;
  gradientLay(at: number, width: number, height: number, channels: number, depth: number): number;
  gradientStart(at: number): void;
  gradientNote(at: number, symbols: number, items: number, out: number): void;
  gradientPop(
    heads: number,
    lanes: number,
    tail: number,
    at: number,
    symbols: number,
    items: number,
  ): number;
  expertsLay(
    at: number,
    width: number,
    height: number,
    channels: number,
    depth: number,
    effort: number,
  ): number;
  expertsStart(at: number): void;
  expertsNote(at: number, symbols: number, items: number, out: number): void;
  expertsPop(
    heads: number,
    lanes: number,
    tail: number,
    at: number,
    symbols: number,
    items: number,
  ): number;
}
