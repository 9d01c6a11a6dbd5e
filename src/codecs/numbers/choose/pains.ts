/** How much is looked at, of one column among some. */
export interface Pains {
  /** Numbers, next to each other, that views are tried on. */
  readonly look: number;
  /** Of those how many coders are tried on. */
  readonly sample: number;
  /** Ideas that are tried. */
  readonly ideas: number;
}

/** The pains to be taken of each of so many columns, so that all together take some tenths of a second. */
export function painsFor(columns: number, axes = 1): Pains {
  if (columns === 1 && axes > 1) return { look: 49152, sample: 24576, ideas: 3 };
  return {
    look: clamp(65536 / columns, 1024, 12288),
    sample: clamp(36864 / columns, 1024, 12288),
    ideas: clamp(16 / columns, 2, 5),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(Math.max(value, least), most));
}
