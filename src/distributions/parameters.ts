import { ArgumentError, CrayError } from '../errors.js';

/** Parameters as networks (single precision) or callers (double) give them. */
export type Parameters = Float64Array | Float32Array;

/**
 * The same in double precision.
 *
 * @param lane how many of them belong to one lane.
 * @throws RangeError unless there are `length`.
 * @throws CrayError PARAMETERS_INVALID naming the first lane whose parameter is not in [least, most].
 */
export function checkParameters(
  name: string,
  values: Parameters,
  length: number,
  { lane = 1, least = -MAX, most = MAX }: { lane?: number; least?: number; most?: number } = {},
): Float64Array {
  if (values.length !== length) {
    throw new ArgumentError(`expected ${length} of ${name}, got ${values.length}`);
  }
  for (let i = 0; i < length; i++) {
    const value = values[i] as number;
    if (!(value >= least && value <= most)) {
      const range = least === -MAX && most === MAX ? 'a finite number' : `[${least}, ${most}]`;
      throw new CrayError(
        'PARAMETERS_INVALID',
        `lane ${Math.floor(i / lane)}: expected ${name} in ${range}, got ${value}`.replace(
          'in a',
          'to be a',
        ),
      );
    }
  }
  return values instanceof Float64Array ? values : Float64Array.from(values);
}

/** @throws RangeError unless lower < upper, both finite, and bits is in 1 … 16. */
export function checkBins(lower: number, upper: number, bits: number): void {
  if (!Number.isInteger(bits) || bits < 1 || bits > 16) {
    throw new ArgumentError(`expected 1 to 16 bits of bins, got ${bits}`);
  }
  checkRange(lower, upper);
}

/** @throws RangeError unless lower < upper and the distance is finite. */
export function checkRange(lower: number, upper: number): void {
  if (!(upper > lower && upper - lower < Infinity)) {
    throw new ArgumentError(`expected a finite range that rises, got ${lower} to ${upper}`);
  }
}

/** Magnitudes beyond are as good as infinite, and products of two would be. */
export const MAX = 1e100;
