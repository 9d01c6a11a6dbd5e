/** A neighbour of a site: rows down, columns right, and one of the site's channels. */
export type Tap = readonly [dy: number, dx: number, channel: number];

/** Neighbours up to so many rows and columns away, of some channels. */
export interface Box {
  readonly up: number;
  readonly down: number;
  readonly left: number;
  readonly right: number;
  readonly channels: readonly number[];
}

/**
 * The part of a box that comes before the site in raster order, or, of channels that are known
 * everywhere, all of it: row by row, in a row site by site, of a site channel by channel.
 *
 * @param known channels that are known everywhere.
 */
export function tapsOf(box: Box, known: readonly number[]): Tap[] {
  const taps: Tap[] = [];
  for (let dy = -box.up; dy <= box.down; dy++) {
    for (let dx = -box.left; dx <= box.right; dx++) {
      for (const channel of box.channels) {
        const before = dy < 0 || (dy === 0 && dx < 0);
        if (before || known.includes(channel)) taps.push([dy, dx, channel]);
      }
    }
  }
  return taps;
}

/** Rows and columns around an image that taps reach. */
export interface Margins {
  readonly up: number;
  readonly down: number;
  readonly left: number;
  readonly right: number;
}

/** The margins that a network with these taps needs. */
export function marginsOf(taps: readonly Tap[]): Margins {
  const reach = (part: (tap: Tap) => number) => taps.reduce((m, tap) => Math.max(m, part(tap)), 0);
  return {
    up: reach(([dy]) => -dy),
    down: reach(([dy]) => dy),
    left: reach(([, dx]) => -dx),
    right: reach(([, dx]) => dx),
  };
}
