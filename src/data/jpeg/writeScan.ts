/** Coefficients as entropy-coded bytes of a scan. */
import { BitWriter } from './bits.js';
import type { Choices, OnUnit, UnitWriter } from './blockCoder.js';
import type { Blocks } from './blocks.js';
import { FirstBandWriter } from './firstBand.js';
import { MarkReader } from './marks.js';
import { NextBandWriter } from './nextBand.js';
import { FirstDcWriter, NextDcWriter } from './progressiveDc.js';
import type { Scan } from './scan.js';
import { lastUnit, RESTART, type ScanRest } from './scanRest.js';
import { SequentialWriter } from './sequential.js';
import { Units } from './units.js';

/** Told before each unit at which nothing waits to be said, and after the last, but not after a restart. */
type Watch = (unit: number, to: BitWriter) => void;

/** Writes a scan, some units at a time. */
class ScanWriter {
  private readonly to = new BitWriter();
  private readonly writer: UnitWriter;
  private readonly units: Units;
  private readonly fills: MarkReader;
  private readonly onUnit: OnUnit | undefined;
  private unit = 0;
  /** Segments between restarts that are whole, and the units of this one. */
  private segment = 0;
  private first = 0;
  private last: number;
  /** Whether all of it is written, or what comes next cannot be said; undefined where it goes on. */
  private whole: boolean | undefined;

  constructor(
    private readonly scan: Scan,
    blocks: Blocks,
    private readonly rest: ScanRest,
    private readonly watch?: Watch,
  ) {
    this.writer = writerOf(scan, blocks, rest);
    this.units = new Units(scan);
    this.fills = new MarkReader(rest.fills);
    this.last = lastUnit(scan, 0, rest.units);
    this.onUnit =
      watch && ((at) => (at > this.first || this.segment === 0 ? watch(at, this.to) : undefined));
  }

  /** Writes up to the end of a row of units of the picture. */
  goToRow(row: number): void {
    this.goTo(this.units.until(row));
  }

  /** Writes all that is left, as far as its codes can say it; says whether they can say all. */
  finish(): { readonly bytes: Uint8Array; readonly whole: boolean } {
    this.goTo(this.rest.units);
    return { bytes: this.to.written(), whole: this.whole ?? false };
  }

  private goTo(end: number): void {
    const { to, writer, units } = this;
    while (this.whole === undefined) {
      const until = Math.min(end, this.last);
      this.unit = writer.write(to, units, this.unit, Math.max(until, this.unit), this.onUnit);
      if (this.unit < until) this.whole = false;
      else if (this.unit < this.last) return;
      else this.endSegment();
    }
  }

  private endSegment(): void {
    const { to, writer, scan, rest, unit } = this;
    if (!writer.flush(to)) {
      this.whole = false;
      return;
    }
    this.watch?.(unit, to);
    if (!rest.cut || unit < rest.units) to.align((this.fills.at(this.segment) || 0x100) - 1);
    if (unit === rest.units) {
      this.whole = true;
      return;
    }
    to.marker(RESTART + (this.segment++ & 7));
    writer.restart();
    this.first = unit;
    this.last = lastUnit(scan, unit, rest.units);
  }
}

/** The bytes of a scan as far as its codes can say it, and whether they can say all of it. */
export function written(scan: Scan, blocks: Blocks, rest: ScanRest, watch?: Watch) {
  return new ScanWriter(scan, blocks, rest, watch).finish();
}

/** A scan that is to be written. */
export interface ScanToWrite {
  readonly scan: Scan;
  readonly rest: ScanRest;
}

/**
 * The entropy-coded bytes of all scans of a picture, with their restarts; undefined for those whose codes cannot say it.
 * They are written side by side, row after row, since a picture is larger than what is near a processor.
 */
export function writeScans(
  scans: readonly ScanToWrite[],
  blocks: Blocks,
): (Uint8Array | undefined)[] {
  const writers = scans.map(({ scan, rest }) => new ScanWriter(scan, blocks, rest));
  const rows = scans[0]?.scan.frame.unitsHigh ?? 0;
  for (let row = 0; row < rows; row++) {
    for (const writer of writers) writer.goToRow(row);
  }
  return writers.map((writer) => {
    const { bytes, whole } = writer.finish();
    return whole ? bytes : undefined;
  });
}

function writerOf(scan: Scan, blocks: Blocks, choices: Choices): UnitWriter {
  if (!scan.frame.progressive) return new SequentialWriter(scan, blocks, choices);
  if (scan.first > 0) {
    const Writer = scan.high === 0 ? FirstBandWriter : NextBandWriter;
    return new Writer(scan, blocks, choices);
  }
  return new (scan.high === 0 ? FirstDcWriter : NextDcWriter)(scan, blocks);
}
