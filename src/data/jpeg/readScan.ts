/** Entropy-coded bytes of a scan as coefficients, as far as they can be written again. */
import { BitReader, segmentAt } from './bits.js';
import { type Choices, noChoices, type UnitReader } from './blockCoder.js';
import type { Blocks } from './blocks.js';
import { FirstBandReader } from './firstBand.js';
import { Marks } from './marks.js';
import { NextBandReader } from './nextBand.js';
import { FirstDcReader, NextDcReader } from './progressiveDc.js';
import type { Scan } from './scan.js';
import { lastUnit, RESTART, type ScanRest } from './scanRest.js';
import { SequentialReader } from './sequential.js';
import { Units } from './units.js';
import { written } from './writeScan.js';
import { NATURAL } from './zigzag.js';

/** A scan that was read, and where in the file it ends. */
export interface ReadScan {
  readonly rest: ScanRest;
  readonly end: number;
}

/**
 * Reads a scan into the coefficients of its picture.
 *
 * @param at where its codes begin.
 * @param proving whether it is written again, to see that it is the same; a scan that is damaged always is.
 */
export function readScan(
  file: Uint8Array,
  at: number,
  scan: Scan,
  blocks: Blocks,
  proving: boolean,
): ReadScan {
  const { rest, end } = decoded(file, at, scan, blocks);
  if (end !== undefined && !proving) return { rest, end };
  return proved(file, at, scan, blocks, rest, end);
}

/** What is read of a scan, and where it ends; undefined where it does not as it should. */
function decoded(file: Uint8Array, at: number, scan: Scan, blocks: Blocks) {
  const rest: ScanRest = { units: 0, cut: false, fills: new Marks(), ...noChoices() };
  const reader = readerOf(scan, blocks, rest);
  const units = new Units(scan);
  let start = at;
  for (let segment = 0; ; segment++) {
    const { padded, bits, end } = segmentAt(file, start);
    const from = new BitReader(padded, bits);
    const last = lastUnit(scan, rest.units, units.count);
    reader.restart();
    rest.units = reader.read(from, units, rest.units, last);
    if (rest.units < last) return { rest, end: undefined };
    const filled = -from.at & 7;
    const fill = from.take(filled);
    if (fill !== (1 << filled) - 1) rest.fills.add(segment, fill + 1);
    if (from.at !== bits) return { rest, end: undefined };
    if (rest.units === units.count) return { rest, end };
    if (file[end] !== 0xff || file[end + 1] !== RESTART + (segment & 7)) {
      return { rest, end: undefined };
    }
    start = end + 2;
  }
}

/** As much of a scan as is the same when it is written again, and where the file goes on after it. */
function proved(
  file: Uint8Array,
  at: number,
  scan: Scan,
  blocks: Blocks,
  rest: ScanRest,
  end: number | undefined,
): ReadScan {
  let [units, length, same] = [0, 0, 0];
  const { bytes, whole } = written(scan, blocks, rest, (unit, to) => {
    same = sameFrom(file.subarray(at), to.written(), same);
    if (same < to.length) return;
    const next = file[at + same] ?? 0;
    if (next >> (8 - to.count) === to.held) [units, length] = [unit, same];
  });
  if (end !== undefined && whole && Buffer.compare(bytes, file.subarray(at, end)) === 0) {
    return { rest, end };
  }
  clearFrom(scan, blocks, units);
  const perUnit = new Units(scan).places.length;
  rest.idle.endAt(units * perUnit);
  rest.broken.endAt(units * perUnit);
  rest.fills.endAt(scan.interval > 0 ? Math.floor(Math.max(units - 1, 0) / scan.interval) : 0);
  rest.units = units;
  rest.cut = true;
  return { rest, end: at + length };
}

/** Forgets what was read of units from one on, which stays as it is, where nothing was known of it before. */
function clearFrom(scan: Scan, { values }: Blocks, first: number): void {
  if (scan.high > 0) return;
  const units = new Units(scan);
  for (let unit = first; unit < units.count; unit++) {
    units.at(unit);
    for (const at of units.places) {
      for (let k = scan.first; k <= scan.last; k++) values[at + (NATURAL[k] as number)] = 0;
    }
  }
}

/** How many bytes of two are the same, of which so many are. */
function sameFrom(a: Uint8Array, b: Uint8Array, known: number): number {
  let same = known;
  while (same < b.length && a[same] === b[same]) same++;
  return same;
}

function readerOf(scan: Scan, blocks: Blocks, choices: Choices): UnitReader {
  if (!scan.frame.progressive) return new SequentialReader(scan, blocks, choices);
  if (scan.first > 0) {
    const Reader = scan.high === 0 ? FirstBandReader : NextBandReader;
    return new Reader(scan, blocks, choices);
  }
  return new (scan.high === 0 ? FirstDcReader : NextDcReader)(scan, blocks);
}
