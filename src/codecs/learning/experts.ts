import { mostWords, run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import type { KernelExports } from '../../kernels/exports.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';

/** Probabilities are in units of one of so many. */
const UNITS = 1 << 15;
/** Bits of a message that a decision may take, on average over a value, with room for what rounds. */
const MOST_BITS = 9 / 8;

/** Most values of an image: its state has to be within what 32 bits address. */
export const MOST_VALUES = 0x4000000;

/** Parameters of {@link experts}. */
export interface ExpertsParameters {
  /** Rows, columns and channels of an image; channels 1 … 4, one where they are left out. */
  readonly shape: readonly number[];
  /** 1 (fast) … 9 (small). */
  readonly effort: number;
  /** Bits of a value, 8 where they are left out. */
  readonly bits?: 8 | 16;
  /** Images, one after another. */
  readonly items?: number;
}

/** Rows, columns and channels. */
type Size = readonly [number, number, number];

/** Kernels of one way of learning. */
interface Learner {
  readonly fields: 'gradientFields' | 'expertsFields';
  lay(call: KernelExports, at: number, size: Size, bits: number, effort: number): number;
  readonly start: 'gradientStart' | 'expertsStart';
  readonly note: 'gradientNote' | 'expertsNote';
  readonly pop: 'gradientPop' | 'expertsPop';
}

const GRADIENT: Learner = {
  fields: 'gradientFields',
  lay: (call, at, [height, width, channels], bits) =>
    call.gradientLay(at, width, height, channels, bits),
  start: 'gradientStart',
  note: 'gradientNote',
  pop: 'gradientPop',
};

const EXPERTS: Learner = {
  fields: 'expertsFields',
  lay: (call, at, [height, width, channels], bits, effort) =>
    call.expertsLay(at, width, height, channels, bits, effort),
  start: 'expertsStart',
  note: 'expertsNote',
  pop: 'expertsPop',
};

/**
 * Images of 8 or 16 bits a value by experts that learn while they code, from nothing: least-squares
 * predictors that forget, and one over a window; each as logistic distributions at three scales of
 * its recent errors; counts of bits under exact values of neighbours. Their odds of each of the
 * bits of a value are mixed, with weights learned by where they are used. Planes are coded one
 * after another (green, red, blue, the rest), so that later ones see all of the earlier. What is
 * learned goes over from one image of a vector to the next, and is gone at its end.
 *
 * An effort of 1 has one predictor, the median of gradients, and counts of the bits of its error;
 * from 2 to 9 more and more experts have a say. Costs `bits` a value and some bytes at most,
 * whatever the image: the experts' odds are mixed with even ones by what would have been lost.
 *
 * Values are [items, rows, columns, channels] levels, a Uint32Array. Takes as many bytes of memory
 * as {@link expertsMemory} says.
 *
 * Source: Meyer and Tischer, "TMW" (1997), on blending predictors; Wu, Zhai, Yang and Zhang,
 * "Adaptive sequential prediction of multidimensional signals" (2011), on least squares; Mahoney,
 * "Adaptive weighing of context models for lossless data compression" (2005), on mixing odds.
 *
 * @throws RangeError for another shape, effort or number of items.
 */
export function experts(parameters: ExpertsParameters): Codec<Uint32Array> {
  const { items = 1, bits = 8 } = parameters;
  const size = valuesOf(parameters);
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, 1 << bits);
      const { own, at, learner } = fresh(parameters);
      const { call } = own;
      const notes = size * bits;
      onOwn(own, message, notes, [symbols, notes / 2], (heads, lanes, tail, [values, out]) => {
        call[learner.note](at, values as number, items, out as number);
        return call.decisionsPush(heads, lanes, 0, tail, out as number, notes);
      });
    },
    pop(message) {
      const { own, at, learner } = fresh(parameters);
      let symbols = new Uint32Array(0);
      onOwn(own, message, size * bits, [size], (heads, lanes, tail, [values]) => {
        const end = own.call[learner.pop](heads, lanes, tail, at, values as number, items);
        symbols = own.u32(values as number, size).slice();
        return end;
      });
      return symbols;
    },
  };
}

