import { mostWords, run } from '../ans/coder.js';
import type { Tables } from '../distributions/tables.js';
import { ArgumentError, OutsideSupportError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Codec, checkSize } from './codec.js';

const BYTES = 256;
/** Slots of 8 bytes for each position: at 12 bits they fit the first-level cache, at 16 the second. */
const MAX_SLOT_BITS = 16;

/**
 * `size` bytes under one distribution: what tabled writes for the same table, several times
 * as fast. Decoding looks a position up in a table of all positions, and is fastest with 8 lanes.
 * A byte whose frequency is 0 is outside the support.
 *
 * Source: Giesen, "Interleaved entropy coders" (2014), on tables and interleaving.
 *
 * @param tables one row of 256 symbols at 1 … 16 bits, such as weightTables makes.
 * @param size bytes of a value.
 * @throws RangeError for other tables.
 */
export function categoricalBytes(
  { cumulative, symbols: k, rows, precision }: Tables,
  size: number,
): Codec<Uint8Array> {
  if (k !== BYTES || rows !== 1 || precision > MAX_SLOT_BITS) {
    throw new ArgumentError(
      `expected 1 row of ${BYTES} symbols at ${MAX_SLOT_BITS} bits or less, got ${rows} of ${k} at ${precision}`,
    );
  }
  const bits = BigInt(precision);
  const slots = slotsOf(cumulative, precision);
  const words = (lanes: number) => mostWords(size, precision, lanes);
  const room = Math.ceil(size / 4);
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      const args = [cumulative, room] as const;
      run(message, words(message.heads.length), args, (heads, lanes, tail, [row, at]) => {
        kernels.u8(at as number, size).set(symbols);
        const bad = kernels.call.byteOutside(row as number, at as number, size);
        if (bad < size)
          throw new OutsideSupportError(`symbol ${bad}: ${symbols[bad]} is outside the support`);
        return kernels.call.bytePush(heads, lanes, tail, row as number, at as number, size, bits);
      });
    },
    pop(message) {
      let symbols = new Uint8Array(0);
      const args = [slots, room] as const;
      run(message, words(message.heads.length), args, (heads, lanes, tail, [table, at]) => {
        const end = kernels.call.bytePop(
          heads,
          lanes,
          tail,
          table as number,
          at as number,
          size,
          bits,
        );
        symbols = kernels.u8(at as number, size).slice();
        return end;
      });
      return symbols;
    },
  };
}

/** One slot of two words for each position. */
function slotsOf(cumulative: Uint32Array, precision: number): Uint32Array {
  const words = 2 * powerOfTwo(precision);
  const [row, out] = kernels.layout(cumulative.byteLength, 4 * words);
  kernels.u32(row, cumulative.length).set(cumulative);
  kernels.call.byteSlots(row, out);
  return kernels.u32(out, words).slice();
}
