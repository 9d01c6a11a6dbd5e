import { checkPrecision, popVector, push } from '../ans/coder.js';
import { ArgumentError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';

/**
 * `size` independent symbols, uniform over 0 … 2^precision - 1. Exactly `precision` bits each.
 *
 * @param size symbols of a vector.
 * @param precision bits, 0 … 31.
 * @throws ArgumentError for another precision, or a size that is no count.
 */
export function uniform(size: number, precision: number): Codec<Uint32Array> {
  checkPrecision(precision, 1);
  if (!Number.isInteger(size) || size < 0) {
    throw new ArgumentError(`expected a size of 0 or more, got ${size}`);
  }
  const ones = new Uint32Array(size).fill(1);
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, powerOfTwo(precision));
      push(message, symbols, ones, precision);
    },
    pop: (message) =>
      popVector(message, size, precision, [], (heads, lanes, tail, out) =>
        kernels.call.uniformPop(heads, lanes, tail, out, size, BigInt(precision)),
      ),
  };
}
