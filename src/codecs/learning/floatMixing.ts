import { atomically } from '../../ans/atomically.js';
import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import { ArgumentError } from '../../errors.js';
import { Kernels, kernels } from '../../kernels/kernels.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { worked } from '../../work.js';
import { type Codec, checkSize, checkSymbols } from '../codec.js';

/** Values a call of the kernels. */
const BLOCK = 512;
/** Most decisions that a value takes, and bits of each. */
const MOST_DECISIONS = 96;
const PRECISION = 16;
/** Values that make a row, where there are axes enough. */
const SHORTEST_ROW = 32;
/** How many of the last arrays of the same sizes are compared. */
const LAST_ALIKE = 5;
const NONE = { row: 0, other: 0 };
/** Bytes of a decision as noted. */
const NOTE = 4;

/** Bits of the exponent and of the mantissa in the word that begins with the sign, and words of a value. */
const TYPES = {
  f8e4m3: { exponent: 4, mantissa: 3, words: 1 },
  f8e5m2: { exponent: 5, mantissa: 2, words: 1 },
  f16: { exponent: 5, mantissa: 10, words: 1 },
  bf16: { exponent: 8, mantissa: 7, words: 1 },
  f32: { exponent: 8, mantissa: 23, words: 1 },
  f64: { exponent: 11, mantissa: 20, words: 2 },
} as const;

/** Types of floating point numbers. */
export type FloatType = keyof typeof TYPES;

/** An array by its sizes, outermost first; values are flat, in that order. */
export interface FloatArray {
  readonly sizes: readonly number[];
}

/** An array as the kernels see it. */
interface Rows {
  readonly size: number;
  /** Values of a row. */
  readonly row: number;
  /** How far a neighbour is along one more axis, within rows or beyond them; 0 where there is none. */
  readonly other: number;
  /** The same for arrays of the same sizes. */
  readonly kind: string;
}

/** Arrays of the same sizes so far. */
interface Alike {
  /** Where each begins, and which number begins there. */
  readonly starts: number[];
  readonly numbers: Map<number, number>;
  /** Where that begins which went with the last one. */
  beside?: number;
}

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
      pushNotes(message, [...notesOf(symbols, rows, type)]);
    },
    pop: (message) => pop(message, rows, type),
  };
}

/** Bytes of memory that {@link floatMixing} takes while it codes, beside the arrays themselves. */
export function floatMixingMemory(arrays: readonly FloatArray[], type: FloatType): number {
  const rows = rowsOf(arrays, type);
  const { exponent, mantissa, words } = TYPES[type];
  // Notes are no more than there are bits, but where steps of exponents are many.
  const notes = Math.min(exponent + mantissa + 20 + 32 * (words - 1), MOST_DECISIONS);
  return bytesOf(rows, type) + NOTE * (BLOCK * MOST_DECISIONS + countOf(rows) * notes);
}

function rowsOf(arrays: readonly FloatArray[], type: string): readonly Rows[] {
  if (!Object.hasOwn(TYPES, type)) {
    throw new ArgumentError(`expected a type of ${Object.keys(TYPES).join(', ')}, got ${type}`);
  }
  const rows = arrays.map(({ sizes }) => {
    if (!sizes.every((size) => Number.isInteger(size) && size >= 0)) {
      throw new ArgumentError(`expected sizes of 0 or more, got [${sizes.join(', ')}]`);
    }
    const size = sizes.reduce((a, b) => a * b, 1);
    const { row, other } = size > 0 ? rowOf(sizes.filter((size) => size !== 1)) : NONE;
    return { size, row, other, kind: sizes.join() };
  });
  const n = countOf(rows);
  if (n > 1 << 26) throw new ArgumentError(`expected at most ${1 << 26} values, got ${n}`);
  return rows;
}

/** The innermost axes that are a row together: as few as make it long enough, and not all where there are several. */
function rowOf(axes: readonly number[]): { readonly row: number; readonly other: number } {
  let first = axes.length - 1;
  let row = axes[first] ?? 1;
  while (first > 1 && row < SHORTEST_ROW) row *= axes[--first] as number;
  const last = axes.at(-1) as number;
  return { row, other: row > last ? last : first > 1 ? row * (axes[first - 1] as number) : 0 };
}

function countOf(rows: readonly Rows[]): number {
  return rows.reduce((total, { size }) => total + size, 0);
}

/** Bytes of the state. */
function bytesOf(rows: readonly Rows[], type: FloatType): number {
  const { exponent, words } = TYPES[type];
  const most = rows.reduce((most, { size }) => Math.max(most, size), 0);
  const columns = rows.reduce((most, { size, row }) => Math.max(most, row < size ? row : 1), 1);
  return kernels.call.floatMixingLay(0, exponent, words, countOf(rows), most, columns);
}

/** An instance of its own, so that its memory can be given back, with a fresh state in it. */
function fresh(rows: readonly Rows[], type: FloatType): { on: Kernels; at: number } {
  const on = new Kernels();
  const at = on.reserve(bytesOf(rows, type));
  const { exponent, mantissa, words } = TYPES[type];
  const most = rows.reduce((most, { size }) => Math.max(most, size), 0);
  on.call.floatMixingStart(at, exponent, mantissa, words, countOf(rows), most);
  return { on, at };
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

/**
 * Where those arrays begin that may go with the next one: the one after that which went with the last of its sizes,
 * the last ones, and the first.
 */
function candidates({ starts, numbers, beside }: Alike): ReadonlySet<number> {
  const next = (numbers.get(beside ?? -1) ?? starts.length) + 1;
  const last = starts.slice(-LAST_ALIKE).reverse();
  return new Set([...starts.slice(next, next + 1), ...last, ...starts.slice(0, 1)]);
}

/** The decisions of all values, a block at a time. */
function notesOf(
  symbols: Uint32Array,
  rows: readonly Rows[],
  type: FloatType,
): Generator<Uint32Array> {
  const { on, at } = fresh(rows, type);
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

/** Pushes decisions, the last one first; decision i belongs to lane i mod lanes. */
function pushNotes(message: Message, pieces: readonly Uint32Array[]): void {
  let first = pieces.reduce((total, piece) => total + piece.length, 0);
  atomically(message, () => {
    for (const piece of pieces.toReversed()) {
      first -= piece.length;
      run(message, piece.length, [piece], (heads, lanes, tail, [notes]) =>
        kernels.call.floatMixingPush(
          heads,
          lanes,
          first % lanes,
          tail,
          notes as number,
          piece.length,
        ),
      );
    }
  });
}

function pop(message: Message, rows: readonly Rows[], type: FloatType): Uint32Array {
  const { on, at } = fresh(rows, type);
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
