/** How the blocks of a scan are read and written: what all ways share. */
import type { BitReader, BitWriter } from './bits.js';
import { Marks } from './marks.js';

/** What an encoder chose that others would not have chosen so, by block of the scan. */
export interface Choices {
  /** Runs of 16 zeros before the end of the block, which say nothing. */
  readonly idle: Marks;
  /** 1 where a run of ended blocks was broken off before the block. */
  readonly broken: Marks;
}

/** Reads blocks one after another, and notes choices. */
export interface BlockReader {
  /** Forgets what was before, at a restart. */
  restart(): void;
  /** Reads a block of a component of the scan, by its number there, into the coefficients from `at` on. Returns whether it could. */
  read(from: BitReader, component: number, at: number): boolean;
}

/** Writes blocks one after another, and follows choices. */
export interface BlockWriter {
  /** Forgets what was before, at a restart. */
  restart(): void;
  /** Writes a block. Returns whether it can be said in the codes that there are. */
  write(to: BitWriter, component: number, at: number): boolean;
  /** Writes what waits for later blocks. Returns whether it can be said. */
  flush(to: BitWriter): boolean;
  /** Whether nothing waits. */
  readonly settled: boolean;
}

/** No choices. */
export function noChoices(): Choices {
  return { idle: new Marks(), broken: new Marks() };
}

/** Most bits of a number. */
export const MOST_BITS = 15;

/** The symbol of sixteen zeros. */
export const ZEROS = 0xf0;

/** Most runs of sixteen zeros before the end of a block. */
export const MOST_IDLE = 4;
