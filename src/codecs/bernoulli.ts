import { checkPrecision, mostWords, popVector, run } from '../ans/coder.js';
import { ArgumentError, CrayError, OutsideSupportError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { counted } from '../words.js';
import { type Codec, checkSize } from './codec.js';

/**
 * Independent bits, bit i being 1 with the i-th probability, rounded to a frequency of at least 1
 * and at most 2^precision - 1 for either value.
 *
 * @param p probabilities of 1, in [0, 1].
 * @param precision bits, 1 … 31.
 * @throws RangeError for another precision.
 * @throws CrayError PARAMETERS_INVALID naming the first probability outside [0, 1].
 */
export function bernoulli(p: Float64Array, precision: number): Codec<Uint32Array> {
  checkBits(precision, 31);
  const n = p.length;
  const [at, out] = kernels.layout(8 * n, 4 * n);
  kernels.f64(at, n).set(p);
  const bad = kernels.call.bernoulliFromProbabilities(at, out, n, precision);
  if (bad < n) {
    throw new CrayError(
      'PARAMETERS_INVALID',
      `lane ${bad}: expected a probability in [0, 1], got ${p[bad]}`,
    );
  }
  return fromZeros(kernels.u32(out, n).slice(), precision);
}

/**
 * The same from log-odds in single precision, as networks give them: p = 1 / (1 + exp(-logit)).
 *
 * @param logits one a bit.
 * @param precision bits, 1 … 24: a single has no more.
 * @throws RangeError for another precision.
 * @throws CrayError PARAMETERS_INVALID naming the first logit that is not finite.
 */
export function bernoulliLogits(logits: Float32Array, precision: number): Codec<Uint32Array> {
  checkBits(precision, 24);
  const n = logits.length;
  const [at, out] = kernels.layout(4 * n, 4 * n);
  kernels.f32(at, n).set(logits);
  const bad = kernels.call.bernoulliFromLogits(at, out, n, precision);
  if (bad < n) {
    throw new CrayError(
      'PARAMETERS_INVALID',
      `lane ${bad}: expected a finite logit, got ${logits[bad]}`,
    );
  }
  return fromZeros(kernels.u32(out, n).slice(), precision);
}

/** @param zeros frequencies of 0, in [1, 2^precision). */
function fromZeros(zeros: Uint32Array, precision: number): Codec<Uint32Array> {
  const n = zeros.length;
  const bits = BigInt(precision);
  return {
    push(message, symbols) {
      checkSize(symbols, n);
      const words = mostWords(n, precision, message.heads.length);
      run(message, words, [zeros, symbols], (heads, lanes, tail, args) => {
        const [z, s] = args as [number, number];
        const end = kernels.call.bernoulliPush(heads, lanes, tail, z, s, n, bits);
        if (end > 0) return end;
        const bad = symbols.findIndex((symbol) => symbol > 1);
        throw new OutsideSupportError(`symbol ${bad}: expected 0 or 1, got ${symbols[bad]}`);
      });
    },
    pop: (message) =>
      popVector(message, n, precision, [zeros], (heads, lanes, tail, out, [z]) =>
        kernels.call.bernoulliPop(heads, lanes, tail, z as number, out, n, bits),
      ),
  };
}

function checkBits(precision: number, most: number): void {
  checkPrecision(precision, 1);
  if (precision < 1 || precision > most) {
    throw new ArgumentError(
      `expected a precision of 1 to ${counted(most, 'bit')}, got ${precision}`,
    );
  }
}
