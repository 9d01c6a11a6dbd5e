/** Blocks of sequential scans, all of whose coefficients are in one: ITU-T T.81, F.1.2 and F.2.2. */

import { BLOCK } from '../../codecs/learning/blocks.js';
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import {
  type Choices,
  MOST_BITS,
  type OnUnit,
  type UnitReader,
  type UnitWriter,
  ZEROS,
} from './blockCoder.js';
import type { Blocks } from './blocks.js';
import type { HuffmanTable } from './huffman.js';
import { MarkReader, type Marks } from './marks.js';
import type { Scan, Scanned } from './scan.js';
import type { Units } from './units.js';
import { NATURAL } from './zigzag.js';

export class SequentialReader implements UnitReader {
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

  read(from: BitReader, units: Units, first: number, last: number): number {
    const { owners, places } = units;
    units.at(first);
    for (let unit = first; unit < last; unit++) {
      for (let i = 0; i < places.length; i++) {
        if (!this.readBlock(from, owners[i] as number, places[i] as number)) return unit;
      }
      units.next();
    }
    return last;
  }

  /** Reads a block of a component of the scan, by its number there, into the coefficients from `at` on. */
  private readBlock(from: BitReader, component: number, at: number): boolean {
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
    return idle >= 0 && !from.isBeyond;
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

export class SequentialWriter implements UnitWriter {
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

  write(to: BitWriter, units: Units, first: number, last: number, onUnit?: OnUnit): number {
    const { owners, places } = units;
    units.at(first);
    for (let unit = first; unit < last; unit++) {
      onUnit?.(unit);
      for (let i = 0; i < places.length; i++) {
        if (!this.writeBlock(to, owners[i] as number, places[i] as number)) return unit;
      }
      units.next();
    }
    return last;
  }

  flush(): boolean {
    return true;
  }

  private writeBlock(to: BitWriter, component: number, at: number): boolean {
    const { dc, ac } = this.scan.components[component] as Scanned;
    const first = this.blocks.values[at] as number;
    const difference = first - (this.before[component] as number);
    this.before[component] = first;
    const bits = bitsOf(difference);
    if (bits > MOST_BITS || !to.number(dc as HuffmanTable, bits, difference, bits)) return false;
    return this.writeOthers(to, ac as HuffmanTable, at);
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
      if (bits > MOST_BITS || !to.number(table, (run << 4) | bits, value, bits)) return false;
      run = 0;
    }
    run += BLOCK - 1 - end;
    for (let idle = this.idle.at(this.block++); idle > 0; idle--, run -= 16) {
      if (!to.symbol(table, ZEROS)) return false;
    }
    return run <= 0 || to.symbol(table, 0);
  }
}
