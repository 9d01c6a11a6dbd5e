/** Planes of arrays with rows: what is in the same place of the plane before may tell more than what is near in its own. */
import { type Field, NUMBER_BYTES, type NumberType } from '../layout.js';
import { bitsOf } from './bits.js';
import { valueAt } from './rows.js';

/** Numbers that are looked at, and most rows of a plane. */
const [LOOK, MOST_ROWS] = [1000, 1024];

/** Numbers of a row at least, and types of what is measured in places. */
const [LEAST_ROW, MEASURED] = [
  16,
  new Set<NumberType>(['f32', 'f64', 'i16', 'u16', 'i32']),
] as const;

/** How many bits less numbers must be from those a plane before than from those a row more or less, and than from most. */
const [LESS, LESS_THAN_MOST] = [0.25, 0.5];

/** Rows of a plane of an array that has rows; undefined where there is no sign of planes. */
export function rowsOfPlane(
  bytes: Uint8Array,
  { offset, type, bigEndian, axes }: Field,
): number | undefined {
  const [outer, inner] = axes;
  if (!outer || !inner || axes.length !== 2) return undefined;
  if (inner.count < LEAST_ROW || !MEASURED.has(type)) return undefined;
  const most = Math.min(MOST_ROWS, outer.count >> 1);
  const count = outer.count * inner.count;
  const places = Array.from({ length: LOOK }, (_, i) =>
    // The first half has too little before it.
    Math.floor(count / 2 + (i * count) / (2 * LOOK)),
  );
  const kind = { type, bigEndian };
  const at = (place: number) => valueAt(bytes, offset + place * NUMBER_BYTES[type], kind);
  const here = places.map(at);
  const costs = Array.from({ length: most }, (_, rows) => {
    let bits = 0;
    places.forEach((place, i) => {
      bits += bitsOf(Math.abs((here[i] as number) - at(place - rows * inner.count)));
    });
    return bits / LOOK;
  });
  return lowestDip(costs);
}

/** Where costs are least between two that are much more. */
function lowestDip(costs: readonly number[]): number | undefined {
  const middle = [...costs].sort((a, b) => a - b)[costs.length >> 1] ?? 0;
  let best: number | undefined;
  for (let i = 2; i + 1 < costs.length; i++) {
    const [before, here, after] = [i - 1, i, i + 1].map((at) => costs[at] as number);
    const least = Math.min(before ?? 0, after ?? 0) - LESS;
    if ((here ?? 0) > Math.min(least, middle - LESS_THAN_MOST)) continue;
    if (best === undefined || (here ?? 0) < (costs[best] as number)) best = i;
  }
  return best;
}
