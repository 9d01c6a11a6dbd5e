/** Bits of entropy-coded segments, highest first: ITU-T T.81, F.1.2.3, where a zero byte follows each byte of ones. */
import { codeLength, codeOf, type HuffmanTable } from './huffman.js';

const ONES = 0xff;

/** Most bits that are written at once: with those of a byte that is not whole they are no negative number. */
const MOST_PUT = 24;

/** Zeros after the bytes of a segment, so that looking ahead stays in them. */
const PAD = 4;

/** A segment of a file without what was stuffed in. */
export interface Segment {
  /** Its bytes, and some zeros. */
  readonly padded: Uint8Array;
  readonly bits: number;
  /** Where it ends in the file: at a marker, or where that ends. */
  readonly end: number;
}

/** The segment that begins at a place of a file. */
export function segmentAt(file: Uint8Array, from: number): Segment {
  const runs: Uint8Array[] = [];
  let [start, length] = [from, 0];
  for (;;) {
    const ones = file.indexOf(ONES, start);
    const stuffed = ones >= 0 && file[ones + 1] === 0;
    const end = ones < 0 ? file.length : ones;
    const run = file.subarray(start, stuffed ? end + 1 : end);
    runs.push(run);
    length += run.length;
    if (!stuffed) return { padded: joined(runs, length), bits: 8 * length, end };
    start = end + 2;
  }
}

function joined(runs: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length + PAD);
  let at = 0;
  for (const run of runs) {
    bytes.set(run, at);
    at += run.length;
  }
  return bytes;
}

/** Reads bits; after the end there are zeros. */
export class BitReader {
  /** The next bit. */
  at = 0;

  /** @param bits that there are. */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly bits = Number.POSITIVE_INFINITY,
  ) {}

  /** Whether more bits were taken than there are. */
  get isBeyond(): boolean {
    return this.at > this.bits;
  }

  /** The next 16 bits, which are not taken. */
  private peek(): number {
    const { bytes, at } = this;
    const byte = at >>> 3;
    const three =
      ((bytes[byte] as number) << 16) |
      ((bytes[byte + 1] as number) << 8) |
      (bytes[byte + 2] as number);
    return (three >>> (8 - (at & 7))) & 0xffff;
  }

  /** Takes up to 16 bits. */
  take(bits: number): number {
    const value = this.peek() >>> (16 - bits);
    this.at += bits;
    return value;
  }

  /** Takes one bit. */
  bit(): number {
    const at = this.at++;
    return ((this.bytes[at >>> 3] as number) >>> (7 - (at & 7))) & 1;
  }

  /** Takes a symbol; -1 where there is no such code. */
  symbol(table: HuffmanTable): number {
    const next = this.peek();
    const found = table.short[next >>> 8] as number;
    if (found > 0) {
      this.at += found & 15;
      return found >>> 4;
    }
    for (let length = 9; length <= 16; length++) {
      if (next >= (table.ends[length] as number)) continue;
      this.at += length;
      return table.symbols[(next >>> (16 - length)) + (table.firsts[length] as number)] as number;
    }
    return -1;
  }

  /** Takes a number of so many bits, T.81 F.2.2.1: those whose top bit is 0 are negative. */
  number(bits: number): number {
    if (bits === 0) return 0;
    const value = this.take(bits);
    return value >>> (bits - 1) ? value : value - (1 << bits) + 1;
  }
}

/** Bits of a number without its sign. */
export function bitsOf(value: number): number {
  return 32 - Math.clz32(value < 0 ? -value : value);
}

/** Writes bits, as a file has them. */
export class BitWriter {
  private bytes = new Uint8Array(1 << 12);
  /** Whole bytes written. */
  length = 0;
  /** Bits after these, and how many. */
  held = 0;
  count = 0;

  /** Writes up to 24 bits. */
  put(value: number, bits: number): void {
    const held = (this.held << bits) | value;
    const count = this.count + bits;
    if (count < 8) {
      this.held = held;
      this.count = count;
    } else this.putBytes(held, count);
  }

  private putBytes(held: number, bits: number): void {
    if (this.length + 8 > this.bytes.length) this.grow();
    const { bytes } = this;
    let { length } = this;
    let count = bits;
    do {
      count -= 8;
      const byte = (held >>> count) & 0xff;
      bytes[length++] = byte;
      if (byte === ONES) bytes[length++] = 0;
    } while (count >= 8);
    this.length = length;
    this.held = held & ((1 << count) - 1);
    this.count = count;
  }

  /** Writes a symbol; false where it has no code. */
  symbol(table: HuffmanTable, symbol: number): boolean {
    const code = table.codes[symbol] as number;
    if (code === 0) return false;
    this.put(codeOf(code), codeLength(code));
    return true;
  }

  /** Writes a number in its bits, after a symbol that says how many these are; false where that has no code. */
  number(table: HuffmanTable, symbol: number, value: number, bits: number): boolean {
    const code = table.codes[symbol] as number;
    if (code === 0) return false;
    const length = codeLength(code);
    const said = value < 0 ? (value - 1) & ((1 << bits) - 1) : value;
    if (length + bits <= MOST_PUT) {
      this.put((codeOf(code) << bits) | said, length + bits);
      return true;
    }
    this.put(codeOf(code), length);
    this.put(said, bits);
    return true;
  }

  /** Writes bits that are a byte each. */
  bits(all: Uint8Array, count: number): void {
    let [held, bits] = [0, 0];
    for (let i = 0; i < count; i++) {
      held = (held << 1) | (all[i] as number);
      if (++bits < MOST_PUT) continue;
      this.put(held, bits);
      [held, bits] = [0, 0];
    }
    if (bits > 0) this.put(held, bits);
  }

  /** Goes to the end of the byte, which is filled with the lowest of these bits. */
  align(fill: number): void {
    const bits = -this.count & 7;
    if (bits > 0) this.put(fill & ((1 << bits) - 1), bits);
  }

  /** Writes a marker, at the end of a byte. */
  marker(kind: number): void {
    if (this.length + 6 > this.bytes.length) this.grow();
    this.bytes[this.length++] = ONES;
    this.bytes[this.length++] = kind;
  }

  /** Whole bytes written. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private grow(): void {
    const longer = new Uint8Array(2 * this.bytes.length);
    longer.set(this.bytes);
    this.bytes = longer;
  }
}
