import { push, run } from '../ans/coder.js';
import type { Tables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import { type Codec, checkSize } from './codec.js';

/**
 * Symbols by tables of intervals: -log2(freq / 2^precision) bits each. A symbol whose frequency is
 * 0 is outside the support: pop never gives it and push refuses it.
 *
 * @throws RangeError unless there is one row, or one for each element.
 */
export function tabled(tables: Tables): Codec<Uint32Array> {
  const { cumulative, symbols: k, size, rows, precision } = tables;
  if (rows !== size && rows !== 1) {
    throw new RangeError(`expected 1 row or ${size}, got ${rows}`);
  }
  const stride = rows === 1 ? 0 : k + 1;
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const starts = new Uint32Array(size);
      const freqs = new Uint32Array(size);
      for (let i = 0, row = 0; i < size; i++, row += stride) {
        const s = symbols[i] as number;
        if (s >= k) throw new RangeError(`symbol ${i}: expected a value in [0, ${k}), got ${s}`);
        const start = cumulative[row + s] as number;
        const freq = (cumulative[row + s + 1] as number) - start;
        if (freq === 0) throw new RangeError(`symbol ${i}: ${s} is outside the support`);
        starts[i] = start;
        freqs[i] = freq;
      }
      push(message, starts, freqs, precision);
    },
    pop(message) {
      let symbols = new Uint32Array(0);
      run(message, size, [cumulative, size], (heads, lanes, tail, args) => {
        const [t, out] = args as [number, number];
        const p = BigInt(precision);
        const end = kernels.call.tablePop(heads, lanes, tail, t, 4 * stride, k, out, size, p);
        symbols = kernels.u32(out, size).slice();
        return end;
      });
      return symbols;
    },
  };
}
