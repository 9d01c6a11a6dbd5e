import type { CurvePoint } from './curve.js';

/** The parameters that are the model until better ones come. */
export interface Best {
  /** Steps that they had learned for. */
  readonly step: number;
  readonly parameters: Float32Array;
}

/** Whether no point of a curve is better than its last: none validates lower, or nothing validates. */
export function lastIsBest(curve: readonly CurvePoint[]): boolean {
  const last = curve.at(-1)?.validation;
  return last === undefined || curve.every(({ validation = Infinity }) => last <= validation);
}
