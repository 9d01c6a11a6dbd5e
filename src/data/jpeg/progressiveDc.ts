/** First coefficients of blocks in progressive scans: ITU-T T.81, G.1.2.1. */
import { type BitReader, type BitWriter, bitsOf } from './bits.js';
import { type BlockReader, type BlockWriter, MOST_BITS } from './blockCoder.js';
import type { Blocks } from './blocks.js';
import type { HuffmanTable } from './huffman.js';
import type { Scan, Scanned } from './scan.js';

/** Their upper bits. */
export class FirstDcReader implements BlockReader {
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

  read(from: BitReader, component: number, at: number): boolean {
    const bits = from.symbol((this.scan.components[component] as Scanned).dc as HuffmanTable);
    if (bits < 0 || bits > MOST_BITS) return false;
    const value = (this.before[component] as number) + from.number(bits);
    this.before[component] = value;
    this.blocks.values[at] = value << this.scan.low;
    return true;
  }
}

export class FirstDcWriter implements BlockWriter {
  readonly settled = true;
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

  write(to: BitWriter, component: number, at: number): boolean {
    const value = (this.blocks.values[at] as number) >> this.scan.low;
    const difference = value - (this.before[component] as number);
    this.before[component] = value;
    const bits = bitsOf(difference);
    const { dc } = this.scan.components[component] as Scanned;
    if (bits > MOST_BITS || !to.symbol(dc as HuffmanTable, bits)) return false;
    to.number(difference, bits);
    return true;
  }

  flush(): boolean {
    return true;
  }
}

/** One more bit of each. */
export class NextDcReader implements BlockReader {
  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {}

  restart(): void {}

  read(from: BitReader, _component: number, at: number): boolean {
    const value = this.blocks.values[at] as number;
    this.blocks.values[at] = value | (from.take(1) << this.scan.low);
    return true;
  }
}

export class NextDcWriter implements BlockWriter {
  readonly settled = true;

  constructor(
    private readonly scan: Scan,
    private readonly blocks: Blocks,
  ) {}

  restart(): void {}

  write(to: BitWriter, _component: number, at: number): boolean {
    to.put(((this.blocks.values[at] as number) >> this.scan.low) & 1, 1);
    return true;
  }

  flush(): boolean {
    return true;
  }
}
