/** Bands of coefficients in progressive scans, one more bit of each: ITU-T T.81, G.1.2.3. */

import { BLOCK } from '../../codecs/learning/blocks.js';
import type { BitReader, BitWriter } from './bits.js';
import {
  type Choices,
  type OnUnit,
  type UnitReader,
  type UnitWriter,
  ZEROS,
} from './blockCoder.js';
import type { Blocks } from './blocks.js';
import { EndRunReader, EndRunWriter } from './endRuns.js';
import type { HuffmanTable } from './huffman.js';
import { bandTable, type Scan } from './scan.js';
import type { Units } from './units.js';
import { NATURAL } from './zigzag.js';

export class NextBandReader implements UnitReader {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunReader;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { broken }: Choices,
  ) {
    this.table = bandTable(scan);
    this.runs = new EndRunReader(broken);
  }

  restart(): void {
    this.runs.restart();
  }

  read(from: BitReader, units: Units, first: number, last: number): number {
    const { runs } = this;
    const { places } = units;
    const { ends } = this.blocks;
    const start = this.scan.first;
    units.at(first);
    for (let block = first; block < last; block++) {
      const at = places[0] as number;
      // A block that has ended and in which nothing was before says nothing.
      if (runs.left > 0 && (ends[at >> 6] as number) < start) runs.left--;
      else if (!this.readBlock(from, block, at)) return block;
      units.next();
    }
    return last;
  }

  /** Reads a block, whose unit it is alone. */
  private readBlock(from: BitReader, block: number, at: number): boolean {
    const { runs, table } = this;
    const { values, ends } = this.blocks;
    const { first, last, low } = this.scan;
    let k = first;
    while (runs.left === 0 && k <= last) {
      const symbol = from.symbol(table);
      const bits = symbol & 15;
      if (symbol < 0 || bits > 1) return false;
      if (bits === 0 && symbol !== ZEROS) {
        runs.begin(from, symbol >> 4, block, k === first);
        break;
      }
      const value = bits === 0 ? 0 : (from.bit() ? 1 : -1) << low;
      k = this.correct(from, at, k, symbol >> 4);
      if (value !== 0) {
        if (k > last) return false;
        values[at + (NATURAL[k] as number)] = value;
        ends[at >> 6] = Math.max(ends[at >> 6] as number, k);
      }
      k++;
    }
    if (runs.left > 0) {
      this.correct(from, at, k, BLOCK);
      runs.left--;
    }
    return !from.isBeyond;
  }

  /** Reads one more bit of what is not zero, over so many zeros. Returns the place of the zero after these. */
  private correct(from: BitReader, at: number, start: number, zeros: number): number {
    const { values, ends } = this.blocks;
    const { last, low } = this.scan;
    const end = Math.min(last, ends[at >> 6] as number);
    let left = zeros;
    let k = start;
    for (; k <= end; k++) {
      const place = at + (NATURAL[k] as number);
      const value = values[place] as number;
      if (value === 0) {
        if (left-- === 0) return k;
      } else if (from.bit()) {
        values[place] = value < 0 ? value - (1 << low) : value + (1 << low);
      }
    }
    return Math.min(k + left, last + 1);
  }
}

export class NextBandWriter implements UnitWriter {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunWriter;
  /** Bits that correct what is not zero since the last symbol of the block. */
  private readonly bits = new Uint8Array(BLOCK);

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { broken }: Choices,
  ) {
    this.table = bandTable(scan);
    this.runs = new EndRunWriter(this.table, broken);
  }

  restart(): void {}

  write(to: BitWriter, units: Units, first: number, last: number, onUnit?: OnUnit): number {
    const { runs } = this;
    const { places } = units;
    const { ends } = this.blocks;
    const start = this.scan.first;
    units.at(first);
    for (let block = first; block < last; block++) {
      if (onUnit && runs.settled) onUnit(block);
      const at = places[0] as number;
      if ((ends[at >> 6] as number) < start && block < runs.nextBroken) {
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
    const { runs, table, bits } = this;
    const { values, ends } = this.blocks;
    if (!runs.before(to, block)) return false;
    const { first, last, low } = this.scan;
    const end = Math.min(last, ends[at >> 6] as number);
    let final = -1;
    let zeros = 0;
    let count = 0;
    for (let k = first; k <= end; k++) {
      const whole = values[at + (NATURAL[k] as number)] as number;
      const value = (whole < 0 ? -whole : whole) >> low;
      if (value === 0) {
        zeros++;
        continue;
      }
      if (zeros > 15) {
        if (final < 0) final = this.lastNew(at, end);
        for (; zeros > 15 && k <= final; zeros -= 16) {
          if (!runs.flush(to) || !to.symbol(table, ZEROS)) return false;
          to.bits(bits, count);
          count = 0;
        }
      }
      if (value > 1) {
        bits[count++] = value & 1;
        continue;
      }
      if (!runs.flush(to) || !to.number(table, (zeros << 4) | 1, whole < 0 ? -1 : 1, 1))
        return false;
      to.bits(bits, count);
      count = 0;
      zeros = 0;
    }
    zeros += last - Math.max(end, first - 1);
    return (zeros === 0 && count === 0) || runs.take(to, bits, count);
  }

  /** The last coefficient, up to this one, of which this is the first bit. */
  private lastNew(at: number, end: number): number {
    const { first, low } = this.scan;
    let k = end;
    for (; k >= first; k--) {
      const whole = this.blocks.values[at + (NATURAL[k] as number)] as number;
      if ((whole < 0 ? -whole : whole) >> low === 1) break;
    }
    return k;
  }
}
