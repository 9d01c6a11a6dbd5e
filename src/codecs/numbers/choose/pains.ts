import { bytes } from '../coders/bytes.js';
import type { Coder } from '../coders/coder.js';
import { CODERS } from '../coders/index.js';
import { matches } from '../coders/matches.js';
import { planes } from '../coders/planes.js';

/** Coders that are quick. */
const QUICK: readonly Coder[] = [planes, matches];
/** Those that learn more than these: what rows of one column do, bytes do not better. */
const THOROUGH = CODERS.filter((coder) => coder !== bytes && !QUICK.includes(coder));

/** Of what the best takes by a part of a sample, what another may take for it to be tried on more. */
interface Margins {
  /** By the first part. */
  readonly first: number;
  /** The same of an array of more axes: what lives by neighbours along all of them learns for long. */
  readonly firstOfArray: number;
  /** By later parts. */
  readonly later: number;
}

/** How much is looked at, of one column among some. */
export interface Pains {
  /** Numbers, next to each other, that views are tried on. */
  readonly look: number;
  /** Of those how many coders are tried on. */
  readonly sample: number;
  /** Ideas that are tried. */
  readonly ideas: number;
  /** Coders that are tried. */
  readonly coders: readonly Coder[];
  /** The one for what is of no use to try, or that none of them takes. */
  readonly plain: Coder;
  /** Bytes of those, at most: what codes wide numbers byte by byte takes long for each. */
  readonly sampleBytes: number;
  /** Parts of it that are tried, one after another. */
  readonly parts: readonly number[];
  /** When to leave out what is behind the best. */
  readonly margins: Margins;
  /** Part of the bits that a byte less of each number is worth where these are coded byte by byte: it takes less time. */
  readonly worthOfByte: number;
  /** Whether a guess may go by what is near, which some coders live by. */
  readonly near: boolean;
}

const THOROUGHLY = {
  coders: THOROUGH,
  plain: bytes,
  near: true,
  sampleBytes: 1 << 16,
  parts: [1 / 4, 1 / 2, 1],
  margins: { first: 1.04, firstOfArray: 1.1, later: 1.03 },
  worthOfByte: 1 / 4096,
};

/** The pains to be taken of each of so many columns, so that all together take some hundredths of a second. */
export function quickPains(columns: number): Pains {
  return {
    look: clamp(32768 / columns, 1024, 8192),
    sample: clamp(32768 / columns, 1024, 8192),
    ideas: columns > 16 ? 2 : 3,
    coders: QUICK,
    plain: planes,
    near: false,
    sampleBytes: 1 << 16,
    parts: [1 / 4, 1],
    // Coders take no more time than all else does.
    margins: { first: 1.06, firstOfArray: 1.16, later: 1.16 },
    worthOfByte: 0,
  };
}

/** The pains to be taken of each of so many columns, so that all together take some tenths of a second. */
export function painsFor(columns: number, axes = 1): Pains {
  if (columns === 1 && axes > 1) {
    return { ...THOROUGHLY, look: 49152, sample: 18432, ideas: 3 };
  }
  return {
    ...THOROUGHLY,
    look: clamp(65536 / columns, 1024, 12288),
    sample: clamp(27648 / columns, 768, 9216),
    ideas: clamp(16 / columns, 2, 5),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(Math.max(value, least), most));
}
