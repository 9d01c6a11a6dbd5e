/** Runs of blocks that have ended, in progressive scans: ITU-T T.81, G.1.2.2. */
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import type { HuffmanTable } from './huffman.js';
import { MarkReader, type Marks } from './marks.js';

/** Longest run. */
const LONGEST = 0x7fff;

/** Most bits that wait for the end of a run, in the encoder that all others follow (libjpeg, jcphuff.c). */
const MOST_WAITING = 1000 - 64 + 1;

/** Reads runs, and notes which could have been longer. */
export class EndRunReader {
  /** Blocks of the run that are still to come. */
  left = 0;
  /** The block after the last run, which that could have held; -1 where it could not. */
  private ended = -1;

  constructor(private readonly broken: Marks) {}

  restart(): void {
    this.left = 0;
    this.ended = -1;
  }

  /** Begins a run with a block, which has something before its end or not. */
  begin(from: BitReader, bits: number, block: number, isEmpty: boolean): void {
    const length = (1 << bits) + from.take(bits);
    if (isEmpty && block === this.ended) this.broken.add(block, 1);
    this.left = length;
    this.ended = length === LONGEST ? -1 : block + length;
  }
}

/** Writes runs as long as may be. */
export class EndRunWriter {
  private run = 0;
  private readonly broken: MarkReader;
  /** Bits that follow the run. */
  private readonly waiting = new Uint8Array(MOST_WAITING + 64);
  private bits = 0;

  constructor(
    private readonly table: HuffmanTable,
    broken: Marks,
  ) {
    this.broken = new MarkReader(broken);
  }

  get settled(): boolean {
    return this.run === 0;
  }

  /** Breaks the run off before a block where its encoder did. Returns whether it can be said. */
  before(to: BitWriter, block: number): boolean {
    return this.broken.at(block) === 0 || this.flush(to);
  }

  /** Before which block the run is broken off next. */
  get nextBroken(): number {
    return this.broken.place;
  }

  /** Takes a block in which there is nothing into the run. */
  takeEmpty(to: BitWriter): boolean {
    return ++this.run < LONGEST || this.flush(to);
  }

  /** Takes a block into the run, and bits that follow it. */
  take(to: BitWriter, bits: Uint8Array, count: number): boolean {
    this.run++;
    for (let i = 0; i < count; i++) this.waiting[this.bits++] = bits[i] as number;
    return (this.run < LONGEST && this.bits <= MOST_WAITING) || this.flush(to);
  }

  flush(to: BitWriter): boolean {
    if (this.run === 0) return true;
    const bits = bitsOf(this.run) - 1;
    if (!to.symbol(this.table, bits << 4)) return false;
    to.put(this.run & ((1 << bits) - 1), bits);
    to.bits(this.waiting, this.bits);
    this.bits = 0;
    this.run = 0;
    return true;
  }
}
