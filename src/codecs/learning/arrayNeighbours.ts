/** How an array lies in a row of elements, and which earlier ones an element is predicted from. */
export interface Neighbours {
  /** Channels of an element, interleaved: sizes of the last axis, where that is short. */
  readonly channels: number;
  /** Whether there is but one axis beside that of the channels. */
  readonly series: boolean;
  /** Elements of a row, all channels together. */
  readonly row: number;
  /** Elements that frame a row on either side, so that its ends have neighbours. */
  readonly frame: number;
  readonly rows: number;
  /** How far back in the framed rows each neighbour is, nearest axes first: 16 … 32, an even number. */
  readonly distances: readonly number[];
}

/** Most and fewest neighbours that the kernels take. */
const MOST = 32;
const FEWEST = 16;
/** Longest last axis that is one of channels: of series, and of arrays of more axes. */
const SERIES_CHANNELS = 64;
const GRID_CHANNELS = 4;
/** Elements of a channel that frame a row. */
const FRAME = 4;

/**
 * The neighbours of an array's elements, along every axis.
 *
 * @param sizes of the array, outermost first; axes of size 1 do not count.
 */
export function neighboursOf(sizes: readonly number[]): Neighbours {
  const axes = sizes.filter((size) => size !== 1);
  const total = sizes.reduce((a, b) => a * b, 1);
  const last = axes.at(-1) ?? 1;
  const most = axes.length === 2 ? SERIES_CHANNELS : GRID_CHANNELS;
  const channels = axes.length > 1 && last <= most ? last : 1;
  const outer = channels > 1 ? axes.slice(0, -1) : axes;
  const series = outer.length < 2;
  const row = series ? total : (outer.at(-1) as number) * channels;
  const frame = series ? 0 : FRAME * channels;
  const up = row + 2 * frame;
  const plane = outer.length > 2 ? up * (outer.at(-2) as number) : 0;
  const volume = outer.length > 3 ? plane * (outer.at(-3) as number) : 0;
  const distances = series ? ofSeries(channels) : ofGrid(channels, up, plane, volume);
  return { channels, series, row, frame, rows: row > 0 ? total / row : 0, distances };
}

/** The same channel's past, and the latest of each other one. */
function ofSeries(channels: number): readonly number[] {
  const own = channels === 1 ? MOST : channels === 2 ? 20 : FEWEST;
  const each = Math.max(1, Math.floor((MOST - own) / Math.max(1, channels - 1)));
  const distances = Array.from({ length: own }, (_, i) => (i + 1) * channels);
  for (let other = 1; other < channels; other++) {
    for (let i = 0; i < each; i++) distances.push(other + i * channels);
  }
  return even(distances);
}

/**
 * Those before, above and around, then other channels, then the plane before, then the volume before.
 * The kernels know the first six by their places.
 */
function ofGrid(channels: number, up: number, plane: number, volume: number): readonly number[] {
  const c = channels;
  const distances = [c, 2 * c, 3 * c, up, up + c, up - c, 2 * up, 2 * up - c, 2 * up + c];
  distances.push(up + 2 * c, up - 2 * c, 3 * up);
  for (let other = 1; other < c; other++) distances.push(other, other + c, other + up);
  for (const far of [plane, volume]) {
    if (far > 0) distances.push(far, far + c, far - c, far - up, far + up);
  }
  if (distances.length < FEWEST) distances.push(4 * c, 4 * up, up + 3 * c, up - 3 * c);
  return even(distances);
}

function even(distances: readonly number[]): readonly number[] {
  return distances.slice(0, Math.min(MOST, distances.length & ~1));
}
