import {
  recordMixing,
  recordMixingBits,
  recordMixingDecisions,
  recordMixingMemory,
} from '../../learning/recordMixing.js';
import type { Column, Values } from '../column.js';
import { bytesOf } from '../field.js';
import { log2 } from '../log2.js';
import { sizeOf } from '../views/bits.js';
import type { Shape } from '../views/view.js';
import { fromBytes, toBytes } from './bytes.js';
import { type Coder, MOST_SYMBOLS } from './coder.js';

/** Bytes of a row that there may be, and of columns of one. */
export const MOST_ROW_BYTES = 1 << 16;

/** Columns of a table, row by row, as their bytes. All of as many rows are coded together. */
export const records: Coder = {
  name: 'records',
  takes: () => true,
  extent: (shape) => ({
    size: acrossOf(shape) * bytesOf(shape.type),
    most: Math.min(MOST_ROW_BYTES, Math.floor(MOST_SYMBOLS / Math.max(1, rowsOf(shape.sizes)))),
  }),
  together: ({ sizes }) => `${rowsOf(sizes)}`,
  codec(shapes) {
    const [rows, rowBytes] = [rowsOf(shapes[0]?.sizes ?? []), rowBytesOf(shapes)];
    const inner = recordMixing(rows, rowBytes, shapes.flatMap(widthsOf));
    return {
      push: (message, all) => inner.push(message, rowByRow(shapes, all, rowBytes)),
      pop: (message) => columnByColumn(shapes, inner.pop(message), rowBytes),
    };
  },
  bitsUpTo: recordsUpTo,
  costs(columns) {
    const rowBytes = rowBytesOf(columns);
    const all = columns.map(({ values }) => values);
    const chances = recordMixingDecisions(
      rowByRow(columns, all, rowBytes),
      rowBytes,
      columns.flatMap(widthsOf),
    );
    const owner = columns.flatMap((column, c) =>
      new Array<number>(acrossOf(column) * bytesOf(column.type)).fill(c),
    );
    const bits = columns.map(() => 0);
    chances.forEach((chance, i) => {
      const c = owner[(i >> 3) % rowBytes] as number;
      bits[c] = (bits[c] as number) - log2(chance);
    });
    return bits;
  },
  memory: (shapes) => recordMixingMemory(rowsOf(shapes[0]?.sizes ?? []), rowBytesOf(shapes)),
};

/** Bits that the first so many numbers take of columns that are coded together, for each of some ends in order. */
export function recordsUpTo(columns: readonly Column[], ends: readonly number[]): number[] {
  const rowBytes = rowBytesOf(columns);
  const all = columns.map(({ values }) => values);
  const symbols = rowByRow(columns, all, rowBytes);
  const width = symbols.length / all.reduce((n, { length }) => n + length, 0);
  const bytes = ends.map((numbers) => Math.round(numbers * width));
  return recordMixingBits(symbols, rowBytes, columns.flatMap(widthsOf), bytes);
}

function rowsOf(sizes: readonly number[]): number {
  return sizes[0] ?? 1;
}

/** Numbers of a row of a column. */
function acrossOf({ sizes }: Shape): number {
  return sizeOf(sizes.slice(1));
}

function rowBytesOf(shapes: readonly Shape[]): number {
  return Math.max(
    1,
    shapes.reduce((sum, shape) => sum + acrossOf(shape) * bytesOf(shape.type), 0),
  );
}

/** Fields of a row: the numbers of a column, and a text as one. */
function widthsOf(shape: Shape): number[] {
  const across = acrossOf(shape);
  if (shape.type === 'text') return [across];
  return Array.from({ length: across }, () => bytesOf(shape.type));
}

function rowByRow(shapes: readonly Shape[], all: readonly Values[], rowBytes: number): Uint32Array {
  const rows = rowsOf(shapes[0]?.sizes ?? []);
  const out = new Uint32Array(rows * rowBytes);
  let from = 0;
  shapes.forEach((shape, c) => {
    const bytes = toBytes(shape, all[c] as Values);
    const width = bytes.length / Math.max(1, rows);
    for (let r = 0; r < rows; r++) {
      out.set(bytes.subarray(r * width, (r + 1) * width), r * rowBytes + from);
    }
    from += width;
  });
  return out;
}

/** The inverse of {@link rowByRow}. */
function columnByColumn(
  shapes: readonly Shape[],
  symbols: Uint32Array,
  rowBytes: number,
): Values[] {
  const rows = rowsOf(shapes[0]?.sizes ?? []);
  let from = 0;
  return shapes.map((shape) => {
    const width = acrossOf(shape) * bytesOf(shape.type);
    const bytes = new Uint32Array(rows * width);
    for (let r = 0; r < rows; r++) {
      const at = r * rowBytes + from;
      bytes.set(symbols.subarray(at, at + width), r * width);
    }
    from += width;
    return fromBytes(shape, bytes);
  });
}
