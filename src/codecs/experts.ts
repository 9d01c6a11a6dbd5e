import { mostWords, run } from '../ans/coder.js';
import { Kernels, kernels } from '../kernels/kernels.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';

/** Bytes in which the kernels keep the pointers to a state. */
const FIELDS = 512;
/** Decisions a value, and bytes of each. */
const DECISIONS = 8;
/** Bits that a value costs at most, with room for what rounds: see {@link experts}. */
const MOST_BITS = 9;

/** Parameters of {@link experts}. */
export interface ExpertsParameters {
  /** Rows, columns and channels of an image; channels 1 … 4, one where they are left out. */
  readonly shape: readonly number[];
  /** 1 (fast) … 9 (small). */
  readonly effort: number;
  /** Images, one after another. */
  readonly items?: number;
}

/**
 * Images of 256 levels by experts that learn while they code, from nothing: least-squares
 * predictors that forget, and one over a window; each as logistic distributions at three scales of
 * its recent errors; counts of bits under exact values of neighbours. Their odds of each of the
 * eight bits of a value are mixed, with weights learned by where they are used. Planes are coded one
 * after another (green, red, blue, the rest), so that later ones see all of the earlier. What is
 * learned goes over from one image of a vector to the next, and is gone at its end.
 *
 * Costs 8 bits a value and some bytes at most, whatever the image: the odds are mixed with even
 * ones by what has been lost to those (Bayes).
 *
 * Values are [items, rows, columns, channels] levels, a Uint32Array. Takes as many bytes of memory
 * as {@link expertsMemory} says.
 *
 * Source: Meyer and Tischer, "TMW" (1997), on blending least-squares predictors; Mahoney, "Adaptive
 * weighing of context models" (2005), on mixing odds.
 *
 * @throws RangeError for another shape or effort.
 */
export function experts({ shape, effort, items = 1 }: ExpertsParameters): Codec<Uint32Array> {
  const [height, width, channels] = sizes(shape);
  if (!Number.isInteger(effort) || effort < 1 || effort > 9) {
    throw new RangeError(`expected an effort of 1 to 9, got ${effort}`);
  }
  const size = items * height * width * channels;
  const fresh = () => {
    const own = new Kernels();
    const at = own.reserve(FIELDS);
    own.reserve(own.call.expertsLay(at, width, height, channels, effort) - at - FIELDS);
    own.call.expertsStart(at);
    return { own, at };
  };
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, 256);
      const { own, at } = fresh();
      const words = mostWords(size * DECISIONS, MOST_BITS / DECISIONS, message.heads.length);
      run(
        message,
        words,
        [symbols, (size * DECISIONS) / 2],
        (heads, lanes, tail, [values, notes]) => {
          own.call.expertsNote(at, values as number, items, notes as number);
          return own.call.decisionsPush(heads, lanes, tail, notes as number, size * DECISIONS);
        },
        own,
      );
    },
    pop(message) {
      const { own, at } = fresh();
      const words = mostWords(size * DECISIONS, MOST_BITS / DECISIONS, message.heads.length);
      let symbols = new Uint32Array(0);
      run(
        message,
        words,
        [size],
        (heads, lanes, tail, [values]) => {
          const end = own.call.expertsPop(heads, lanes, tail, at, values as number, items);
          symbols = own.u32(values as number, size).slice();
          return end;
        },
        own,
      );
      return symbols;
    },
  };
}

/** Bytes of memory that {@link experts} takes while it codes, beside the images themselves. */
export function expertsMemory({ shape, effort, items = 1 }: ExpertsParameters): number {
  const [height, width, channels] = sizes(shape);
  const [at] = kernels.layout(FIELDS);
  const state = kernels.call.expertsLay(at, width, height, channels, effort) - at;
  const size = items * height * width * channels;
  return state + size * (4 + 2 * DECISIONS + MOST_BITS);
}

/** Rows, columns and channels. */
function sizes(shape: readonly number[]): readonly [number, number, number] {
  const [height = 0, width = 0, channels = 1] = shape;
  const whole = [height, width, channels].every((size) => Number.isInteger(size) && size > 0);
  if (!whole || channels > 4 || shape.length < 2 || shape.length > 3) {
    throw new RangeError(
      `expected a shape of rows, columns and 1 to 4 channels, got [${shape.join(', ')}]`,
    );
  }
  return [height, width, channels];
}
