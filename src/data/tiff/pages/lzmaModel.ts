import { half } from './rangeDecoder.js';

const STATES = 12;
export const MOST_POSITIONS = 16;
export const ALIGN_BITS = 4;

/** Lengths of matches: of 3 or 3 bits by the position, or of 8. */
export interface Lengths {
  readonly choice: Uint16Array;
  readonly low: Uint16Array;
  readonly middle: Uint16Array;
  readonly high: Uint16Array;
}

/** All that learns. */
export interface Model {
  readonly literal: Uint16Array;
  readonly isMatch: Uint16Array;
  readonly isRepeat: Uint16Array;
  readonly isRepeat0: Uint16Array;
  readonly isRepeat1: Uint16Array;
  readonly isRepeat2: Uint16Array;
  readonly isLong0: Uint16Array;
  readonly slots: Uint16Array;
  readonly special: Uint16Array;
  readonly align: Uint16Array;
  readonly match: Lengths;
  readonly repeat: Lengths;
}

/** One that knows nothing yet. @param literalBits bits of what a literal depends on. */
export function newModel(literalBits: number): Model {
  const lengths = (): Lengths => ({
    choice: half(2),
    low: half(8 * MOST_POSITIONS),
    middle: half(8 * MOST_POSITIONS),
    high: half(256),
  });
  return {
    literal: half(0x300 << literalBits),
    isMatch: half(STATES * MOST_POSITIONS),
    isRepeat: half(STATES),
    isRepeat0: half(STATES),
    isRepeat1: half(STATES),
    isRepeat2: half(STATES),
    isLong0: half(STATES * MOST_POSITIONS),
    slots: half(64 * 4),
    special: half(128),
    align: half(1 << ALIGN_BITS),
    match: lengths(),
    repeat: lengths(),
  };
}
