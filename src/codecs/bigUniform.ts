import { atomically } from '../ans/atomically.js';
import { pop, push } from '../ans/coder.js';
import { ArgumentError, OutsideSupportError } from '../errors.js';
import { type Codec, checkSize } from './codec.js';

const PIECES = [0, 16, 32, 48] as const;

/**
 * Symbols of up to 64 bits, symbol i uniform over 0 … 2^precisions[i] - 1, in pieces of 16 bits, the
 * lowest at the bottom. Vectors are BigUint64Array.
 *
 * @param precisions bits, one for each symbol, 0 … 64.
 * @throws RangeError for another precision.
 */
export function bigUniform(precisions: Uint32Array): Codec<BigUint64Array> {
  const n = precisions.length;
  const ones = new Uint32Array(n).fill(1);
  precisions.forEach((p, i) => {
    if (p > 64)
      throw new ArgumentError(`lane ${i}: expected a precision of 0 to 64 bits, got ${p}`);
  });
  const pieces = (from: number) => precisions.map((p) => Math.min(Math.max(p - from, 0), 16));
  return {
    push(message, symbols) {
      checkSize(symbols, n);
      symbols.forEach((s, i) => {
        if (s >> BigInt(precisions[i] as number) !== 0n) {
          throw new OutsideSupportError(
            `symbol ${i}: expected a value below 2^${precisions[i]}, got ${s}`,
          );
        }
      });
      for (const from of PIECES) {
        const piece = Uint32Array.from(symbols, (s) => Number((s >> BigInt(from)) & 0xffffn));
        push(message, piece, ones, pieces(from));
      }
    },
    pop: (message) =>
      atomically(message, () => {
        const symbols = new BigUint64Array(n);
        for (const from of [...PIECES].reverse()) {
          pop(message, n, pieces(from), (piece, at) => {
            piece.forEach((s, i) => {
              symbols[at + i] = ((symbols[at + i] as bigint) << 16n) | BigInt(s);
            });
            return { starts: piece, freqs: ones.subarray(0, piece.length) };
          });
        }
        return symbols;
      }),
  };
}
