import { CrayError } from '../errors.js';
import { concatenated } from './concatenated.js';

/** Rows, columns, and where the channels of a pixel are. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly planes: boolean;
}

/** Share of pixels that the scale goes up to: few are much dearer than all others. */
const TOP = 0.998;

/**
 * Items of two sizes, or of three where the last or the first is that of up to four channels.
 *
 * @throws CrayError UNSUPPORTED for items that are no pictures.
 */
export function pictureOf(shape: readonly number[]): Picture {
  const [a = 1, b = 1, c] = shape;
  if (shape.length === 2) return { height: a, width: b, channels: 1, planes: false };
  if (c !== undefined && shape.length === 3) {
    if (c <= 4) return { height: a, width: b, channels: c, planes: false };
    if (a <= 4) return { height: b, width: c, channels: a, planes: true };
  }
  throw new CrayError(
    'UNSUPPORTED',
    `items of ${shape.join(' x ') || '1'} are no pictures: inspect without --heatmap shows the bits of each item`,
  );
}

/** Bits of each pixel of an item, row after row. */
export function pixelBits(
  all: Float64Array,
  size: number,
  item: number,
  picture: Picture,
): Float64Array {
  const { channels, planes } = picture;
  const pixels = size / channels;
  const bits = new Float64Array(pixels);
  for (let e = 0; e < size; e++) {
    const at = planes ? e % pixels : Math.floor(e / channels);
    bits[at] = (bits[at] as number) + (all[item * size + e] as number);
  }
  return bits;
}

/** What the scale goes up to. */
export function topOf(maps: readonly Float64Array[]): number {
  const sorted = concatenated(maps, Float64Array).sort();
  return Math.max(1e-3, sorted[Math.ceil(TOP * (sorted.length - 1))] as number);
}
