import { type Column, type Values, valuesOf } from './column.js';
import { ordered, sizeOf } from './views/bits.js';

/** Some of a column's numbers, to try trees on. */
export interface Sample {
  readonly column: Column;
  /** Numbers of the column that it is of, for each of its own. */
  readonly times: number;
}

/** Runs of a column that a sample is made of. */
const RUNS = 3;

/**
 * Some runs of a series, as far from each other as can be; the middle of an array of more axes.
 *
 * @param most numbers, at most.
 */
export function sampleOf(column: Column, most: number): Sample {
  const n = column.values.length;
  if (n <= most) return { column, times: 1 };
  if (column.sizes.filter((size) => size > 1).length > 1) {
    const middle = lookOf(column, most);
    return { column: middle, times: n / middle.values.length };
  }
  const { outer, count, inner, values } = rowsOf(column, most);
  const each = values.length / count;
  const run = Math.max(1, Math.floor(most / each / RUNS));
  const runs = Math.min(RUNS, Math.floor(count / run));
  const out = valuesOf(column.type, runs * run * each);
  for (let i = 0; i < runs; i++) {
    const from = runs === 1 ? 0 : Math.floor((i * (count - run)) / (runs - 1));
    out.set(values.subarray(from * each, (from + run) * each) as never, i * run * each);
  }
  const own = { type: column.type, sizes: [...outer, runs * run, ...inner], values: out };
  return { column: own, times: n / out.length };
}

/** The middle of a column, of at most so many numbers: its longest sides are halved. */
export function lookOf(column: Column, most: number): Column {
  if (column.values.length <= most) return column;
  const sizes = [...column.sizes];
  while (sizeOf(sizes) > most) {
    const longest = sizes.indexOf(Math.max(...sizes));
    sizes[longest] = Math.ceil((sizes[longest] as number) / 2);
  }
  const values = valuesOf(column.type, sizeOf(sizes));
  let to = 0;
  const copy = (axis: number, at: number) => {
    const [count, kept] = [column.sizes[axis] as number, sizes[axis] as number];
    const inner = sizeOf(column.sizes.slice(axis + 1));
    const from = at + ((count - kept) >> 1) * inner;
    if (inner === sizeOf(sizes.slice(axis + 1))) {
      values.set(column.values.subarray(from, from + kept * inner) as never, to);
      to += kept * inner;
    } else for (let i = 0; i < kept; i++) copy(axis + 1, from + i * inner);
  };
  copy(0, 0);
  return { type: column.type, sizes, values };
}

/** The rows of a column along the first axis along which they have at most so many numbers. */
function rowsOf(column: Column, most: number) {
  let { sizes, values } = column;
  const outer: number[] = [];
  for (;;) {
    const [count = 1, ...inner] = sizes;
    const each = values.length / count;
    if (each <= most || inner.length === 0) return { outer, count, inner, values };
    const middle = Math.floor(count / 2) * each;
    values = values.subarray(middle, middle + each) as Values;
    outer.push(1);
    sizes = inner;
  }
}

/** The first part of a column along its outermost axis of more than one. @param part of it, up to 1. */
export function beginningOf({ type, sizes, values }: Column, part: number): Column {
  const axis = sizes.findIndex((size) => size > 1);
  if (axis < 0) return { type, sizes, values };
  const kept = Math.ceil((sizes[axis] as number) * part);
  const own = sizes.map((size, i) => (i === axis ? kept : size));
  return { type, sizes: own, values: values.subarray(0, sizeOf(own)) as Values };
}

/** Of each array that was asked about: a column is asked several times in a row. */
const sorted = new WeakMap<Values, Values>();

/** The different values of a column, as ordered bits, sorted. */
export function differentOf(column: Column): Values {
  const known = sorted.get(column.values) ?? newDifferentOf(column);
  sorted.set(column.values, known);
  return known;
}

function newDifferentOf(column: Column): Values {
  const all = ordered(column).slice().sort() as Values;
  let n = 0;
  for (let i = 0; i < all.length; i++) {
    if (i > 0 && all[i] === all[i - 1]) continue;
    (all as { [i: number]: unknown })[n++] = all[i];
  }
  return all.subarray(0, n) as Values;
}
