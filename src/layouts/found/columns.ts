/** What bytes cost, by column of records and without them: one half of a sample by what the other half says. */
import { log2 } from './bits.js';

/** Symbols of a byte. */
const SYMBOLS = 256;

/** How many bytes all columns together count for, beside those of the column: few, many, or nothing else. */
const PRIORS = [4, 64, 1 << 20];

/** Parts of a byte in a prior. */
const UNIT = 64;

/** How often each byte comes up, in the one half and in the other. */
interface Halves {
  readonly known: Uint32Array;
  readonly told: Uint32Array;
}

function newHalves(symbols = SYMBOLS): Halves {
  return { known: new Uint32Array(symbols), told: new Uint32Array(symbols) };
}

/** Bits of bytes that are told by those that are known, with what is usual of all. */
function toldCost({ known, told }: Halves, usual: Float64Array, from = 0): number {
  let [count, all] = [0, 0];
  for (let i = 0; i < SYMBOLS; i++) {
    count += known[from + i] as number;
    all += told[from + i] as number;
  }
  if (all === 0) return 0;
  const bits = PRIORS.map((prior) => all * log2((count + prior) * UNIT));
  for (let i = 0; i < SYMBOLS; i++) {
    const times = told[from + i] as number;
    if (times === 0) continue;
    for (let p = 0; p < PRIORS.length; p++) {
      const part = Math.ceil((PRIORS[p] as number) * UNIT * (usual[i] as number));
      const parts = (known[from + i] as number) * UNIT + part;
      bits[p] = (bits[p] as number) - times * log2(parts);
    }
  }
  return Math.min(...bits);
}

/** Which part of all bytes each is, and differences that are all alike. */
const ALIKE = new Float64Array(SYMBOLS).fill(1 / SYMBOLS);

/** Which part of the bytes of records each is; none is nothing. */
function usualBytes(bytes: Uint8Array, records: readonly number[], length: number): Float64Array {
  const counts = new Float64Array(SYMBOLS).fill(1 / 16);
  for (const start of records) {
    for (let at = start; at < start + length; at++) {
      const byte = bytes[at] as number;
      counts[byte] = (counts[byte] as number) + 1;
    }
  }
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => count / total);
}

/** Bits that each column takes by itself, a record: as it is, or less the one before, whichever is less. */
export function columnCosts(
  bytes: Uint8Array,
  records: readonly number[],
  length: number,
): Float64Array {
  const usual = usualBytes(bytes, records, length);
  const [plain, delta] = [newHalves(), newHalves()];
  const all = [plain.known, plain.told, delta.known, delta.told];
  const told = records.length >> 1;
  return Float64Array.from({ length }, (_, column) => {
    for (const counts of all) counts.fill(0);
    records.forEach((start, i) => {
      const byte = bytes[start + column] as number;
      const less = (byte - (bytes[start + column - length] as number)) & 255;
      const [a, b] = i & 1 ? [plain.told, delta.told] : [plain.known, delta.known];
      a[byte] = (a[byte] as number) + 1;
      b[less] = (b[less] as number) + 1;
    });
    return Math.min(8, toldCost(plain, usual) / told, toldCost(delta, ALIKE) / told);
  });
}

/** Bits a byte of records whose columns are coded by themselves. */
export function columnCost(bytes: Uint8Array, records: readonly number[], length: number): number {
  return columnCosts(bytes, records, length).reduce((a, b) => a + b, 0) / length;
}

/** Bits a byte without records: each by itself, or told by the one before, as in texts and programs. */
export function plainCost(bytes: Uint8Array, records: readonly number[], length: number): number {
  const usual = usualBytes(bytes, records, length);
  const pairs = newHalves(SYMBOLS * SYMBOLS);
  records.forEach((start, i) => {
    const half = i & 1 ? pairs.told : pairs.known;
    for (let at = start; at < start + length; at++) {
      const pair = ((bytes[at - 1] as number) << 8) | (bytes[at] as number);
      half[pair] = (half[pair] as number) + 1;
    }
  });
  let bits = 0;
  for (let before = 0; before < SYMBOLS; before++) bits += toldCost(pairs, usual, before << 8);
  return bits / ((records.length >> 1) * length);
}
