/** A point in pixels, and what is written beside it. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** Where a label is, from its point. */
export interface LabelPlace {
  readonly dx: number;
  readonly dy: number;
  readonly textAnchor: 'start' | 'middle' | 'end';
}

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of text of 11 pixels. */
const CHARACTER = 6.3;
const HEIGHT = 12;
const DOT = 5;

/** Places in the order in which they are tried. */
const PLACES: readonly LabelPlace[] = [
  { dx: 8, dy: 0, textAnchor: 'start' },
  { dx: -8, dy: 0, textAnchor: 'end' },
  { dx: 0, dy: -13, textAnchor: 'middle' },
  { dx: 0, dy: 13, textAnchor: 'middle' },
  { dx: 7, dy: -11, textAnchor: 'start' },
  { dx: 7, dy: 11, textAnchor: 'start' },
  { dx: -7, dy: -11, textAnchor: 'end' },
  { dx: -7, dy: 11, textAnchor: 'end' },
  { dx: 8, dy: -22, textAnchor: 'start' },
  { dx: 8, dy: 22, textAnchor: 'start' },
  { dx: -8, dy: -22, textAnchor: 'end' },
  { dx: -8, dy: 22, textAnchor: 'end' },
];

/**
 * Finds each label a place where it covers no point and no label before it, and is within bounds.
 *
 * @param bounds what labels have to be in.
 * @returns undefined for a label that finds none.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  bounds: Box,
): (LabelPlace | undefined)[] {
  const taken: Box[] = points.map(({ x, y }) => ({
    left: x - DOT,
    right: x + DOT,
    top: y - DOT,
    bottom: y + DOT,
  }));
  return points.map((point) => {
    const place = PLACES.find((candidate) => {
      const box = boxOf(point, candidate);
      const inside =
        box.left >= bounds.left &&
        box.right <= bounds.right &&
        box.top >= bounds.top &&
        box.bottom <= bounds.bottom;
      return inside && !taken.some((other) => overlap(box, other));
    });
    if (place) taken.push(boxOf(point, place));
    return place;
  });
}

function boxOf({ x, y, text }: LabelledPoint, { dx, dy, textAnchor }: LabelPlace): Box {
  const length = text.length * CHARACTER;
  const left = x + dx - { start: 0, middle: length / 2, end: length }[textAnchor];
  return { left, right: left + length, top: y + dy - HEIGHT / 2, bottom: y + dy + HEIGHT / 2 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
