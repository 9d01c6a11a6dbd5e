/** First coefficients of blocks in progressive scans: ITU-T T.81, G.1.2.1. */
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import { MOST_BITS, type OnUnit, type UnitReader, type UnitWriter } from './blockCoder.js';
import type { Blocks } from './blocks.js';
import type { HuffmanTable } from './huffman.js';
import type { Scan, Scanned } from './scan.js';
import type { Units } from './units.js';

/** Their upper bits. */
export class FirstDcReader implements UnitReader {
  private readonly before: Int32Array;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {
    this.before = new Int32Array(scan.components.length);
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

  private readBlock(from: BitReader, component: number, at: number): boolean {
    const bits = from.symbol((this.scan.components[component] as Scanned).dc as HuffmanTable);
    if (bits < 0 || bits > MOST_BITS) return false;
    const value = (this.before[component] as number) + from.number(bits);
    this.before[component] = value;
    this.blocks.values[at] = value << this.scan.low;
    return !from.isBeyond;
  }
}

export class FirstDcWriter implements UnitWriter {
  private readonly before: Int32Array;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {
    this.before = new Int32Array(scan.components.length);
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
    const value = (this.blocks.values[at] as number) >> this.scan.low;
    const difference = value - (this.before[component] as number);
    this.before[component] = value;
    const bits = bitsOf(difference);
    const { dc } = this.scan.components[component] as Scanned;
    return bits <= MOST_BITS && to.number(dc as HuffmanTable, bits, difference, bits);
  }
}

/** One more bit of each. */
export class NextDcReader implements UnitReader {
  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {}

  restart(): void {}

  read(from: BitReader, units: Units, first: number, last: number): number {
    const { places } = units;
    const { values } = this.blocks;
    const { low } = this.scan;
    units.at(first);
    for (let unit = first; unit < last; unit++) {
      for (let i = 0; i < places.length; i++) {
        const at = places[i] as number;
        values[at] = (values[at] as number) | (from.bit() << low);
      }
      if (from.isBeyond) return unit;
      units.next();
    }
    return last;
  }
}

export class NextDcWriter implements UnitWriter {
  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {}

  restart(): void {}

  write(to: BitWriter, units: Units, first: number, last: number, onUnit?: OnUnit): number {
    const { places } = units;
    const { values } = this.blocks;
    const { low } = this.scan;
    units.at(first);
    for (let unit = first; unit < last; unit++) {
      onUnit?.(unit);
      for (let i = 0; i < places.length; i++) {
        to.put(((values[places[i] as number] as number) >> low) & 1, 1);
      }
      units.next();
    }
    return last;
  }

  flush(): boolean {
    return true;
  }
}
