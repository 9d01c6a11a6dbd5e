import { checkPrecision, popVector, push } from '../ans/coder.js';
import { ArgumentError, CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { counted } from '../words.js';
import type { CategoricalParameters } from './categorical.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';

/**
 * Symbols by logits in single precision, as networks give them: probabilities in proportion to
 * exp(logit). Every symbol has at least 1 unit of 2^precision.
 *
 * @param logits [size, symbols].
 * @param parameters shape and precision, 1 … 31, with symbols <= 2^precision.
 * @throws RangeError for shapes that do not meet, or a precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a logit that is not finite.
 */
export function categoricalLogits(
  logits: Float32Array,
  { symbols: k, size, precision }: CategoricalParameters,
): Codec<Uint32Array> {
  checkPrecision(precision, 1);
  if (!Number.isInteger(k) || k < 1 || k > powerOfTwo(precision)) {
    throw new ArgumentError(
      `expected 1 to ${counted(powerOfTwo(precision), 'symbol')} at ${counted(precision, 'bit')}, got ${k}`,
    );
  }
  if (logits.length !== size * k) {
    throw new ArgumentError(`expected ${size * k} logits, got ${logits.length}`);
  }
  const [at] = kernels.layout(logits.byteLength);
  kernels.f32(at, logits.length).set(logits);
  const bad = kernels.call.softmaxBadRow(at, size, k);
  if (bad < size) throw new CrayError('PARAMETERS_INVALID', `lane ${bad}: expected finite logits`);

  const exps = k + 4;
  const sums = 2 * (Math.ceil(k / 16) + 1);
  const p = BigInt(precision);
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, k);
      const [l, x, s, f, e, b] = kernels.layout(
        logits.byteLength,
        4 * size,
        4 * size,
        4 * size,
        4 * exps,
        4 * sums,
      );
      kernels.f32(l, logits.length).set(logits);
      kernels.u32(x, size).set(symbols);
      kernels.call.softmaxIntervals(l, x, s, f, size, k, p, e, b);
      push(message, kernels.u32(s, size).slice(), kernels.u32(f, size).slice(), precision);
    },
    pop: (message) =>
      popVector(message, size, precision, [logits, exps, sums], (heads, lanes, tail, out, args) => {
        const [l, e, b] = args as [number, number, number];
        return kernels.call.softmaxPop(heads, lanes, tail, l, out, size, k, p, e, b);
      }),
  };
}
