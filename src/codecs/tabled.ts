import { mostWords, popVector, push, run } from '../ans/coder.js';
import type { Tables } from '../distributions/tables.js';
import { ArgumentError, OutsideSupportError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Codec, checkSize } from './codec.js';

/** Most bits of a look-up of positions: its numbers fit the first-level cache. */
const MAX_CELL_BITS = 12;

/**
 * Symbols by tables of intervals: -log2(freq / 2^precision) bits each. A symbol whose frequency is
 * 0 is outside the support: pop never gives it and push refuses it.
 *
 * @throws RangeError unless there is one row, or one for each element.
 */
export function tabled(tables: Tables): Codec<Uint32Array> {
  const { size, rows } = tables;
  if (rows !== size && rows !== 1) {
    throw new ArgumentError(`expected 1 row or ${size}, got ${rows}`);
  }
  return rows === 1 ? byOne(tables) : byRows(tables);
}

/** One row for all elements. */
function byOne({ cumulative, symbols: k, size, precision }: Tables): Codec<Uint32Array> {
  const p = BigInt(precision);
  // Cells are filled for each pop: not more of them than elements.
  const bits = Math.min(MAX_CELL_BITS, precision, 31 - Math.clz32(size | 1));
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const words = mostWords(size, precision, message.heads.length);
      run(message, words, [cumulative, symbols], (heads, lanes, tail, args) => {
        const [row, at] = args as [number, number];
        const end = kernels.call.rowPush(heads, lanes, tail, row, k, at, size, p);
        if (end > 0) return end;
        symbols.forEach((_, i) => {
          intervalOf(cumulative, symbols, { i, row: 0, k });
        });
        return end;
      });
    },
    pop(message) {
      const room = [3 * k + 3, powerOfTwo(bits) + 1];
      return popVector(message, size, precision, room, (heads, lanes, tail, out, args) => {
        const [row, cells] = args as [number, number];
        kernels.u32(row, k + 1).set(cumulative);
        return kernels.call.rowPop(heads, lanes, tail, row, k, cells, bits, out, size, p);
      });
    },
  };
}

/** A row for each element. */
function byRows({ cumulative, symbols: k, size, precision }: Tables): Codec<Uint32Array> {
  const stride = k + 1;
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const starts = new Uint32Array(size);
      const freqs = new Uint32Array(size);
      for (let i = 0, row = 0; i < size; i++, row += stride) {
        const { start, freq } = intervalOf(cumulative, symbols, { i, row, k });
        starts[i] = start;
        freqs[i] = freq;
      }
      push(message, starts, freqs, precision);
    },
    pop: (message) =>
      popVector(message, size, precision, [cumulative], (heads, lanes, tail, out, [t]) => {
        const p = BigInt(precision);
        return kernels.call.tablePop(heads, lanes, tail, t as number, 4 * stride, k, out, size, p);
      }),
  };
}

/** @throws RangeError where symbol i, of the row that begins at `row`, is outside the support. */
function intervalOf(
  cumulative: Uint32Array,
  symbols: Uint32Array,
  { i, row, k }: { readonly i: number; readonly row: number; readonly k: number },
): { start: number; freq: number } {
  const s = symbols[i] as number;
  if (s >= k) throw new OutsideSupportError(`symbol ${i}: expected a value in [0, ${k}), got ${s}`);
  const start = cumulative[row + s] as number;
  const freq = (cumulative[row + s + 1] as number) - start;
  if (freq === 0) throw new OutsideSupportError(`symbol ${i}: ${s} is outside the support`);
  return { start, freq };
}
