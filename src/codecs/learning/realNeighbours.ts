import { neighboursOf } from './arrayNeighbours.js';

/** How an array lies in rows, and what an element is predicted from, as the kernels of real prediction take it. */
export interface Regressors {
  readonly channels: number;
  readonly series: boolean;
  /** Elements of a row, all channels together, and those that frame it on either side. */
  readonly row: number;
  readonly frame: number;
  readonly rows: number;
  /** Elements of a layer of the outermost axis, frames counted; 0 where means over layers tell nothing. */
  readonly layer: number;
  /** Where the means over layers are that it is predicted from, from its own place on. */
  readonly means: readonly number[];
  /** How far back the elements are that it is predicted from. With the means as many as is even. */
  readonly distances: readonly number[];
  /** The first so many distances are those of the near predictor. */
  readonly near: number;
  /** What the predictor of a place takes: two predictions, the means and the first distances; 0 where there is none. */
  readonly local: number;
}

/** Fewest layers that are worth a mean. */
const LAYERS = 4;
/** Longest extrapolation of a series. */
const ORDERS = 12;
/** Regressors of a series. */
const SERIES = 32;

/** What an element of an array is predicted from. @param sizes of the array, outermost first. */
export function regressorsOf(sizes: readonly number[]): Regressors {
  const { channels, series, row, frame, rows } = neighboursOf(sizes);
  const shape = { channels, series, row, frame, rows };
  if (series) {
    return { ...shape, layer: 0, means: [], near: 12, local: 0, distances: ofSeries(channels) };
  }
  const axes = sizes.filter((size) => size !== 1);
  const outer = channels > 1 ? axes.slice(0, -1) : axes;
  const up = row + 2 * frame;
  const strides = [up];
  for (const size of outer.slice(1, -1).reverse()) strides.push(size * (strides.at(-1) as number));
  const [, plane = 0, volume = 0] = strides;
  const layer = plane > 0 && (outer[0] as number) >= LAYERS ? (strides.at(-1) as number) : 0;
  const means = layer > 0 ? [0, -channels, channels, -up, up, -up - channels] : [];
  const distances = plane > 0 ? ofPlanes(channels, up, plane, volume) : ofPlane(channels, up);
  return {
    ...shape,
    layer,
    means,
    distances: distances.slice(0, distances.length & ~1),
    near: plane > 0 ? 26 : 20,
    local: layer > 0 ? 18 : 0,
  };
}

function ofPlane(channels: number, up: number): readonly number[] {
  const own = ownOf(channels, up);
  return [...own.slice(0, 11), ...othersOf(channels, up), ...own.slice(11, 40)];
}

function ofPlanes(channels: number, up: number, plane: number, volume: number): readonly number[] {
  const own = ownOf(channels, up);
  const [first, second, third] = [1, 2, 3].map((n) =>
    around(channels, up, n * plane),
  ) as number[][];
  return [
    ...own.slice(0, 11),
    ...othersOf(channels, up),
    ...(first as number[]).slice(0, 9),
    ...(second as number[]).slice(0, 6),
    ...own.slice(11, 23),
    ...(volume > 0 ? around(channels, up, volume) : (first as number[]).slice(9)).slice(0, 12),
    ...(second as number[]).slice(6, 13),
    ...(third as number[]).slice(0, 5),
  ].filter((distance) => distance > 0);
}

/** Of other channels what is at the element, before it and above. */
function othersOf(channels: number, up: number): readonly number[] {
  const others = Array.from({ length: channels - 1 }, (_, i) => i + 1);
  return others.flatMap((other) => [other, other + channels, other + up]).slice(0, 6);
}

/** Of its own plane, but for the element before: what the kernels know by their places, then the nearest. */
function ownOf(channels: number, up: number): readonly number[] {
  const known = [2 * channels, up, up + channels, up - channels];
  const others = around(channels, up, 0).filter((distance) => !known.includes(distance));
  return [...known, ...others.filter((distance) => distance !== channels)];
}

/** Elements about one, nearest first: all that are earlier. @param plane how far back their plane is. */
function around(channels: number, up: number, plane: number): readonly number[] {
  const near: { distance: number; far: number }[] = [];
  for (let y = -4; y <= (plane > 0 ? 4 : 0); y++) {
    for (let x = -4; x <= 4; x++) {
      const distance = plane - y * up - x * channels;
      if (plane === 0 && y === 0 && x >= 0) continue;
      near.push({ distance, far: x * x + y * y });
    }
  }
  return near.sort((a, b) => a.far - b.far).map(({ distance }) => distance);
}

/** Of a series those after the differences: its own past, or what other channels were last. */
function ofSeries(channels: number): readonly number[] {
  const distances = Array.from({ length: ORDERS }, () => 0);
  if (channels === 1) {
    for (let i = ORDERS; i < SERIES; i++) distances.push(1 + i);
  } else {
    const each = Math.max(1, Math.min(4, Math.floor((SERIES - ORDERS) / (channels - 1))));
    for (let i = 0; i < each; i++) {
      for (let other = 1; other < channels; other++) distances.push(other + i * channels);
    }
  }
  return distances.slice(0, Math.min(SERIES, distances.length & ~1));
}
