import { seededMessage } from '../../../ans/message.js';
import type { KernelExports } from '../../../kernels/exports.js';
import { kernels } from '../../../kernels/kernels.js';
import type { Codec } from '../../codec.js';
import type { Column, Values } from '../column.js';
import type { NumberType } from '../field.js';
import type { Shape } from '../views/view.js';

/** What codes columns in the end: a codec that learns while it codes. */
export interface Coder {
  /** For people. What files call it is its place in the list. */
  readonly name: string;
  /** Whether it lives by numbers being near their neighbours, so that it need not be tried where they are not. */
  readonly isNear?: true;
  /** A call that earlier revisions of the arithmetic do not have, nor files of these. */
  readonly needs?: keyof KernelExports;
  /** Whether it takes numbers of a type. */
  takes(type: NumberType): boolean;
  /** How large a column is, and how large all may be that it codes together with this one. */
  extent(shape: Shape): Extent;
  /** Of columns that it codes together, so that one learns from another, what they have in common. */
  together?(shape: Shape): string;
  /** The codec of columns that are coded together; of one where none are. */
  codec(shapes: readonly Shape[]): Codec<readonly Values[]>;
  /** Bits that a column takes, in less time than it takes to push it, where that can be told. */
  bits?(column: Column): number;
  /**
   * Bits that beginnings take of columns that it codes together, or of one: of so many numbers of all of them, in order, found
   * in one pass, where these can be told apart.
   */
  bitsUpTo?(columns: readonly Column[], ends: readonly number[]): readonly number[];
  /** Bits that each column costs of those that are coded together, where that can be told apart. */
  costs?(columns: readonly Column[]): readonly number[];
  /** Bytes of memory that it takes while it codes these. */
  memory(shapes: readonly Shape[]): number;
}

/** A size, in what a coder counts, and the most that there may be. */
export interface Extent {
  readonly size: number;
  readonly most: number;
}

/** Whether the revision in force has what a coder calls. */
export function isThere({ needs }: Coder): boolean {
  return needs === undefined || needs in kernels.call;
}

/** Whether a coder can code a column. */
export function codes(coder: Coder, shape: Shape): boolean {
  if (!coder.takes(shape.type)) return false;
  const { size, most } = coder.extent(shape);
  return size <= most;
}

/** Numbers, or bytes, that codecs of contexts take at most. */
export const MOST_SYMBOLS = 1 << 26;

/** A codec of columns of which there is one. */
export function ofOne(codec: Codec<Values>): Codec<readonly Values[]> {
  return {
    push: (message, [values]) => codec.push(message, values as Values),
    pop: (message) => [codec.pop(message)],
  };
}

/** Bits that a coder takes for columns that it codes together, or for one. */
export function pushedBits(coder: Coder, columns: readonly Column[]): number {
  const [first] = columns;
  if (coder.bits && columns.length === 1) return coder.bits(first as Column);
  const message = seededMessage(1, 0);
  coder.codec(columns).push(
    message,
    columns.map(({ values }) => values),
  );
  return 32 * message.tail.length;
}
