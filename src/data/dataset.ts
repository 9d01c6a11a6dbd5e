/** What a file becomes: items of one shape, and what is around them. */

import type { Known } from '../codecs/known.js';
import type { BlockPicture } from '../codecs/learning/blocks.js';
import type { Field } from '../codecs/numbers/field.js';

/** Type of an element, as it was meant in the file. */
export type Dtype = 'u8' | 'i8' | 'u16' | 'i16' | 'u32' | 'i32';

/** Bytes of an element. */
export const ELEMENT_BYTES: Readonly<Record<Dtype, 1 | 2 | 4>> = {
  u8: 1,
  i8: 1,
  u16: 2,
  i16: 2,
  u32: 4,
  i32: 4,
};

/**
 * What is restored: the very file ('bytes'), or a new file of the same format with the same pixels,
 * bit depth, channels, colour profile and metadata ('pixels').
 */
export type Fidelity = 'bytes' | 'pixels';

/** Whole items, in a row. */
export interface Piece {
  /**
   * The elements as unsigned little-endian integers of as many bytes as the dtype has, in an order
   * that is that of what they stand for: signed numbers have half of the levels added.
   */
  readonly elements: Uint8Array;
  /** The side bytes of each item, such as its label. */
  readonly side: Uint8Array;
  /** What is known of the elements beside. */
  readonly known?: Known | undefined;
}

/** The side bytes of items that have none. */
export const NO_SIDE = new Uint8Array(0);

/** Items from..to of a piece of so many. */
export function itemsOf({ elements, side }: Piece, items: number, from: number, to: number): Piece {
  const cut = (bytes: Uint8Array) =>
    bytes.subarray((from * bytes.length) / items, (to * bytes.length) / items);
  return { elements: cut(elements), side: cut(side) };
}

/** The tail of a data set that has none. */
export async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A file seen as a run of items of one shape, and what is around them. */
export interface Dataset {
  /** Name of the format, as containers carry it. */
  readonly format: string;
  /** What will be restored. */
  readonly fidelity: Fidelity;
  /** Type of an element. */
  readonly dtype: Dtype;
  /** Type of the numbers in the file, which elements stand for, where that is not the dtype: "f32". */
  readonly numbers?: string | undefined;
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
  /** Elements are 0 … levels - 1. */
  readonly levels: number;
  /** What restoring has to know before the items: the file's bytes before them, in most formats. */
  readonly head: Uint8Array;
  /** Number of items as the file says, which may be wrong; undefined where only the end will tell. */
  readonly items: number | undefined;
  /** Bytes of each item that are no elements. */
  readonly sideBytes: number;
  /** Why the file is not read as what it looks like, where that is so. */
  readonly note: string | undefined;
  /** What the file was inside of, "gzip" for instance, which is not restored. */
  readonly inside?: string | undefined;
  /** How the items lie in the file, where that is a head, numbers in a row, and the tail. */
  readonly inFile?: InFile | undefined;
  /** What lies where in the items, where they are bytes of files of which that is known. */
  readonly fields?: readonly Field[] | undefined;
  /** Other ways to read the same items, of which a sample says which is best. */
  readonly readings?: readonly Reading[] | undefined;
  /**
   * The same items as a form of the very file, where this is none: undefined where there is none of these. It may
   * take some time to find out.
   */
  readonly exactForm?: () => Promise<ExactForm | undefined>;
  /** Pictures whose blocks of coefficients the items are, in order. */
  readonly pictures?: readonly BlockPicture[] | undefined;
  /** The same file as bytes, of which it says how many, where it is in memory anyway and they might take less. */
  readonly asBytes?: () => CountedDataset;
  /** Bytes of the file that went in, where that is known at once; what is restored may have others. */
  readonly fileBytes?: number | undefined;
  /** The items, in pieces of `items` at most. To be read once, to the end. */
  pieces(items: number): AsyncIterable<Piece>;
  /** What restoring has to know after the items, once they have been read. */
  tail(): AsyncIterable<Uint8Array>;
  /** Bytes of the file read so far. */
  position(): number;
}

/** A file that is a head, numbers in a row, and the tail of its data set. */
export interface InFile {
  /** Bytes of the file before the numbers. */
  readonly head: Uint8Array;
  /** Elements of items, or parts of items, of a shape as the file has them. */
  readonly bytes: (elements: Uint8Array, shape: readonly number[]) => Uint8Array;
  /** The numbers: as many as there are, where the file does not say how many. */
  readonly field: Field;
}

