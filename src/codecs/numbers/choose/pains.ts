import { bytes } from '../coders/bytes.js';
import type { Coder } from '../coders/coder.js';
import { CODERS } from '../coders/index.js';
import { matches } from '../coders/matches.js';
import { planes } from '../coders/planes.js';

/** Coders that are quick. */
const QUICK: readonly Coder[] = [planes, matches];
/** Those that learn more than these: what rows of one column do, bytes do not better. */
const THOROUGH = CODERS.filter((coder) => coder !== bytes && !QUICK.includes(coder));

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
  /** Whether a guess may go by what is near, which some coders live by. */
  readonly near: boolean;
}

const THOROUGHLY = { coders: THOROUGH, plain: bytes, near: true };

/** The pains to be taken of each of so many columns, so that all together take some hundredths of a second. */
export function quickPains(columns: number): Pains {
  return {
    look: clamp(32768 / columns, 1024, 8192),
    sample: clamp(32768 / columns, 1024, 8192),
    ideas: columns > 16 ? 2 : 3,
    coders: QUICK,
    plain: planes,
    near: false,
  };
}

/** The pains to be taken of each of so many columns, so that all together take some tenths of a second. */
export function painsFor(columns: number, axes = 1): Pains {
  if (columns === 1 && axes > 1) {
    return { ...THOROUGHLY, look: 49152, sample: 24576, ideas: 3 };
  }
  return {
    ...THOROUGHLY,
    look: clamp(65536 / columns, 1024, 12288),
    sample: clamp(36864 / columns, 1024, 12288),
    ideas: clamp(16 / columns, 2, 5),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(Math.max(value, least), most));
}
