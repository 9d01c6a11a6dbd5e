/** What numbers would cost by their differences from record to record. */
import type { Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';
import { bitsOf, costOf } from './bits.js';
import { type Bits, floatOf, readBits } from './kinds.js';

/** Records of a file, and bits that each column takes by itself, a record. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly starts: readonly number[];
  readonly length: number;
  readonly columns: Float64Array;
}

/** By the order of magnitude of differences from record to record, and the bits below it. */
export function differenceCost(records: Records, column: number, kind: Kind): number {
  const { bytes, starts, length } = records;
  const isWide = NUMBER_BYTES[kind.type] === 8;
  let set = 0;
  const isFloat = floatOf(kind) !== undefined;
  const sign = NUMBER_BYTES[kind.type] === 2 ? 0x7fff : 0x7fffffff;
  const [now, before]: [Bits, Bits] = [
    { high: 0, low: 0 },
    { high: 0, low: 0 },
  ];
  const differences = starts.map((start) => {
    readBits(bytes, start + column, kind, now);
    readBits(bytes, start + column - length, kind, before);
    set |= isWide ? now.low : now.high;
    if (isFloat) {
      inOrder(now, sign);
      inOrder(before, sign);
    }
    const less = (now.high - before.high) * 4294967296 + (now.low - before.low);
    return isWide ? less : less / 4294967296;
  });
  // Bits that are never set cost nothing.
  const zeros = set === 0 ? 32 : 31 - Math.clz32(set & -set);
  const step = Math.max(1, differences.length >> 6);
  const some = differences.filter((_, i) => i % step === 0).sort((a, b) => a - b);
  const middle = some[some.length >> 1] as number;
  return Math.min(magnitudeCost(differences, 0, zeros), magnitudeCost(differences, middle, zeros));
}

/** By the order of magnitude of numbers less a middle one, and the bits below it but for those that are zeros. */
function magnitudeCost(numbers: readonly number[], middle: number, zeros: number): number {
  const counts = new Uint32Array(66);
  let rest = 0;
  for (const number of numbers) {
    const bits = Math.max(0, bitsOf(Math.abs(number - middle)) - zeros);
    counts[bits] = (counts[bits] as number) + 1;
    rest += bits;
  }
  return (costOf(counts, numbers.length) + rest) / numbers.length;
}

/** Floats below zero in their order: their bits count downwards. */
function inOrder(bits: Bits, sign: number): void {
  if (bits.high >= 0) return;
  bits.high = -(bits.high & sign);
  bits.low = -bits.low;
}
