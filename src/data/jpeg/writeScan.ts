/** Coefficients as entropy-coded bytes of a scan. */
import { BitWriter } from './bits.js';
import type { BlockWriter, Choices } from './blockCoder.js';
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

/** The bytes of a scan as far as its codes can say it, and whether they can say all of it. */
export function written(scan: Scan, blocks: Blocks, rest: ScanRest, watch: Watch = () => {}) {
  const writer = writerOf(scan, blocks, rest);
  const units = new Units(scan);
  const fills = new MarkReader(rest.fills);
  const to = new BitWriter();
  const result = (whole: boolean) => ({ bytes: to.written(), whole });
  let unit = 0;
  for (let segment = 0; ; segment++) {
    const first = unit;
    const last = lastUnit(scan, unit, rest.units);
    writer.restart();
    for (; unit < last; unit++) {
      if (writer.settled && (unit > first || segment === 0)) watch(unit, to);
      if (!writeUnit(to, writer, units, unit)) return result(false);
    }
    if (!writer.flush(to)) return result(false);
    watch(unit, to);
    if (rest.cut && unit === rest.units) return result(true);
    to.align((fills.at(segment) || 0x100) - 1);
    if (unit === rest.units) return result(true);
    to.marker(RESTART + (segment & 7));
  }
}

function writeUnit(to: BitWriter, writer: BlockWriter, units: Units, unit: number): boolean {
  const { owners, places } = units;
  units.at(unit);
  for (let i = 0; i < places.length; i++) {
    if (!writer.write(to, owners[i] as number, places[i] as number)) return false;
  }
  return true;
}

/** The entropy-coded bytes of a scan, with its restarts; undefined where its codes cannot say it. */
export function writeScan(scan: Scan, blocks: Blocks, rest: ScanRest): Uint8Array | undefined {
  const { bytes, whole } = written(scan, blocks, rest);
  return whole ? bytes : undefined;
}

function writerOf(scan: Scan, blocks: Blocks, choices: Choices): BlockWriter {
  if (!scan.frame.progressive) return new SequentialWriter(scan, blocks, choices);
  if (scan.first > 0) {
    const Writer = scan.high === 0 ? FirstBandWriter : NextBandWriter;
    return new Writer(scan, blocks, choices);
  }
  return new (scan.high === 0 ? FirstDcWriter : NextDcWriter)(scan, blocks);
}
