import type { Column, Values } from '../column.js';
import { about, unsignedOf } from '../field.js';
import { differentOf } from '../sample.js';
import {
  columnOf,
  corrupt,
  maskOf,
  ordered,
  parameter,
  roomFor,
  sizeOf,
  typeFor,
  unordered,
} from './bits.js';
import type { Parameters, Shape, View } from './view.js';

interface Ranking {
  /** @param sorted the values of the table, as ordered bits: those of the column unless told. */
  apply(column: Column, parameters: Parameters, sorted?: Values): readonly Column[];
}

/**
 * Numbers of few different values as a sorted table of these, of which the differences are kept, and the rank of each number in it.
 * Parameters: how many values there are.
 */
export const rank: View & Ranking = {
  name: 'rank',
  parameters: 1,
  propose(column) {
    if (column.values.length < FEWEST) return [];
    const { length } = differentOf(column);
    return length > 1 && length <= MOST_VALUES * column.values.length ? [[BigInt(length)]] : [];
  },
  shapes(shape, parameters) {
    parameter(parameters[0], 1, sizeOf(shape.sizes));
    return shapesOf(shape, parameters);
  },
  apply(column: Column, parameters: Parameters, sorted: Values = differentOf(column)) {
    const [table, ranks] = shapesOf(column, parameters) as [Shape, Shape];
    const all = ordered(column);
    const differences = roomFor(table);
    const rankOf = new Map<number | bigint, number>();
    let last: number | bigint = all instanceof BigUint64Array ? 0n : 0;
    (sorted as Values).forEach((value: number | bigint, i: number) => {
      rankOf.set(value, i);
      (differences as { [i: number]: unknown })[i] = (value as number) - (last as number);
      last = value;
    });
    const out = roomFor(ranks) as Uint32Array;
    for (let i = 0; i < out.length; i++) out[i] = rankOf.get(all[i] as number) as number;
    return [columnOf(table, differences), columnOf(ranks, out)];
  },
  undo({ type }, _parameters, columns) {
    const [table, ranks] = columns as [Column, Column];
    const sorted = roomFor(table);
    sumUp(table, sorted);
    const values = unordered(type, sorted);
    const out = roomFor({ type, sizes: ranks.sizes });
    for (let i = 0; i < out.length; i++) {
      const value = values[ranks.values[i] as number];
      if (value === undefined) throw corrupt(`a rank of ${ranks.values[i]} in ${sorted.length}`);
      (out as { [i: number]: unknown })[i] = value;
    }
    return out;
  },
};

/** The sums of differences, modulo what the type holds. */
function sumUp({ type, values }: Column, sums: Values): void {
  if (values instanceof BigUint64Array) {
    let last = 0n;
    for (let i = 0; i < values.length; i++) {
      last = BigInt.asUintN(64, last + (values[i] as bigint));
      sums[i] = last;
    }
  } else {
    const mask = maskOf(type);
    let last = 0;
    for (let i = 0; i < values.length; i++) {
      last = ((values[i] as number) + last) & mask;
      sums[i] = last;
    }
  }
}

/** Numbers below which a table is no use. */
const FEWEST = 16;
/** Different values of all numbers that there may be. */
const MOST_VALUES = 0.92;

function shapesOf({ type, sizes }: Shape, [count]: Parameters): Shape[] {
  const values = Number(count);
  return [
    { type: unsignedOf(about(type).bits), sizes: [values] },
    { type: typeFor(BigInt(values - 1)), sizes },
  ];
}
