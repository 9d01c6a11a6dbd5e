/** Levels of items: of up to 256 as bytes. */
export type Levels = Uint8Array | Uint16Array;

/** Numbers of one parameter for a row of symbols. */
export interface RowParameter {
  /** As the codec's parameter is called. */
  readonly name: string;
  /** Numbers a row. */
  readonly width: number;
  /** What the bias of a layer that gives them begins with, 0 by default. */
  readonly bias?: number;
  /** What the learning rate of such a layer is multiplied by, and its first weights, 1 by default. */
  readonly rate?: number;
}

/**
 * What one row of a codec's symbols costs: the codec's own parameters, and their gradients. So what is
 * made small is what will be paid, in the very parametrisation that is decoded with.
 */
export interface RowLoss {
  /** Symbols that share a row of parameters. */
  readonly symbols: number;
  readonly parameters: readonly RowParameter[];
  /**
   * @param values numbers of each parameter, those of this row from `at` on.
   * @param levels those of the row from `from` on.
   * @param d receives weight times the gradients, laid out as the values.
   * @returns nats, not weighted.
   */
  row(
    values: readonly Float32Array[],
    at: readonly number[],
    levels: Levels,
    from: number,
    d: readonly Float32Array[],
    weight: number,
  ): number;
}
