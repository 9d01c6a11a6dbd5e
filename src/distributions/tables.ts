import { checkPrecision } from '../ans/coder.js';
import { ArgumentError, CrayError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { counted } from '../words.js';

/** Most numbers of all tables of a codec together: 512 MiB, of a memory of 4 GiB at most. */
const MAX_CELLS = 0x8000000;

/** Quantised distributions over the symbols 0 … symbols - 1, one for each element, or one for all. */
export interface Tables {
  /** Rows c(0) = 0 <= c(1) <= … <= c(symbols) = 2^precision. Symbol s has [c(s), c(s + 1)). */
  readonly cumulative: Uint32Array;
  /** Number of symbols, 1 … 2^precision. */
  readonly symbols: number;
  /** Number of elements. */
  readonly size: number;
  /** Rows in the table: as many as elements, or 1. */
  readonly rows: number;
  /** Bits, 0 … 31. */
  readonly precision: number;
}

/** What {@link makeTables} makes. */
export interface TablesShape {
  readonly rows: number;
  readonly symbols: number;
  readonly precision: number;
  /** Default: the number of rows. */
  readonly size?: number;
}

/** A kernel that fills rows: offsets in, the first row that cannot be quantised (or nothing) out. */
type Fill = (out: number, args: readonly number[]) => number | undefined;

/**
 * Has a kernel fill tables.
 *
 * @param args arrays to copy in, or lengths (in elements of 8 bytes) of scratch.
 * @throws RangeError where 2^precision is less than the number of symbols.
 * @throws CrayError PARAMETERS_INVALID naming the first lane that the kernel could not quantise.
 */
export function makeTables(
  { rows, symbols, precision, size = rows }: TablesShape,
  args: readonly (Float64Array | number)[],
  fill: Fill,
): Tables {
  checkPrecision(precision, 1);
  checkSymbolCount(symbols, precision);
  const cells = rows * (symbols + 1);
  if (cells > MAX_CELLS) {
    throw new ArgumentError(`expected tables of at most ${MAX_CELLS} numbers, got ${cells}`);
  }
  const [out, ...offsets] = kernels.layout(
    4 * cells,
    ...args.map((a) => (typeof a === 'number' ? 8 * a : a.byteLength)),
  ) as unknown as [number, ...number[]];
  args.forEach((a, i) => {
    if (typeof a !== 'number') kernels.f64(offsets[i] as number, a.length).set(a);
  });
  const bad = fill(out, offsets) ?? rows;
  if (bad < rows) {
    throw new CrayError(
      'PARAMETERS_INVALID',
      `lane ${bad}: ${counted(symbols, 'symbol')} of a frequency of at least 1 each leave too little of 2^${precision} for the largest`,
    );
  }
  return { cumulative: kernels.u32(out, cells).slice(), symbols, size, rows, precision };
}

function checkSymbolCount(symbols: number, precision: number): void {
  if (!Number.isInteger(symbols) || symbols < 1 || symbols > powerOfTwo(precision)) {
    throw new ArgumentError(
      `expected 1 to ${counted(powerOfTwo(precision), 'symbol')} at ${counted(precision, 'bit')}, got ${symbols}`,
    );
  }
}
