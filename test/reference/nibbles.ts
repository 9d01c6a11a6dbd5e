/**
 * Nibbles by models that learn, planes of bytes and Lempel-Ziv, plainly: the oracle for src/kernels/assembly/nibbles. Slow on
 * purpose; never to be optimised, and never to share code with what it checks.
 */

/** An interval [start, start + freq) of 2^15. */
export interface NibbleInterval {
  readonly start: number;
  readonly freq: number;
}

const TOTAL = 32768;
const RATES = [2, 2, 3, 3, ...Array(6).fill(4), ...Array(14).fill(5), ...Array(36).fill(6), 7];

/** Where the symbols 0 … 15 start, and how often a symbol was learned. */
export class SlowModel {
  starts = Array.from({ length: 16 }, (_, j) => 2048 * j);
  count = 0;

  intervalOf(symbol: number): NibbleInterval {
    return intervalOf(this.starts, symbol);
  }

  learn(symbol: number, slowest: number): void {
    const rate = 2 ** Math.min(RATES[this.count] as number, slowest);
    this.starts = this.starts.map((start, j) => {
      const target = j <= symbol ? j : TOTAL - 16 + j;
      return start + Math.floor((target - start) / rate);
    });
    this.count = Math.min(60, this.count + 1);
  }
}

function intervalOf(starts: readonly number[], symbol: number): NibbleInterval {
  const start = starts[symbol] as number;
  return { start, freq: (starts[symbol + 1] ?? TOTAL) - start };
}

/** Writes down nibbles, by models that it makes when they are asked for. */
class SlowNotes {
  readonly intervals: NibbleInterval[] = [];
  private readonly models = new Map<string, SlowModel>();

  constructor(private readonly slowest: () => number) {}

  nibble(symbol: number, ...names: string[]): void {
    const models = names.map((name) => {
      const model = this.models.get(name) ?? new SlowModel();
      this.models.set(name, model);
      return model;
    });
    const [one, two = one] = models.map(({ starts }) => starts) as [number[], number[]?];
    const mean = one.map((start, j) => Math.floor((start + (two[j] as number) + 1) / 2));
    this.intervals.push(intervalOf(mean, symbol));
    for (const model of models) model.learn(symbol, this.slowest());
  }

  byte(value: number, ...names: string[]): void {
    this.nibble(value >> 4, ...names);
    this.nibble(value & 15, ...names.map((name) => `${name} ${value >> 4}`));
  }
}

/** What the nibbles of numbers are coded by: bytes[i][p] is byte p of number i, the lowest first. */
export function slowPlanes(
  bytes: readonly (readonly number[])[],
  row: number,
  ways: readonly number[],
  slowest: readonly number[],
): readonly NibbleInterval[] {
  let plane = 0;
  const notes = new SlowNotes(() => slowest[plane] as number);
  const width = ways.length;
  bytes.forEach((number, i) => {
    for (plane = width - 1; plane >= 0; plane--) {
      const way = ways[plane] as number;
      if (way === 0) continue;
      const above = `${plane} above ${number[plane + 1] ?? 0}`;
      const before = `${plane} before ${bytes[i - 1]?.[plane] ?? 0}`;
      const over = `${plane} over ${bytes[i - row]?.[plane] ?? 0}`;
      const names = {
        1: [`${plane}`],
        2: [above],
        3: [before],
        4: [over],
        5: [above, before],
        6: [above, over],
        7: [before, over],
      }[way] as string[];
      notes.byte(number[plane] as number, ...names);
    }
  });
  return notes.intervals;
}

/** Literals, bytes of the match after them, and how far back it is. */
export type SlowSequence = readonly [literals: number, length: number, distance: number];

export interface SlowMeans {
  readonly way: number;
  readonly row: number;
  readonly order: number;
  readonly slowest: number;
}

/** What the nibbles of sequences are coded by. */
export function slowSequences(
  bytes: Uint8Array,
  sequences: readonly SlowSequence[],
  { way, row, order, slowest }: SlowMeans,
): readonly NibbleInterval[] {
  const notes = new SlowNotes(() => slowest);
  const byteAt = (at: number) => bytes[at] ?? 0;
  const seen = new Map<number, number>();
  let [last, before, told, at] = [1, 2, 0, 0];
  const see = () => seen.set(hashOf(byteAt, at, order), at++);
  for (const [literals, length, distance] of sequences) {
    slowNumber(notes, literals, 'run');
    for (let i = 0; i < literals; i++) {
      const two = (byteAt(at - 2) | (byteAt(at - 1) << 8)) >>> 0;
      const second = [
        `match ${byteAt(at - last)}`,
        `two ${Math.imul(two, 0x9e3779b1) >>> 21}`,
        `row ${byteAt(at - row)}`,
      ][way] as string;
      notes.byte(byteAt(at), `literal ${byteAt(at - 1)}`, second);
      see();
    }
    if (length === 0) break;
    const guess = at - (seen.get(hashOf(byteAt, at, order)) ?? at);
    const known = [last, before, guess].indexOf(distance);
    const bits = Math.floor(Math.log2(distance));
    const kind = known >= 0 ? known : distance < 16 ? 3 : Math.min(bits, 15);
    notes.nibble(kind, `kind ${told} ${literals === 0}`);
    told = Math.min(kind, 3);
    if (kind === 3) notes.nibble(distance, 'small');
    if (kind === 15) notes.nibble(bits - 15, 'large');
    if (kind > 3) slowBits(notes, distance, bits, 'distance');
    if (kind > 0) [last, before] = [distance, last];
    slowNumber(notes, length - 2, kind < 3 ? 'near' : 'far');
    for (let i = 0; i < length; i++) see();
  }
  return notes.intervals;
}

function slowNumber(notes: SlowNotes, value: number, name: string): void {
  if (value < 8) {
    notes.nibble(value, name);
    return;
  }
  const bits = Math.floor(Math.log2(value));
  notes.nibble(Math.min(bits + 5, 15), name);
  if (bits >= 10) notes.nibble(bits - 10, `${name} more`);
  slowBits(notes, value, bits, name);
}

function slowBits(notes: SlowNotes, value: number, bits: number, name: string): void {
  for (let left = bits, first = true; left > 0; first = false) {
    const some = Math.min(4, left);
    const model = first && !(left - some === 0 && bits > 4) ? `upper ${bits}` : '';
    left -= some;
    const own = left === 0 && bits > 4 ? `last ${bits}` : model || `middle ${left + some}`;
    notes.nibble(Math.floor(value / 2 ** left) % 2 ** some, `${name} ${own}`);
  }
}

/** The hash of the bytes before a place, as many as guesses go by. */
function hashOf(byteAt: (at: number) => number, at: number, order: number): number {
  let word = 0n;
  for (let i = order; i >= 1; i--) word |= BigInt(byteAt(at - i)) << BigInt(8 * (order - i));
  return Number(BigInt.asUintN(64, word * 0x9e3779b97f4a7c15n) >> 48n);
}
