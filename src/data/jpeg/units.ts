/** The blocks of a scan in their order: ITU-T T.81, A.2. */
import type { Scan, Scanned } from './scan.js';

/** Goes over the units of a scan. */
export class Units {
  /** How many there are. */
  readonly count: number;
  /** By block of a unit: number of its component in the scan. */
  readonly owners: Uint8Array;
  /** By block: where its coefficients begin, of the unit where it is. */
  readonly places: Int32Array;
  /** Units of a row. */
  private readonly wide: number;
  /** By block: its place in the first unit, and from a unit to the next of the row; in blocks. */
  private readonly firsts: Int32Array;
  private readonly steps: Int32Array;
  /** Where it is. */
  private row = 0;
  private column = 0;

  constructor(private readonly scan: Scan) {
    const { frame, components } = scan;
    const blocks = components.length === 1 ? [] : components.flatMap(blocksOf);
    const { own, before } = (components[0] as Scanned).component;
    const alone = components.length === 1;
    this.wide = alone ? own.wide : frame.unitsWide;
    this.count = alone ? own.wide * own.high : frame.unitsWide * frame.unitsHigh;
    const all = alone ? [{ owner: 0, first: before, step: 1 }] : blocks;
    this.owners = Uint8Array.from(all, ({ owner }) => owner);
    this.firsts = Int32Array.from(all, ({ first }) => first);
    this.steps = Int32Array.from(all, ({ step }) => step);
    this.places = new Int32Array(all.length);
  }

  /** Blocks of all. */
  get blocks(): number {
    return this.count * this.places.length;
  }

  /** Units up to the end of a row of units of the picture. */
  until(row: number): number {
    const { components } = this.scan;
    const { down, own } = (components[0] as Scanned).component;
    const rows = components.length > 1 ? row + 1 : Math.min((row + 1) * down, own.high);
    return rows * this.wide;
  }

  /** Goes to a unit. */
  at(unit: number): void {
    this.row = Math.floor(unit / this.wide);
    this.column = unit - this.row * this.wide;
    this.place();
  }

  /** Goes to the unit after this one. */
  next(): void {
    const { places, steps, wide } = this;
    if (++this.column === wide) {
      this.column = 0;
      this.row++;
      this.place();
      return;
    }
    for (let i = 0; i < places.length; i++) {
      places[i] = (places[i] as number) + ((steps[i] as number) << 6);
    }
  }

  private place(): void {
    const { firsts, steps, places, row, column } = this;
    const start = this.rowStart(row);
    for (let i = 0; i < places.length; i++) {
      places[i] = (start + (firsts[i] as number) + column * (steps[i] as number)) << 6;
    }
  }

  /** Blocks before a row of units; of one component alone these are its rows of blocks. */
  private rowStart(row: number): number {
    const { frame, components } = this.scan;
    if (components.length > 1) return row * frame.rowBlocks;
    const { down, wide } = (components[0] as Scanned).component;
    const unitRow = Math.floor(row / down);
    return unitRow * frame.rowBlocks + (row - unitRow * down) * wide;
  }
}

function blocksOf({ component: { across, down, wide, before } }: Scanned, owner: number) {
  return Array.from({ length: across * down }, (_, i) => ({
    owner,
    first: before + Math.floor(i / across) * wide + (i % across),
    step: across,
  }));
}
