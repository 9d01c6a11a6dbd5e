import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import { type Kernels, kernels } from '../../kernels/kernels.js';
import { withSpare } from '../../kernels/spare.js';
import { worked } from '../../work.js';
import { type Codec, checkSize } from '../codec.js';
import { pushNotes } from './notes.js';
import { type Regressors, regressorsOf } from './realNeighbours.js';

/** Elements a call of the kernels. */
const BLOCK = 2048;
/** Most decisions that an element takes: candidates, the side, cells, halves of the cell, and what is left. */
const MOST_DECISIONS = 160;
/** Bytes of a decision as written down. */
const NOTE = 4;

const TYPES = ['f32', 'f64', 'i64', 'u64'] as const;

/** Types of real numbers. */
export type RealType = (typeof TYPES)[number];

/**
 * Arrays of real numbers, or of integers of 64 bits, that are smooth along some of their axes: predicted in real
 * numbers by predictors that learn while they code, from nothing in every push and every pop. Least squares of a long
 * memory over many neighbours along all axes; of a short one, by strips of columns; at a place, over the layers of
 * the outermost axis; extrapolations of any order, for series; and a last predictor that weighs them.
 * What an element is off is coded in units in the last place, in a mixture of logistics at scales that are predicted
 * too. Elements that are just what one before was are told first. Exact, NaNs and zeros of either sign included.
 *
 * Costs the bits of an element and hardly more, whatever the array: odds are mixed with those of a uniform
 * distribution, by the evidence for either.
 *
 * Takes {@link realPredictionMemory} bytes of memory while it codes.
 *
 * @param sizes of the array, outermost first; elements are flat, in that order, as their bits: those of 64 are
 *   two numbers each, the lower half first.
 * @throws RangeError for another type, or sizes that are not whole numbers.
 */
export function realPrediction(sizes: readonly number[], type: RealType): Codec<Uint32Array> {
  const array = arrayOf(sizes, type);
  const { n, words } = array;
  return {
    push(message, symbols) {
      checkSize(symbols, n * words);
      if (n === 0) return;
      const notes = withSpare((on) => [...notesOf(on, symbols, array)]);
      pushNotes(message, notes, 'realPredictionPush');
    },
    pop(message) {
      if (n === 0) return new Uint32Array(0);
      return withSpare((on) => pop(on, message, array));
    },
  };
}

/** Bytes of memory that {@link realPrediction} takes while it codes, beside the array itself. */
export function realPredictionMemory(sizes: readonly number[], type: RealType): number {
  const array = arrayOf(sizes, type);
  // Notes are hardly more than a dozen an element, since most bits are noted together.
  return (
    stateBytes(array) + BLOCK * MOST_DECISIONS * NOTE + array.n * (12 + 4 * array.words) * NOTE
  );
}

interface RealArray {
  readonly n: number;
  readonly type: number;
  /** Numbers of 32 bits an element. */
  readonly words: number;
  readonly regressors: Regressors;
}

function arrayOf(sizes: readonly number[], type: RealType): RealArray {
  if (!TYPES.includes(type)) throw new ArgumentError(`expected ${TYPES.join(', ')}, got ${type}`);
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ArgumentError(`expected sizes of 0 or more, got [${sizes.join(', ')}]`);
  }
  return {
    n: sizes.reduce((a, b) => a * b, 1),
    type: TYPES.indexOf(type),
    words: type === 'f32' ? 1 : 2,
    regressors: regressorsOf(sizes),
  };
}

function lay(on: Kernels, at: number, { type, regressors }: RealArray): number {
  const { channels, series, row, frame, rows, layer, means, distances, near, local } = regressors;
  return on.call.realPredictionLay(
    at,
    type,
    channels,
    Number(series),
    row,
    frame,
    rows,
    layer,
    means.length + distances.length,
    means.length,
    near,
    local,
  );
}

function stateBytes(array: RealArray): number {
  const [at] = kernels.layout(kernels.call.realPredictionFields());
  return lay(kernels, at, array) - at;
}

/** Where a fresh state is in an instance that has nothing else. */
function fresh(on: Kernels, array: RealArray): number {
  const at = on.reserve(stateBytes(array));
  lay(on, at, array);
  on.call.realPredictionStart(at);
  const { means, distances } = array.regressors;
  const places = on.u32(on.call.realPredictionMeans(at), means.length);
  const values = on.u32(on.call.realPredictionDistances(at), means.length + distances.length);
  places.set(means);
  values.set(distances, means.length);
  return at;
}

/** The decisions of so many elements at a time, as the kernels write them down. */
function* notesOf(on: Kernels, symbols: Uint32Array, array: RealArray): Generator<Uint32Array> {
  const { words } = array;
  const at = fresh(on, array);
  const [values, notes] = on.layout(4 * words * BLOCK, BLOCK * MOST_DECISIONS * NOTE);
  for (let from = 0; from < symbols.length; from += words * BLOCK) {
    const some = symbols.subarray(from, from + words * BLOCK);
    on.u32(values, some.length).set(some);
    const size = some.length / words;
    const end = on.call.realPredictionNote(at, values, size, notes);
    worked(size);
    yield on.u32(notes, (end - notes) / NOTE).slice();
  }
}

function pop(on: Kernels, message: Message, array: RealArray): Uint32Array {
  const { n, words } = array;
  const at = fresh(on, array);
  const symbols = new Uint32Array(n * words);
  atomically(message, () => {
    for (let from = 0; from < n; from += BLOCK) {
      const size = Math.min(BLOCK, n - from);
      const most = mostWordsOf(size * words, message.heads.length);
      run(
        message,
        most,
        [size * words],
        (heads, lanes, tail, [out]) => {
          const end = on.call.realPredictionPop(heads, lanes, tail, at, out as number, size);
          symbols.set(on.u32(out as number, size * words), from * words);
          worked(size);
          return end;
        },
        on,
      );
    }
  });
  return symbols;
}

/**
 * Words that a block's pops take at most. The whole never costs more than the bits of an element and what mixing costs; a
 * part of it no more than the logarithm of the least weight of uniform odds besides, and what the heads hold.
 */
function mostWordsOf(words: number, lanes: number): number {
  return Math.ceil(words * 1.02) + 8 + 2 * lanes;
}
