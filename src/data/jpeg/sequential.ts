/** Blocks of sequential scans, all of whose coefficients are in one: ITU-T T.81, F.1.2 and F.2.2. */

import { BLOCK } from '../../codecs/learning/blocks.js';
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import {
  type BlockReader,
  type BlockWriter,
  type Choices,
  MOST_BITS,
  ZEROS,
} from './blockCoder.js';
import type { Blocks } from './blocks.js';
import type { HuffmanTable } from './huffman.js';
import { MarkReader, type Marks } from './marks.js';
import type { Scan, Scanned } from './scan.js';
import { NATURAL } from './zigzag.js';

export class SequentialReader implements BlockReader {
  private readonly before: Int32Array;
  private readonly idle: Marks;
  private block = 0;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { idle }: Choices,
  ) {
    this.before = new Int32Array(scan.components.length);
    this.idle = idle;
  }

  restart(): void {
    this.before.fill(0);
  }

  read(from: BitReader, component: number, at: number): boolean {
    const { dc, ac } = this.scan.components[component] as Scanned;
    const { before } = this;
    const bits = from.symbol(dc as HuffmanTable);
    if (bits < 0 || bits > MOST_BITS) return false;
    const first = (before[component] as number) + from.number(bits);
    before[component] = first;
    this.blocks.values[at] = first;
    const idle = this.readOthers(from, ac as HuffmanTable, at);
    if (idle > 0) this.idle.add(this.block, idle);
    this.block++;
    return idle >= 0;
  }

  /** Reads the coefficients after the first. Returns how many idle runs stood before the end; -1 where they are wrong. */
  private readOthers(from: BitReader, table: HuffmanTable, at: number): number {
    const { values, ends } = this.blocks;
    let idle = 0;
    for (let k = 1; k < BLOCK; ) {
      const symbol = from.symbol(table);
      const bits = symbol & 15;
      if (symbol === 0) return idle;
      if (symbol === ZEROS) {
        k += 16;
        idle++;
        continue;
      }
      k += symbol >> 4;
      if (symbol < 0 || bits === 0 || k >= BLOCK) return -1;
      values[at + (NATURAL[k] as number)] = from.number(bits);
      ends[at >> 6] = k++;
      idle = 0;
    }
    return idle;
  }
}

export class SequentialWriter implements BlockWriter {
  readonly settled = true;
  private readonly before: Int32Array;
  private readonly idle: MarkReader;
  private block = 0;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { idle }: Choices,
  ) {
    this.before = new Int32Array(scan.components.length);
    this.idle = new MarkReader(idle);
  }

  restart(): void {
    this.before.fill(0);
  }

  write(to: BitWriter, component: number, at: number): boolean {
    const { dc, ac } = this.scan.components[component] as Scanned;
    const first = this.blocks.values[at] as number;
    const difference = first - (this.before[component] as number);
    this.before[component] = first;
    const bits = bitsOf(difference);
    if (bits > MOST_BITS || !to.symbol(dc as HuffmanTable, bits)) return false;
    to.number(difference, bits);
    return this.writeOthers(to, ac as HuffmanTable, at);
  }

  flush(): boolean {
    return true;
  }

  /** Writes the coefficients after the first. */
  private writeOthers(to: BitWriter, table: HuffmanTable, at: number): boolean {
    const { values, ends } = this.blocks;
    const end = ends[at >> 6] as number;
    let run = 0;
    for (let k = 1; k <= end; k++) {
      const value = values[at + (NATURAL[k] as number)] as number;
      if (value === 0) {
        run++;
        continue;
      }
      for (; run > 15; run -= 16) if (!to.symbol(table, ZEROS)) return false;
      const bits = bitsOf(value);
      if (bits > MOST_BITS || !to.symbol(table, (run << 4) | bits)) return false;
      to.number(value, bits);
      run = 0;
    }
    run += BLOCK - 1 - end;
    for (let idle = this.idle.at(this.block++); idle > 0; idle--, run -= 16) {
      if (!to.symbol(table, ZEROS)) return false;
    }
    return run <= 0 || to.symbol(table, 0);
  }
}
