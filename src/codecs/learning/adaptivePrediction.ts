import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { withSpare } from '../../kernels/spare.js';
import { worked } from '../../work.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import { type Neighbours, neighboursOf } from './arrayNeighbours.js';
import { pushNotes } from './notes.js';

/** Elements a call of the kernels. */
const BLOCK = 2048;
/** Most decisions that an element takes: which lattice, a threshold, cells, and halves of the cell. */
const MOST_DECISIONS = 96;
/** Bytes of a decision as written down. */
const NOTE = 4;
/** Probabilities are in units of one of so many. */
const UNITS = 1 << 22;

/** Bits of an element. */
export type ElementBits = 8 | 16 | 32;

/**
 * Arrays of integers, predicted from neighbours along every axis by predictors that learn while they
 * code, from nothing in every push and every pop. Least squares of three memories, a cascade of
 * normalised least mean squares, and a last predictor that weighs them all; a mixture of logistics
 * at the scales of recent errors; and binary decisions, from a threshold at the prediction outwards, the
 * odds of which are corrected by what happened before in like cases. Finds by itself lattices that
 * all values are on, and of up to 16 bits also values that never come.
 *
 * Costs `bits` an element, 1 % and some bytes at most, whatever the array: the odds are mixed with
 * those of a uniform distribution, by the evidence for either.
 *
 * Takes {@link adaptivePredictionMemory} bytes of memory while it codes.
 *
 * Source: Haykin, "Adaptive filter theory", on the predictors; Mahoney, "Adaptive weighing of context
 * models" (2005), on mixing odds.
 *
 * @param sizes of the array, outermost first; elements are flat, in that order.
 * @param bits of an element, unsigned: signed ones have to be moved to 0 … 2^bits - 1, in order.
 * @throws RangeError for other bits, or sizes that are not whole numbers.
 */
export function adaptivePrediction(
  sizes: readonly number[],
  bits: ElementBits,
): Codec<Uint32Array> {
  check(sizes, bits);
  const n = sizes.reduce((a, b) => a * b, 1);
  const neighbours = neighboursOf(sizes);
  return {
    push(message, symbols) {
      checkSize(symbols, n);
      checkSymbols(symbols, 2 * powerOfTwo(bits - 1));
      if (n === 0) return;
      const notes = withSpare((on) => [...notesOf(on, symbols, bits, neighbours, BLOCK)]);
      pushNotes(message, notes, 'adaptivePredictionPush');
    },
    pop(message) {
      if (n === 0) return new Uint32Array(0);
      return withSpare((on) => pop(on, message, n, bits, neighbours));
    },
  };
}

/**
 * The binary decisions that {@link adaptivePrediction} takes for each element, one element after another: the
 * probability that each gave to what was decided.
 *
 * @param symbols as a push takes them.
 * @throws RangeError as a push does.
 */
export function* adaptivePredictionDecisions(
  sizes: readonly number[],
  bits: ElementBits,
  symbols: Uint32Array,
): Generator<Float32Array> {
  check(sizes, bits);
  const n = sizes.reduce((a, b) => a * b, 1);
  checkSize(symbols, n);
  checkSymbols(symbols, 2 * powerOfTwo(bits - 1));
  for (const notes of notesOf(new Kernels(), symbols, bits, neighboursOf(sizes), 1)) {
    yield Float32Array.from(
      notes,
      (note) => (note & 1 ? UNITS - (note >>> 1) : note >>> 1) / UNITS,
    );
  }
}

/** Bytes of memory that {@link adaptivePrediction} takes while it codes, beside the array itself. */
export function adaptivePredictionMemory(sizes: readonly number[], bits: ElementBits): number {
  check(sizes, bits);
  const neighbours = neighboursOf(sizes);
  const n = sizes.reduce((a, b) => a * b, 1);
  // Notes are as many as decisions, of which there is hardly more than one a bit.
  return stateBytes(bits, neighbours) + BLOCK * MOST_DECISIONS * NOTE + n * (bits + 2) * NOTE;
}

function check(sizes: readonly number[], bits: number): void {
  if (bits !== 8 && bits !== 16 && bits !== 32) {
    throw new ArgumentError(`expected elements of 8, 16 or 32 bits, got ${bits}`);
  }
  if (!sizes.every((size) => Number.isInteger(size) && size >= 0)) {
    throw new ArgumentError(`expected sizes of 0 or more, got [${sizes.join(', ')}]`);
  }
}

function lay(on: Kernels, at: number, bits: number, neighbours: Neighbours): number {
  const { channels, series, row, frame, rows, distances } = neighbours;
  return on.call.adaptivePredictionLay(
    at,
    bits,
    channels,
    distances.length,
    Number(series),
    row,
    frame,
    rows,
  );
}

function stateBytes(bits: number, neighbours: Neighbours): number {
  const [at] = kernels.layout(kernels.call.adaptivePredictionFields());
  return lay(kernels, at, bits, neighbours) - at;
}

/** Where a fresh state is in an instance that has nothing else. */
function fresh(on: Kernels, bits: number, neighbours: Neighbours): number {
  const at = on.reserve(stateBytes(bits, neighbours));
  lay(on, at, bits, neighbours);
  on.call.adaptivePredictionStart(at);
  const { distances } = neighbours;
  on.u32(on.call.adaptivePredictionNeighbours(at), distances.length).set(distances);
  return at;
}

/** The decisions of so many elements at a time: twice the probability of a 0, and 1 more where it was a one. */
function* notesOf(
  on: Kernels,
  symbols: Uint32Array,
  bits: number,
  neighbours: Neighbours,
  block: number,
): Generator<Uint32Array> {
  const at = fresh(on, bits, neighbours);
  const [values, notes] = on.layout(4 * block, block * MOST_DECISIONS * NOTE);
  for (let from = 0; from < symbols.length; from += block) {
    const some = symbols.subarray(from, from + block);
    on.u32(values, some.length).set(some);
    const end = on.call.adaptivePredictionNote(at, values, some.length, notes);
    worked(some.length);
    yield on.u32(notes, (end - notes) / NOTE).slice();
  }
}

function pop(
  on: Kernels,
  message: Message,
  n: number,
  bits: number,
  neighbours: Neighbours,
): Uint32Array {
  const at = fresh(on, bits, neighbours);
  const symbols = new Uint32Array(n);
  atomically(message, () => {
    for (let from = 0; from < n; from += BLOCK) {
      const size = Math.min(BLOCK, n - from);
      const words = mostWordsOf(size, bits, message.heads.length);
      run(
        message,
        words,
        [size],
        (heads, lanes, tail, [out]) => {
          const end = on.call.adaptivePredictionPop(heads, lanes, tail, at, out as number, size);
          symbols.set(on.u32(out as number, size), from);
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
 * Words that a block's pops take at most. The whole never costs more than `bits` an element and what
 * mixing costs; a part of it no more than the logarithm of the least weight of uniform odds besides,
 * and what the heads hold.
 */
function mostWordsOf(n: number, bits: number, lanes: number): number {
  return Math.ceil((n * bits * 1.02) / 32) + 8 + 2 * lanes;
}
