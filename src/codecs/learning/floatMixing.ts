import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { type Kernels, kernels } from '../../kernels/kernels.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { withSpare } from '../../kernels/spare.js';
import { worked } from '../../work.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';
import {
  type Alike,
  candidates,
  countOf,
  type FloatArray,
  type FloatType,
  type Rows,
  rowsOf,
  TYPES,
} from './floatArrays.js';

export type { FloatArray, FloatType };

import { pushNotes } from './notes.js';

/** Values a call of the kernels. */
const BLOCK = 512;
/** Most decisions that a value takes, and bits of each. */
const MOST_DECISIONS = 96;
const PRECISION = 16;
/** Bytes of a decision as noted. */
const NOTE = 4;

/**
 * Floating point numbers that are not smooth, such as weights, moments of optimisers, and embeddings, by the
 * bits that they have: no NaN and no -0 is lost. The sign, the exponent and the first bits of the mantissa are
 * binary decisions, told by counters in contexts (the sizes of the row, of the column and of late, neighbours,
 * an earlier array of the same sizes) whose log-odds are mixed. Lower bits cost one bit each, or next to nothing where
 * they are always the same; magnitudes that come again as others came (tables of sines, tied weights, runs) do as well.
 *
 * Several arrays are one value, one after the other, since what is learned in one holds in the next. Costs the bare
 * bits, 0.1 % and some 20 bytes at most.
 *
 * Takes {@link floatMixingMemory} bytes of memory while it codes.
 *
 * Source: Mahoney, "Adaptive weighing of context models for lossless data compression" (2005), on mixing.
 *
 * @param type of all numbers; those of f64 are two symbols each, the lower word first.
 * @throws RangeError for sizes that are not whole numbers, more than 2^26 values, or another type.
 */
export function floatMixing(arrays: readonly FloatArray[], type: FloatType): Codec<Uint32Array> {
  const rows = rowsOf(arrays, type);
  const { exponent, mantissa, words } = TYPES[type];
  const n = countOf(rows);
  return {
    push(message, symbols) {
      checkSize(symbols, n * words);
      if (words === 1 && exponent + mantissa < 31) {
        checkSymbols(symbols, powerOfTwo(exponent + mantissa + 1));
      }
      const notes = withSpare((on) => [...notesOf(on, symbols, rows, type)]);
      atomically(message, () => pushNotes(message, notes, 'floatMixingPush'));
    },
    pop: (message) => withSpare((on) => pop(on, message, rows, type)),
  };
}

/** Bytes of memory that {@link floatMixing} takes while it codes, beside the arrays themselves. */
export function floatMixingMemory(arrays: readonly FloatArray[], type: FloatType): number {
  const rows = rowsOf(arrays, type);
  const { exponent, mantissa, words } = TYPES[type];
  // There are hardly more decisions than bits, since the bare ones are noted together.
  const notes = exponent + mantissa + 5 + 32 * (words - 1);
  return bytesOf(rows, type) + NOTE * (BLOCK * MOST_DECISIONS + countOf(rows) * notes);
}

/** Bytes of the state. */
function bytesOf(rows: readonly Rows[], type: FloatType): number {
  const { exponent, words } = TYPES[type];
  const most = rows.reduce((most, { size }) => Math.max(most, size), 0);
  const columns = rows.reduce((most, { size, row }) => Math.max(most, row < size ? row : 1), 1);
  return kernels.call.floatMixingLay(0, exponent, words, countOf(rows), most, columns);
}

/** Where a fresh state is in an instance that has nothing else. */
function fresh(on: Kernels, rows: readonly Rows[], type: FloatType): number {
  const at = on.reserve(bytesOf(rows, type));
  const { exponent, mantissa, words } = TYPES[type];
  const most = rows.reduce((most, { size }) => Math.max(most, size), 0);
  on.call.floatMixingStart(at, exponent, mantissa, words, countOf(rows), most);
  return at;
}

/** Goes through all arrays, block by block. @param step what is done with so many values. */
function* blocks<T>(
  on: Kernels,
  at: number,
  rows: readonly Rows[],
  step: (n: number) => T,
): Generator<T> {
  const before = new Map<string, Alike>();
  let first = 0;
  for (const { size, row, other, kind } of rows) {
    if (size === 0) continue;
    const alike: Alike = before.get(kind) ?? { starts: [], numbers: new Map() };
    before.set(kind, alike);
    on.call.floatMixingArray(at, size, row, other);
    for (const start of candidates(alike)) on.call.floatMixingBeside(at, start);
    for (let from = 0; from < size; from += BLOCK) {
      const n = Math.min(BLOCK, size - from);
      yield step(n);
      worked(n);
    }
    alike.numbers.set(first, alike.starts.length);
    alike.starts.push(first);
    alike.beside = on.call.floatMixingBesideIs(at);
    first += size;
  }
}

/** The decisions of all values, a block at a time. */
function notesOf(
  on: Kernels,
  symbols: Uint32Array,
  rows: readonly Rows[],
  type: FloatType,
): Generator<Uint32Array> {
  const at = fresh(on, rows, type);
  const [notes] = on.layout(BLOCK * MOST_DECISIONS * NOTE);
  const n = countOf(rows);
  if (TYPES[type].words === 1) on.u32(on.call.floatMixingWords(at, 0), n).set(symbols);
  else {
    const lower = on.u32(on.call.floatMixingWords(at, 1), n);
    const upper = on.u32(on.call.floatMixingWords(at, 0), n);
    for (let i = 0; i < n; i++) {
      lower[i] = symbols[2 * i] as number;
      upper[i] = symbols[2 * i + 1] as number;
    }
  }
  return blocks(on, at, rows, (some) => {
    const end = on.call.floatMixingNote(at, some, notes);
    return on.u32(notes, (end - notes) / NOTE).slice();
  });
}

function pop(on: Kernels, message: Message, rows: readonly Rows[], type: FloatType): Uint32Array {
  const at = fresh(on, rows, type);
  atomically(message, () => {
    const pops = blocks(on, at, rows, (n) => {
      const words = (n * MOST_DECISIONS * PRECISION) / 32 + message.heads.length + 1;
      run(
        message,
        words,
        [],
        (heads, lanes, tail) => on.call.floatMixingPop(heads, lanes, tail, at, n),
        on,
      );
    });
    for (const _ of pops);
  });
  const n = countOf(rows);
  const upper = on.u32(on.call.floatMixingWords(at, 0), n);
  if (TYPES[type].words === 1) return upper.slice();
  const lower = on.u32(on.call.floatMixingWords(at, 1), n);
  const symbols = new Uint32Array(2 * n);
  for (let i = 0; i < n; i++) {
    symbols[2 * i] = lower[i] as number;
    symbols[2 * i + 1] = upper[i] as number;
  }
  return symbols;
}
