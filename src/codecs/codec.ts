import type { Message } from '../ans/message.js';
import { ArgumentError, OutsideSupportError } from '../errors.js';
import { counted } from '../words.js';

/**
 * Codes values of type T onto a message, last in, first out.
 *
 * Laws, for every message m and every value x in the codec's support:
 *   1. push(m, x) then pop(m) returns x and restores m exactly.
 *   2. x = pop(m) then push(m, x) restores m exactly, unless pop exhausted m (bits-back rests on
 *      this one).
 *
 * Vectors are Uint32Array unless said otherwise; one longer than the head is laid over the lanes in
 * order, symbol i on lane i mod lanes.
 */
export interface Codec<T> {
  /**
   * Adds about -log2 p(value) bits.
   *
   * @throws OutsideSupportError outside the support, ArgumentError of the wrong shape; both are RangeErrors.
   */
  push(message: Message, value: T): void;
  /** Removes as much. @throws CrayError MESSAGE_EXHAUSTED when the tail runs dry. */
  pop(message: Message): T;
}

/** @throws RangeError unless there are `size` symbols. */
export function checkSize(symbols: { readonly length: number }, size: number): void {
  if (symbols.length !== size) {
    throw new ArgumentError(`expected ${counted(size, 'symbol')}, got ${symbols.length}`);
  }
}

/** @throws RangeError unless every symbol is below `limit`; names the first that is not. */
export function checkSymbols(symbols: Uint32Array, limit: number): void {
  for (let i = 0; i < symbols.length; i++) {
    if ((symbols[i] as number) >= limit) {
      throw new OutsideSupportError(
        `symbol ${i}: expected a value in [0, ${limit}), got ${symbols[i]}`,
      );
    }
  }
}
