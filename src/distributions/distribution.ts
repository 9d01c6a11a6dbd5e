import type { Intervals } from '../ans/coder.js';

/**
 * A vector of independent distributions over integers, quantised: symbol s of element i has the
 * interval [c_i(s), c_i(s + 1)) of [0, 2^precision). Never sees a message.
 *
 * Invariant: for every element, each position is in the interval of exactly one symbol, and that is
 * the one that `locate` gives.
 */
export interface Distribution {
  /** Number of elements. */
  readonly size: number;
  /** Bits, 0 … 31. */
  readonly precision: number;
  /**
   * The intervals of symbols of the elements from, from + 1, ….
   * @throws RangeError for a symbol outside the support.
   */
  intervals(symbols: Uint32Array, from: number): Intervals;
  /** The symbols of the elements from, from + 1, … at these positions, each below 2^precision. */
  locate(positions: Uint32Array, from: number): Uint32Array;
}
