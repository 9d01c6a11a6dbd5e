/** How the blocks of a scan are read and written: what all ways share. */
import type { BitReader, BitWriter } from './bits.js';
import { Marks } from './marks.js';
import type { Units } from './units.js';

/** What an encoder chose that others would not have chosen so, by block of the scan. */
export interface Choices {
  /** Runs of 16 zeros before the end of the block, which say nothing. */
  readonly idle: Marks;
  /** 1 where a run of ended blocks was broken off before the block. */
  readonly broken: Marks;
}

/**
 * Reads units one after another, and notes choices. Each kind of scan has a loop of its own over them: one that calls
 * what may be any of five for each block takes longer for that than for what is mostly next to nothing in it.
 */
export interface UnitReader {
  /** Forgets what was before, at a restart. */
  restart(): void;
  /** Reads units [first, last) into the coefficients. Returns the one that it could not read, or the last. */
  read(from: BitReader, units: Units, first: number, last: number): number;
}

/** Told of a unit that is to be written. */
export type OnUnit = (unit: number) => void;

/** Writes units one after another, and follows choices. */
export interface UnitWriter {
  /** Forgets what was before, at a restart. */
  restart(): void;
  /**
   * Writes units [first, last).
   *
   * @param onUnit told before each unit at which nothing waits.
   * @returns the one that cannot be said in the codes that there are, or the last.
   */
  write(to: BitWriter, units: Units, first: number, last: number, onUnit?: OnUnit): number;
  /** Writes what waits for later blocks. Returns whether it can be said. */
  flush(to: BitWriter): boolean;
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
