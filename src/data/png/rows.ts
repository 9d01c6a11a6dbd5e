/** Rows of equal length: a picture that is not interlaced, or one pass of one that is. */
export interface Rows {
  readonly count: number;
  readonly bytes: number;
}

/** The five filters of PNG (W3C PNG, section 9): what a byte is predicted by. */
type Predict = (left: number, above: number, aboveLeft: number) => number;

const PREDICTORS: readonly Predict[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (left, above) => (left + above) >> 1,
  paeth,
];

/** The number of the last filter. */
export const LAST_FILTER = PREDICTORS.length - 1;

function paeth(a: number, b: number, c: number): number {
  const [da, db, dc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - c - c)];
  if (da <= db && da <= dc) return a;
  return db <= dc ? b : c;
}

/**
 * Takes the filters off, in place: a large picture is in memory once.
 *
 * @param filtered rows of all passes, each with its filter before it; the bare rows take their place.
 * @param step bytes from a byte to what counts as its left neighbour.
 * @returns the bare rows, and the filter of each; undefined where a filter is not known.
 */
export function unfilter(
  filtered: Uint8Array,
  passes: readonly Rows[],
  step: number,
): { rows: Uint8Array; filters: Uint8Array } | undefined {
  const count = passes.reduce((sum, pass) => sum + pass.count, 0);
  const filters = new Uint8Array(count);
  const rows = filtered.subarray(0, filtered.length - count);
  let [from, to, row] = [0, 0, 0];
  for (const { count: height, bytes } of passes) {
    for (let y = 0; y < height; y++) {
      const filter = filtered[from++] as number;
      const predict = PREDICTORS[filter];
      if (!predict) return undefined;
      filters[row++] = filter;
      filtered.copyWithin(to, from, from + bytes);
      if (filter > 0) addPrediction(rows, to, bytes, step, y > 0, predict);
      from += bytes;
      to += bytes;
    }
  }
  return { rows, filters };
}

function addPrediction(
  rows: Uint8Array,
  at: number,
  bytes: number,
  step: number,
  hasAbove: boolean,
  predict: Predict,
): void {
  for (let x = 0; x < bytes; x++) {
    const i = at + x;
    const left = x >= step ? (rows[i - step] as number) : 0;
    const above = hasAbove ? (rows[i - bytes] as number) : 0;
    const aboveLeft = hasAbove && x >= step ? (rows[i - bytes - step] as number) : 0;
    rows[i] = (rows[i] as number) + predict(left, above, aboveLeft);
  }
}

/** Least bytes of filtered rows that are given at a time, but for the last. */
const STRIP_BYTES = 1 << 16;

/**
 * The inverse of {@link unfilter}, some rows at a time.
 *
 * @param filterOf the filter of a row, by its number, and with candidates of each to choose among.
 */
export function* filter(
  rows: Uint8Array,
  passes: readonly Rows[],
  step: number,
  filterOf: (row: number, candidate: (filter: number) => Uint8Array) => number,
): Generator<Uint8Array> {
  let [from, row] = [0, 0];
  for (const { count, bytes } of passes) {
    const candidates = PREDICTORS.map(() => new Uint8Array(bytes));
    const together = Math.ceil(STRIP_BYTES / (bytes + 1));
    for (let top = 0; top < count; top += together) {
      const strip = new Uint8Array(Math.min(together, count - top) * (bytes + 1));
      for (let to = 0; to < strip.length; from += bytes) {
        const hasAbove = top > 0 || to > 0;
        const candidate = (filter: number): Uint8Array => {
          const out = candidates[filter] as Uint8Array;
          difference(rows, from, out, step, hasAbove, PREDICTORS[filter] as Predict);
          return out;
        };
        const chosen = filterOf(row++, candidate);
        strip[to] = chosen;
        strip.set(candidate(chosen), to + 1);
        to += bytes + 1;
      }
      yield strip;
    }
  }
}

function difference(
  rows: Uint8Array,
  at: number,
  out: Uint8Array,
  step: number,
  hasAbove: boolean,
  predict: Predict,
): void {
  const bytes = out.length;
  for (let x = 0; x < bytes; x++) {
    const i = at + x;
    const left = x >= step ? (rows[i - step] as number) : 0;
    const above = hasAbove ? (rows[i - bytes] as number) : 0;
    const aboveLeft = hasAbove && x >= step ? (rows[i - bytes - step] as number) : 0;
    out[x] = (rows[i] as number) - predict(left, above, aboveLeft);
  }
}

/** The filter whose differences are smallest in sum, as signed bytes: what encoders mostly do. */
export function smallestFilter(_: number, candidate: (filter: number) => Uint8Array): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let filter = 0; filter < PREDICTORS.length; filter++) {
    let sum = 0;
    for (const byte of candidate(filter)) sum += byte < 128 ? byte : 256 - byte;
    if (sum < least) [best, least] = [filter, sum];
  }
  return best;
}
