/** How a column might be coded, before that is tried. */
import type { Column } from '../column.js';
import type { Guess } from '../estimate.js';
import type { Parameters, View } from '../views/view.js';

/** What a view and its parameters take. */
export const VIEW_BITS = 64;

/** Views without the parameters that only the whole column tells, and the parts that coders would have. */
export type Sketch =
  | Leaf
  | { readonly view: View; readonly variant: string; readonly inner: readonly Sketch[] };

/** A part of a column for a coder, and how many times that the column is. */
export interface Leaf {
  readonly column: Column;
  readonly times: number;
  readonly guess: Guess;
}

/** A way to code a column, and what it might take. */
export interface Idea {
  readonly sketch: Sketch;
  /** As it is guessed, for the whole column. */
  readonly bits: number;
}

/** What views are tried on. */
export interface Tried {
  readonly column: Column;
  readonly times: number;
  readonly few: Few | undefined;
  /** Whether a guess may go by what is near. */
  readonly near: boolean;
}

/** The different values of a column of few. */
export interface Few {
  readonly count: number;
  /** Some of them, next to each other. */
  readonly window: Column;
  readonly ranks: Idea;
}

/** What tells ways of a view apart whose other parameters hang on the column. */
export function variantOf({ name }: View, parameters: Parameters): string {
  return name === 'decimal' || name === 'narrow' || name === 'split' ? `${parameters[0]}` : '';
}
