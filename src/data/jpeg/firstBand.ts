/** Bands of coefficients in progressive scans, their upper bits: ITU-T T.81, G.1.2.2. */
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
import { EndRunReader, EndRunWriter } from './endRuns.js';
import type { HuffmanTable } from './huffman.js';
import { MarkReader, type Marks } from './marks.js';
import { bandTable, type Scan } from './scan.js';
import type { Units } from './units.js';
import { NATURAL } from './zigzag.js';

export class FirstBandReader implements UnitReader {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunReader;
  private readonly idle: Marks;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { idle, broken }: Choices,
  ) {
    this.table = bandTable(scan);
    this.runs = new EndRunReader(broken);
    this.idle = idle;
  }

  restart(): void {
    this.runs.restart();
  }

  read(from: BitReader, units: Units, first: number, last: number): number {
    const { runs } = this;
    const { places } = units;
    let block = first;
    units.at(block);
    while (block < last) {
      if (runs.left > 0) {
        // Blocks that have ended say nothing.
        const ended = Math.min(runs.left, last - block);
        runs.left -= ended;
        block += ended;
        units.at(block);
        continue;
      }
      if (!this.readBlock(from, block, places[0] as number)) return block;
      block++;
      units.next();
    }
    return last;
  }

  /** Reads a block, whose unit it is alone. */
  private readBlock(from: BitReader, block: number, at: number): boolean {
    const { runs, table } = this;
    const { values, ends } = this.blocks;
    const { first, last, low } = this.scan;
    let idle = 0;
    for (let k = first; k <= last; ) {
      const symbol = from.symbol(table);
      if (symbol < 0) return false;
      const bits = symbol & 15;
      if (bits === 0 && symbol !== ZEROS) {
        runs.begin(from, symbol >> 4, block, k === first);
        runs.left--;
        break;
      }
      k += symbol >> 4;
      if (bits === 0) {
        k++;
        idle++;
        continue;
      }
      if (k > last) return false;
      values[at + (NATURAL[k] as number)] = from.number(bits) << low;
      ends[at >> 6] = Math.max(ends[at >> 6] as number, k++);
      idle = 0;
    }
    if (idle > 0) this.idle.add(block, idle);
    return !from.isBeyond;
  }
}

export class FirstBandWriter implements UnitWriter {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunWriter;
  private readonly idle: MarkReader;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { idle, broken }: Choices,
  ) {
    this.table = bandTable(scan);
    this.runs = new EndRunWriter(this.table, broken);
    this.idle = new MarkReader(idle);
  }

  restart(): void {}

  write(to: BitWriter, units: Units, first: number, last: number, onUnit?: OnUnit): number {
    const { runs, idle } = this;
    const { places } = units;
    const { ends } = this.blocks;
    const start = this.scan.first;
    units.at(first);
    for (let block = first; block < last; block++) {
      if (onUnit && runs.settled) onUnit(block);
      const at = places[0] as number;
      const isEmpty = (ends[at >> 6] as number) < start;
      if (isEmpty && block < runs.nextBroken && block < idle.place) {
        if (!runs.takeEmpty(to)) return block;
      } else if (!this.writeBlock(to, block, at)) return block;
      units.next();
    }
    return last;
  }

  flush(to: BitWriter): boolean {
    return this.runs.flush(to);
  }

  private writeBlock(to: BitWriter, block: number, at: number): boolean {
    const { table, runs } = this;
    const { values, ends } = this.blocks;
    if (!runs.before(to, block)) return false;
    const { first, last, low } = this.scan;
    const end = Math.min(last, ends[at >> 6] as number);
    let run = 0;
    for (let k = first; k <= end; k++) {
      const whole = values[at + (NATURAL[k] as number)] as number;
      const value = whole < 0 ? -(-whole >> low) : whole >> low;
      if (value === 0) {
        run++;
        continue;
      }
      if (!runs.flush(to)) return false;
      for (; run > 15; run -= 16) if (!to.symbol(table, ZEROS)) return false;
      const bits = bitsOf(value);
      if (bits > MOST_BITS || !to.number(table, (run << 4) | bits, value, bits)) return false;
      run = 0;
    }
    run += last - Math.max(end, first - 1);
    for (let idle = this.idle.at(block); idle > 0; idle--, run -= 16) {
      if (!runs.flush(to) || !to.symbol(table, ZEROS)) return false;
    }
    return run <= 0 || runs.takeEmpty(to);
  }
}
