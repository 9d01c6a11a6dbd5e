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

/** What has to agree between data and a model. */
export interface ItemType {
  readonly dtype: string;
  readonly shape: readonly number[];
}

/** Whether items are of the same type and shape. */
export function fits(a: ItemType, b: ItemType): boolean {
  return a.dtype === b.dtype && `${a.shape}` === `${b.shape}`;
}

/** For people: "u8 items of 28 x 28". */
export function describe({ dtype, shape }: ItemType): string {
  return `${dtype} items of ${shape.join(' x ') || '1'}`;
}
