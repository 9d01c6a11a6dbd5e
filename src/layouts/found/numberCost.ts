/** What numbers of a type would cost at a place of records, where it may be one. */
import type { Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';
import { costOf } from './bits.js';
import { differenceCost, type Records } from './differenceCost.js';
import { type Bits, floatOf, readBits } from './kinds.js';

/** Which part of a float's numbers must be of the world, which may not be zero, and bits of its sign and exponent. */
const [MOST_SOUND, LEAST_OTHER, MOST_TOP] = [0.98, 0.3, 6.5];

/** How much of the bits of a fraction beside the exponent must be told, where differences tell nothing. */
const LEAST_FRACTION = 0.6;

/** What one number instead of several bytes is taken to cost, where nothing else tells: floats look like nothing else. */
const [FLOAT, ODD_FLOAT, SHORT_FLOAT, DIFFERENCE] = [0.96, 0.98, 0.995, 0.95];

/** Bits of a byte that says nothing, of the highest byte of an integer that says little, and of noise. */
const [NOTHING, LITTLE, NOISE] = [0.3, 4, 7.9];

/** How much less each byte says than the one below it, above the noise; and what each bit that the highest lacks is worth. */
const [DECLINE, EACH_BIT] = [0.7, 0.1];

/** Which part of the highest bytes must be those of numbers near zero. */
const MOST_SIGNS = 0.9;

/** How many bits less a byte may cost that is about as rich. */
const ABOUT = 0.5;

/** Which part of its bytes the differences of what may be an integer must cost at most, and how many bits less, where its bytes tell nothing. */
const [MOST_DIFFERENCE, LESS] = [0.97, 0.2];

/** Bits a record of numbers of a type; infinite where they are none. */
export function numberCost(records: Records, column: number, kind: Kind): number {
  const width = NUMBER_BYTES[kind.type];
  const asBytes = columnsFrom(records, column, kind).reduce((a, b) => a + b, 0);
  if (width === 1) return asBytes;
  const difference = differenceCost(records, column, kind);
  const isBetter = difference < Math.min(asBytes * MOST_DIFFERENCE, asBytes - LESS);
  if (floatOf(kind)) {
    const float = floatCost(records, column, kind);
    if (!float || !(float.isRich || isBetter)) {
      return Number.POSITIVE_INFINITY;
    }
    const share = width === 2 ? SHORT_FLOAT : endsWell(records, column, kind) ? FLOAT : ODD_FLOAT;
    return Math.min(Math.min(float.value, asBytes) * share, difference * DIFFERENCE);
  }
  if (isBetter) return difference * DIFFERENCE;
  return asBytes - integerSaving(columnsFrom(records, column, kind), records, column, kind);
}

/** What the bytes of a number cost by themselves, the lowest first. */
function columnsFrom({ columns, length }: Records, column: number, { type, bigEndian }: Kind) {
  const width = NUMBER_BYTES[type];
  return Array.from({ length: width }, (_, i) => {
    return columns[(column + (bigEndian ? width - 1 - i : i)) % length] as number;
  });
}

/** Whether the lowest byte is as rich as any, or nothing: that of a float read the wrong way round is neither. */
function endsWell(records: Records, column: number, kind: Kind): boolean {
  const costs = columnsFrom(records, column, kind);
  const lowest = costs[0] as number;
  return lowest < NOTHING || lowest > Math.max(...costs) - ABOUT;
}

/**
 * Bits that an integer instead of its bytes is taken to save; below zero without end where they are none. From the
 * lowest on they are zeros, one that is so in part, noise, and then less and less, down to a sign or nothing.
 */
function integerSaving(
  costs: readonly number[],
  { bytes, starts }: Records,
  column: number,
  { bigEndian }: Kind,
): number {
  const top = costs.at(-1) as number;
  const filled = costs.findIndex((cost) => cost >= NOTHING);
  const declines = costs.every((cost, i) => {
    const next = costs[i + 1] ?? 0;
    return (i === filled && costs.length > 2) || cost > NOISE || cost < NOTHING
      ? true
      : next < cost * DECLINE;
  });
  const least = costs.findIndex((cost, i) => i > filled && cost < NOISE);
  const rises = least > 0 && costs.slice(least).some((cost) => cost > NOISE);
  // A range hardly ends where a byte does.
  const isRange = costs.some((cost) => cost > NOTHING && cost < NOISE) && Math.max(...costs) > 1;
  if (!declines || rises || !isRange) return Number.NEGATIVE_INFINITY;
  if (top < LITTLE && Math.max(...costs) > NOISE) return EACH_BIT * (LITTLE - top);
  const at = column + (bigEndian ? 0 : costs.length - 1);
  const signs = starts.filter((start) => bytes[start + at] === 0 || bytes[start + at] === 255);
  return signs.length < MOST_SIGNS * starts.length ? Number.NEGATIVE_INFINITY : EACH_BIT;
}

/** By sign and exponent together, and the fraction byte by byte; undefined where these are no floats. */
function floatCost(records: Records, column: number, kind: Kind) {
  const { bytes, starts } = records;
  const [bits, least, most] = floatOf(kind) ?? [0, 0, 0];
  const width = NUMBER_BYTES[kind.type];
  const tops = new Uint32Array(1 << bits);
  const rests = new Uint32Array(128);
  const shift = (width === 2 ? 16 : 32) - bits;
  const exponents = (1 << (bits - 1)) - 1;
  // Bits of the fraction that share a byte with the exponent.
  const shared = 16 - bits > 8 ? 8 - (bits & 7) : 16 - bits;
  const number: Bits = { high: 0, low: 0 };
  let [sound, zeros] = [0, 0];
  for (const start of starts) {
    readBits(bytes, start + column, kind, number);
    const top = (width === 2 ? number.high & 0xffff : number.high) >>> shift;
    const rest = (number.high >>> (shift - shared)) & ((1 << shared) - 1);
    const isZero = number.high === 0 && number.low === 0;
    if (isZero) zeros++;
    const exponent = top & exponents;
    if (isZero || (exponent >= least && exponent <= most)) sound++;
    tops[top] = (tops[top] as number) + 1;
    rests[rest] = (rests[rest] as number) + 1;
  }
  const top = costOf(tops, starts.length) / starts.length;
  const isSound = sound >= MOST_SOUND * starts.length && zeros <= (1 - LEAST_OTHER) * starts.length;
  const fraction = columnsFrom(records, column, kind).slice(0, (8 * width - bits) >> 3);
  const rest = costOf(rests, starts.length) / starts.length;
  if (!isSound || top > MOST_TOP) return undefined;
  const value = fraction.reduce((sum, cost) => sum + cost, top + rest);
  return { value, isRich: rest > LEAST_FRACTION * shared };
}
