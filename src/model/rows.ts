import { everyRow, type Numbers, type Values } from './parameters.js';

/** The parameters of some symbols, by name. */
export interface Rows {
  readonly symbols: number;
  /** A row for each of them (or for each group of them, where so many share one). */
  numbers(name: string): Numbers;
  /** The same in double precision. */
  doubles(name: string): Float64Array;
  /** The same in single precision. */
  singles(name: string): Float32Array;
  /** As they were given: one row for all, or one for each. */
  given(name: string): Values;
}

/** Such parameters, as they are given by name. */
export function rowsOf(given: (name: string) => Values, symbols: number, rows: number): Rows {
  const numbers = (name: string) => everyRow(given(name), rows);
  return {
    symbols,
    numbers,
    given,
    doubles(name) {
      const values = numbers(name);
      return values instanceof Float64Array ? values : new Float64Array(values);
    },
    singles(name) {
      const values = numbers(name);
      return values instanceof Float32Array ? values : new Float32Array(values);
    },
  };
}
