/** What is kept of a scan beside its coefficients: what no encoder needs to choose so. */
import type { Choices } from './blockCoder.js';
import type { Marks } from './marks.js';
import type { Scan } from './scan.js';

/** What a scan is beside its coefficients. */
export interface ScanRest extends Choices {
  /** Units that are read. */
  units: number;
  /** Whether the file goes on otherwise after these, in the middle of a byte perhaps. */
  cut: boolean;
  /** By segment between restarts: the bits that fill its last byte, where these are not all ones, more by one. */
  readonly fills: Marks;
}

/** The first marker of a restart, of eight in turn. */
export const RESTART = 0xd0;

/** The end of the segment that begins at a unit. */
export function lastUnit({ interval }: Scan, unit: number, units: number): number {
  return interval > 0 ? Math.min(units, unit + interval) : units;
}
