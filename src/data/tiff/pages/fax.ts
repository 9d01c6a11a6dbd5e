import { bad } from './directories.js';
import {
  type CodeTable,
  DISTANCES,
  HORIZONTAL,
  LONGEST,
  MODE_TABLE,
  PASS,
  RUNS,
} from './faxCodes.js';
import { type Page, rowBytes } from './layout.js';

/** How rows follow one another: each on whole bytes, by T.4 or by T.6. */
export type FaxMode = 'rows' | 'g3' | 'g4';

/** Zeros before the one that ends a line. */
const END_ZEROS = 11;

/** Bits of the options of T.4: whether rows follow the one above. */
const TWO_DIMENSIONS = 1;

/** The bits of a picture by ITU-T T.4 or T.6, in rows of whole bytes; ones are black. */
export function decodeFax(stored: Uint8Array, rows: number, page: Page, mode: FaxMode): Uint8Array {
  if (page.bits !== 1 || page.channels !== 1) throw bad('its fax has more than bits');
  const [width] = page.block;
  const reader = new BitReader(stored);
  const out = new Uint8Array(rows * rowBytes(page));
  let above: readonly number[] = [];
  for (let y = 0; y < rows; y++) {
    if (mode === 'rows') reader.align();
    if (mode === 'g3') reader.skipEnd();
    const follows =
      mode === 'g3' && page.faxOptions & TWO_DIMENSIONS ? reader.bit() === 0 : mode === 'g4';
    const changes = follows ? rowAfter(reader, above, width) : rowAlone(reader, width);
    for (let i = 0; i < changes.length; i += 2) {
      blacken(out, 8 * y * rowBytes(page), changes[i] as number, changes[i + 1] ?? width);
    }
    above = changes;
  }
  return out;
}

/** A row of runs: where its colour changes, first to black. */
function rowAlone(reader: BitReader, width: number): number[] {
  const changes: number[] = [];
  for (let at = 0, colour = 0; at < width; colour ^= 1) {
    at += runOf(reader, colour);
    change(changes, at, width);
  }
  return changes;
}

/** A row by the changes of the one above it. */
function rowAfter(reader: BitReader, above: readonly number[], width: number): number[] {
  const changes: number[] = [];
  for (let at = -1, colour = 0; at < width; ) {
    let i = colour;
    while (i < above.length && (above[i] as number) <= at) i += 2;
    const [next, second] = [above[i] ?? width, above[i + 1] ?? width];
    const mode = reader.code(MODE_TABLE);
    if (mode === PASS) {
      at = second;
    } else if (mode === HORIZONTAL) {
      const first = Math.max(at, 0) + runOf(reader, colour);
      at = first + runOf(reader, colour ^ 1);
      change(changes, first, width);
      change(changes, at, width);
    } else {
      const to = next + (DISTANCES[mode] as number);
      if (to < Math.max(at, 0)) throw bad('its fax goes back');
      change(changes, to, width);
      at = to;
      colour ^= 1;
    }
  }
  return changes;
}

/** Adds a change; two at the same place are none. @throws CrayError DATA_INVALID beyond the row. */
function change(changes: number[], at: number, width: number): void {
  if (at > width) throw bad('its fax has rows that are too long');
  if (changes.length > 0 && changes.at(-1) === at) changes.pop();
  else changes.push(at);
}

/** Bits of a run: those of as many codes as there are before one below 64. */
function runOf(reader: BitReader, colour: number): number {
  for (let run = 0; ; ) {
    const part = reader.code(RUNS[colour] as CodeTable);
    run += part;
    if (part < 64) return run;
  }
}

/** Sets bits from..to, counted from a place. */
function blacken(out: Uint8Array, place: number, from: number, to: number): void {
  for (let bit = place + from; bit < place + to; bit++) {
    out[bit >> 3] = (out[bit >> 3] as number) | (0x80 >> (bit & 7));
  }
}

/** Bits of bytes, the highest of each first. */
class BitReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  bit(): number {
    const bit = this.peek(1);
    this.at++;
    return bit;
  }

  align(): void {
    this.at = (this.at + 7) & ~7;
  }

  /** What the next code stands for. @throws CrayError DATA_INVALID where there is none. */
  code({ values, bits }: CodeTable): number {
    const next = this.peek(LONGEST);
    const length = bits[next] as number;
    if (length === 0 || this.at + length > 8 * this.bytes.length) throw bad('its fax is damaged');
    this.at += length;
    return values[next] as number;
  }

  /** Goes past the end of a line, and the zeros that it may be filled with. */
  skipEnd(): void {
    if (this.peek(END_ZEROS) !== 0) return;
    const end = 8 * this.bytes.length;
    while (this.at < end && this.peek(1) === 0) this.at++;
    this.at++;
  }

  /** The next bits, zeros after the end. */
  private peek(bits: number): number {
    const byte = this.at >> 3;
    const held =
      ((this.bytes[byte] ?? 0) << 16) |
      ((this.bytes[byte + 1] ?? 0) << 8) |
      (this.bytes[byte + 2] ?? 0);
    return (held >> (24 - (this.at & 7) - bits)) & ((1 << bits) - 1);
  }
}
