import { ArgumentError } from '../../errors.js';

/** The sites of an image in the order of coding. */
export interface Waves {
  /** Sites, y · width + x, wave after wave, in a wave from the top down. */
  readonly sites: Uint32Array;
  /** Where each wave starts, and the number of sites. */
  readonly starts: Uint32Array;
}

/**
 * Sites by x + skew · y, or row by row, each a wave of its own, where there is no skew.
 *
 * @throws RangeError unless skew is an integer, 1 or above.
 */
export function wavesOf({
  height,
  width,
  skew,
}: {
  readonly height: number;
  readonly width: number;
  readonly skew?: number | undefined;
}): Waves {
  const n = height * width;
  if (skew === undefined) {
    const starts = Uint32Array.from({ length: n + 1 }, (_, i) => i);
    return { sites: starts.subarray(0, n), starts };
  }
  if (!Number.isInteger(skew) || skew < 1) {
    throw new ArgumentError(`expected a skew of 1 or more columns a row, got ${skew}`);
  }
  const count = width + skew * (height - 1);
  const starts = new Uint32Array(count + 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) count1(starts, x + skew * y + 1);
  }
  for (let wave = 1; wave <= count; wave++) {
    starts[wave] = (starts[wave] as number) + (starts[wave - 1] as number);
  }
  const next = starts.slice();
  const sites = new Uint32Array(n);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const wave = x + skew * y;
      sites[next[wave] as number] = y * width + x;
      count1(next, wave);
    }
  }
  return { sites, starts };
}

function count1(counts: Uint32Array, i: number): void {
  counts[i] = (counts[i] as number) + 1;
}
