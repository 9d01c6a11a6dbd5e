/** Bands of coefficients in progressive scans, their upper bits: ITU-T T.81, G.1.2.2. */
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import {
  type BlockReader,
  type BlockWriter,
  type Choices,
  MOST_BITS,
  ZEROS,
} from './blockCoder.js';
import type { Blocks } from './blocks.js';
import { EndRunReader, EndRunWriter } from './endRuns.js';
import type { HuffmanTable } from './huffman.js';
import { MarkReader, type Marks } from './marks.js';
import { bandTable, type Scan } from './scan.js';
import { NATURAL } from './zigzag.js';

export class FirstBandReader implements BlockReader {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunReader;
  private readonly idle: Marks;
  private block = 0;

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

  read(from: BitReader, _component: number, at: number): boolean {
    const block = this.block++;
    const { runs, table } = this;
    if (runs.left > 0) {
      runs.left--;
      return true;
    }
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
    return true;
  }
}

const NO_BITS = new Uint8Array(0);

export class FirstBandWriter implements BlockWriter {
  private readonly table: HuffmanTable;
  private readonly runs: EndRunWriter;
  private readonly idle: MarkReader;
  private block = 0;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
    { idle, broken }: Choices,
  ) {
    this.table = bandTable(scan);
    this.runs = new EndRunWriter(this.table, broken);
    this.idle = new MarkReader(idle);
  }

  get settled(): boolean {
    return this.runs.settled;
  }

  restart(): void {}

  write(to: BitWriter, _component: number, at: number): boolean {
    const block = this.block++;
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
      if (bits > MOST_BITS || !to.symbol(table, (run << 4) | bits)) return false;
      to.number(value, bits);
      run = 0;
    }
    run += last - Math.max(end, first - 1);
    for (let idle = this.idle.at(block); idle > 0; idle--, run -= 16) {
      if (!runs.flush(to) || !to.symbol(table, ZEROS)) return false;
    }
    return run <= 0 || runs.take(to, NO_BITS, 0);
  }

  flush(to: BitWriter): boolean {
    return this.runs.flush(to);
  }
}