/** A data set of which it is certain how many items it has. */
export interface CountedDataset extends Dataset {
  /** Number of items. */
  readonly items: number;
}

/** What is other in a data set by which the very file comes back. */
export interface ExactForm {
  /** Name of the format, as containers carry it. */
  readonly format: string;
  /** What restoring has to know after the items. */
  readonly tail: Uint8Array;
}

/** A way to read an array whose items may be rows or channels of pictures. */
export interface Reading {
  /** Name of the data format, as containers carry it. */
  readonly format: string;
  /** Items that become one. */
  readonly together: number;
  /** Sizes of an item then. */
  readonly shape: readonly number[];
  /** Whether its channels, the first dimension, are moved to the last. */
  readonly pixels: boolean;
  /** Elements as the file has them. */
  inFile(elements: Uint8Array): Uint8Array;
}

/** A data set on its way back to a file: what a container holds of it. */
export interface Contents {
  /** Type of an element. */
  readonly dtype: string;
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
  /** As in {@link Dataset}. */
  readonly head: Uint8Array;
  /** The items. */
  readonly pieces: AsyncIterable<Piece>;
  /** To be read after the pieces. */
  readonly tail: AsyncIterable<Uint8Array>;
}

/** Elements of one item. */
export function itemSize(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Bytes of an element of a dtype that a file names. */
export function elementBytes(dtype: string): number | undefined {
  return Object.hasOwn(ELEMENT_BYTES, dtype) ? ELEMENT_BYTES[dtype as Dtype] : undefined;
}

/** What items are: what has to agree between data and a model. */
export interface ItemType {
  /** Type of an element, "u8" for instance. */
  readonly dtype: string;
  /** Sizes of one item, outermost first. */
  readonly shape: readonly number[];
  /** For people: type of the numbers in the file that elements stand for, where that is not the dtype. */
  readonly numbers?: string | undefined;
  /** Elements are 0 … levels - 1; all that the dtype holds unless told. */
  readonly levels?: number | undefined;
}

/** Sizes of an item, outermost first, null being any. */
export type ShapePattern = readonly (number | null)[];

/** Items that a model fits; what is left out or null may be anything. */
export interface ItemPattern {
  readonly dtype?: string | undefined;
  readonly shape?: ShapePattern | undefined;
  /** In place of one shape, several of which any will do. */
  readonly shapes?: readonly ShapePattern[] | undefined;
}

/**
 * Whether items are of a type that a pattern allows. A sign is no difference: elements are in the
 * order of what they stand for, whatever they stand for.
 */
export function fits(pattern: ItemPattern, { dtype, shape }: ItemType): boolean {
  const shapes = shapesOf(pattern);
  return (
    elementBytes(pattern.dtype ?? dtype) === elementBytes(dtype) &&
    (shapes === undefined ||
      shapes.some(
        (sizes) =>
          sizes.length === shape.length &&
          sizes.every((size, i) => size === null || size === shape[i]),
      ))
  );
}

/** For people: "u8 items of 28 x 28", "any items of any x any or any x any x 3"; of data, by the file's own numbers. */
export function describe(pattern: ItemPattern & { readonly numbers?: string | undefined }): string {
  const { dtype, numbers = dtype } = pattern;
  const all = shapesOf(pattern)?.map((shape) => sizesText(shape, numbers));
  return `${numbers ?? 'any'} items of ${all?.join(' or ') ?? 'any shape'}`;
}

/** Sizes of an item for people, "28 x 28": of the numbers of the file, each of which may be two elements. */
export function sizesText(shape: ShapePattern, numbers?: string): string {
  const own = ownShape(shape, numbers);
  return own.map((size) => size ?? 'any').join(' x ') || '1';
}

/** Sizes of an item in numbers of the file, of which those of 64 bits are two elements each, in planes. */
export function ownShape<T>(shape: readonly T[], numbers?: string): readonly T[] {
  return numbers?.endsWith('64') ? shape.slice(1) : shape;
}

/** Dimensions of an item: its numbers as the file has them, and not the elements that they have become. */
export function dimensionsOf({ shape, numbers }: Pick<ItemType, 'shape' | 'numbers'>): number {
  return itemSize(ownShape(shape, numbers));
}

/** The shapes that a pattern allows; undefined for all. */
function shapesOf({ shape, shapes }: ItemPattern): readonly ShapePattern[] | undefined {
  return shapes ?? (shape && [shape]);
}

/** Values of an element: bytes have 256. */
export function levelsOf(dtype: string): number {
  return { 1: 0x100, 2: 0x10000 }[elementBytes(dtype) ?? 4] ?? 0x100000000;
}
