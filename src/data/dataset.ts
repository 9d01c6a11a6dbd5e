/** A file seen as a run of items of one shape. */
export interface Dataset {
  /** Name of the format, as containers carry it. */
  readonly format: string;
  /** Type of an element: unsigned bytes. */
  readonly dtype: 'u8';
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
  /** Bytes of the file before its items. */
  readonly head: Uint8Array;
  /** Number of items. */
  readonly items: number;
  /** The bytes of the items, in pieces of whole items, `items` at most in each. */
  pieces(items: number): AsyncGenerator<Uint8Array>;
}

/** Elements of one item. */
export function itemSize(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** What items are: what has to agree between data and a model. */
export interface ItemType {
  /** Type of an element, "u8" for instance. */
  readonly dtype: string;
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
}

/** Items that a model fits; what is left out or null may be anything. */
export interface ItemPattern {
  readonly dtype?: string | undefined;
  readonly shape?: readonly (number | null)[] | undefined;
}

/** Whether items are of a type that a pattern allows. */
export function fits(pattern: ItemPattern, { dtype, shape }: ItemType): boolean {
  return (
    (pattern.dtype ?? dtype) === dtype &&
    (pattern.shape === undefined ||
      (pattern.shape.length === shape.length &&
        pattern.shape.every((size, i) => size === null || size === shape[i])))
  );
}

/** For people: "u8 items of 28 x 28", "items of any x any x 3". */
export function describe({ dtype, shape }: ItemPattern): string {
  const sizes = shape?.map((size) => size ?? 'any').join(' x ') ?? 'any shape';
  return `${dtype ?? 'any'} items of ${sizes || '1'}`;
}

/** Values of an element: bytes have 256. */
export function levelsOf(dtype: string): number {
  return { u8: 0x100, u16: 0x10000 }[dtype] ?? 0x100000000;
}