/**
 * The binary decisions that {@link experts} takes, one for each bit of a value, values in the order in which
 * they are coded: plane by plane, green first. The probability that each gave to what was decided.
 *
 * @param symbols as a push takes them.
 * @throws RangeError as a push does.
 */
export function expertsDecisions(
  parameters: ExpertsParameters,
  symbols: Uint32Array,
): Float32Array {
  const { items = 1, bits = 8 } = parameters;
  const size = valuesOf(parameters);
  checkSize(symbols, size);
  checkSymbols(symbols, 1 << bits);
  const { own, at, learner } = fresh(parameters);
  const values = own.reserve(4 * size);
  const notes = own.reserve(2 * bits * size);
  own.u32(values, size).set(symbols);
  own.call[learner.note](at, values, items, notes);
  return Float32Array.from(
    own.u16(notes, bits * size),
    (note) => (note & 1 ? UNITS - (note >> 1) : note >> 1) / UNITS,
  );
}

/**
 * Bytes of memory that {@link experts} takes while it codes, beside the images themselves.
 *
 * @throws RangeError as experts does.
 */
export function expertsMemory(parameters: ExpertsParameters): number {
  const values = valuesOf(parameters);
  const { bits = 8 } = parameters;
  return stateBytes(parameters) + values * (4 + bits * (2 + (MOST_BITS + 1) / 4));
}

/** Bytes of a state, which laying one out tells. */
function stateBytes({ shape, effort, bits = 8 }: ExpertsParameters): number {
  const { learner, size } = learnerOf({ shape, effort });
  const { call } = kernels;
  const [at] = kernels.layout(call[learner.fields]());
  return learner.lay(call, at, size, bits, effort) - at;
}

/** An instance of the kernels with a fresh state at an offset. Its memory goes when it does. */
function fresh(parameters: ExpertsParameters) {
  const { effort, bits = 8 } = parameters;
  const { learner, size } = learnerOf(parameters);
  const own = new Kernels();
  const at = own.reserve(stateBytes(parameters));
  learner.lay(own.call, at, size, bits, effort);
  own.call[learner.start](at);
  return { own, at, learner };
}

/** Runs an operation on a message, which may take or give as many bits as so many decisions cost. */
function onOwn(
  own: Kernels,
  message: Message,
  decisions: number,
  args: Parameters<typeof run>[2],
  operation: Parameters<typeof run>[3],
): void {
  const words = mostWords(decisions, MOST_BITS, message.heads.length);
  run(message, words, args, operation, own);
}

function learnerOf({ shape, effort }: ExpertsParameters): { learner: Learner; size: Size } {
  return { learner: effort === 1 ? GRADIENT : EXPERTS, size: sizeOf(shape) };
}

/** Values of a vector. */
function valuesOf({ shape, effort, bits = 8, items = 1 }: ExpertsParameters): number {
  if (!Number.isInteger(effort) || effort < 1 || effort > 9) {
    throw new ArgumentError(`expected an effort of 1 to 9, got ${effort}`);
  }
  if (bits !== 8 && bits !== 16) throw new ArgumentError(`expected 8 or 16 bits, got ${bits}`);
  if (!Number.isInteger(items) || items < 0) {
    throw new ArgumentError(`expected a number of items, got ${items}`);
  }
  return sizeOf(shape).reduce((a, b) => a * b, items);
}

function sizeOf(shape: readonly number[]): Size {
  const [height = 0, width = 0, channels = 1] = shape;
  const whole = [height, width, channels].every((size) => Number.isInteger(size) && size > 0);
  if (!whole || channels > 4 || shape.length < 2 || shape.length > 3) {
    throw new ArgumentError(
      `expected a shape of rows, columns and 1 to 4 channels, got [${shape.join(', ')}]`,
    );
  }
  if (height * width * channels > MOST_VALUES) {
    throw new ArgumentError(`expected a shape of at most ${MOST_VALUES} values, got [${shape}]`);
  }
  return [height, width, channels];
}
