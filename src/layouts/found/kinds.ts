/** Numbers of each type as bits in order, to tell what a column is of. */
import type { Kind } from '../build.js';
import { NUMBER_BYTES } from '../layout.js';

/** Types that are tried, in this order; of those that cost the same the first is taken. */
export const KINDS: readonly Kind[] = [
  { type: 'u8', bigEndian: false },
  ...(['f64', 'f32', 'i64', 'i32', 'i16', 'bf16', 'f16'] as const).flatMap((type) =>
    [false, true].map((bigEndian) => ({ type, bigEndian })),
  ),
];

/** Bits of sign and exponent of floats, and the least and the greatest exponent of numbers of the world. */
const FLOATS: Readonly<Record<string, readonly [bits: number, least: number, most: number]>> = {
  f64: [12, 1023 - 110, 1023 + 60],
  f32: [9, 127 - 42, 127 + 24],
  bf16: [9, 127 - 42, 127 + 24],
  f16: [6, 2, 20],
};

/** What there is to know of a float's bits; undefined for integers. */
export function floatOf({
  type,
}: Kind): readonly [bits: number, least: number, most: number] | undefined {
  return FLOATS[type];
}

/** The bits of a number, those above 32 and those below, as they stand in the file. */
export interface Bits {
  high: number;
  low: number;
}

/** Reads the bits of a number: those of 16 and 32 bits are the high ones alone, with the sign. */
export function readBits(
  bytes: Uint8Array,
  at: number,
  { type, bigEndian }: Kind,
  into: Bits,
): void {
  const width = NUMBER_BYTES[type];
  if (width === 8) {
    into.high = word(bytes, bigEndian ? at : at + 4, bigEndian);
    into.low = word(bytes, bigEndian ? at + 4 : at, bigEndian) >>> 0;
    return;
  }
  into.low = 0;
  if (width === 4) into.high = word(bytes, at, bigEndian);
  else into.high = half(bytes, at, bigEndian);
}

function word(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  return bigEndian ? (a << 24) | (b << 16) | (c << 8) | d : (d << 24) | (c << 16) | (b << 8) | a;
}

function half(bytes: Uint8Array, at: number, bigEndian: boolean): number {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  return ((bigEndian ? (a << 8) | b : (b << 8) | a) << 16) >> 16;
}
