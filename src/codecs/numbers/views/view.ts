import type { Column } from '../column.js';
import type { NumberType } from '../field.js';

/** What a column is like that a view makes: all that there is to know before its numbers are. */
export interface Shape {
  readonly type: NumberType;
  /** Sizes of the array, outermost first. */
  readonly sizes: readonly number[];
}

/** Integers that say which of its ways a view takes, and what it has to know to undo it. */
export type Parameters = readonly bigint[];

/**
 * Another way to see a column: one or several others, which together say the same and may take less.
 *
 * Law: for each of the parameters that it proposes for a column, undo(apply(column)) is the column, to the bit.
 */
export interface View {
  /** What files call it: its place in the list. For people: its name. */
  readonly name: string;
  /** How many parameters it has. */
  readonly parameters: number;
  /**
   * The parameters that may be worth it; none where the view is of no use for a column. Those that it gives fit the whole
   * column.
   */
  propose(column: Column): readonly Parameters[];
  /** What the columns are like that it makes. @throws CrayError CORRUPT for parameters that make no sense. */
  shapes(shape: Shape, parameters: Parameters): readonly Shape[];
  /** The columns of a column. */
  apply(column: Column, parameters: Parameters): readonly Column[];
  /** The numbers of the column again. @throws CrayError CORRUPT for columns that are none of its. */
  undo(shape: Shape, parameters: Parameters, columns: readonly Column[]): Column['values'];
}
