import { ArgumentError } from '../../errors.js';

/** Values that make a row, where there are axes enough. */
const SHORTEST_ROW = 32;
/** How many of the last arrays of the same sizes are compared. */
const LAST_ALIKE = 5;
const NONE = { row: 0, other: 0 };
/** Bits of the exponent and of the mantissa in the word that begins with the sign, and words of a value. */
export const TYPES = {
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
export interface Rows {
  readonly size: number;
  /** Values of a row. */
  readonly row: number;
  /** How far a neighbour is along one more axis, within rows or beyond them; 0 where there is none. */
  readonly other: number;
  /** The same for arrays of the same sizes. */
  readonly kind: string;
}

/** Arrays of the same sizes so far. */
export interface Alike {
  /** Where each begins, and which number begins there. */
  readonly starts: number[];
  readonly numbers: Map<number, number>;
  /** Where that begins which went with the last one. */
  beside?: number;
}

/** Arrays as the kernels see them. @throws RangeError for sizes that are not whole numbers, too many values, or another type. */
export function rowsOf(arrays: readonly FloatArray[], type: string): readonly Rows[] {
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

/** Values of all arrays. */
export function countOf(rows: readonly Rows[]): number {
  return rows.reduce((total, { size }) => total + size, 0);
}

/**
 * Where those arrays begin that may go with the next one: the one after that which went with the last of its sizes,
 * the last ones, and the first.
 */
export function candidates({ starts, numbers, beside }: Alike): ReadonlySet<number> {
  const next = (numbers.get(beside ?? -1) ?? starts.length) + 1;
  const last = starts.slice(-LAST_ALIKE).reverse();
  return new Set([...starts.slice(next, next + 1), ...last, ...starts.slice(0, 1)]);
}
