/** Arrays: numbers in a row as a data set, and back. */
import type { ByteSource } from '../bytes/source.js';
import type { Axis } from '../codecs/numbers/field.js';
import { CrayError } from '../errors.js';
import {
  type Contents,
  type Dataset,
  describe,
  fits,
  type InFile,
  type ItemType,
  itemSize,
  NO_SIDE,
} from './dataset.js';
import {
  dtypeOf,
  fromElements,
  levelsOf,
  numbersOf,
  planesOf,
  type SampleType,
  toElements,
} from './samples.js';

/** What numbers in a row are. */
export interface ArrayItems {
  readonly type: SampleType;
  /** Number of items; undefined for as many as there are. */
  readonly items: number | undefined;
  /** Sizes of an item, outermost first. */
  readonly shape: readonly number[];
}

/** Bytes of a tail that are read at once. */
const TAIL_BYTES = 1 << 20;

/** Items of numbers, after a head that has been taken. */
export function openArray(
  source: ByteSource,
  format: string,
  head: Uint8Array,
  { type, shape, items }: ArrayItems,
): Dataset {
  const numbers = itemSize(shape);
  const itemBytes = numbers * type.bytes;
  let rest: Uint8Array = new Uint8Array(0);
  return {
    format,
    fidelity: 'bytes',
    dtype: dtypeOf(type),
    numbers: numbersOf(type),
    shape: elementShape(type, shape),
    levels: levelsOf(type),
    head,
    items,
    sideBytes: 0,
    note: undefined,
    async *pieces(most) {
      for (let left = items ?? Number.POSITIVE_INFINITY; left > 0; ) {
        const wanted = Math.min(most, left) * itemBytes;
        const bytes = await source.readUpTo(wanted);
        const whole = bytes.length - (bytes.length % itemBytes);
        const elements = toElements(bytes.subarray(0, whole), type, numbers);
        if (whole > 0) yield { elements, side: NO_SIDE };
        rest = bytes.subarray(whole);
        left -= whole / itemBytes;
        if (bytes.length < wanted) return;
      }
    },
    async *tail() {
      yield rest;
      yield* source.pieces(TAIL_BYTES);
    },
    position: () => source.position,
  };
}

/** How such items lie in a file, after what is its head. */
export function inFile(head: Uint8Array, { type, shape, items }: ArrayItems): InFile {
  const { bytes, bigEndian } = type;
  const itemBytes = itemSize(shape) * bytes;
  const count = items ?? Math.floor((Number.MAX_SAFE_INTEGER - head.length) / itemBytes);
  return {
    head,
    bytes: (elements, some) => fromElements(elements, type, itemSize(some) / planesOf(type)),
    field: {
      name: 'values',
      offset: head.length,
      type: numbersOf(type),
      bigEndian,
      axes: [{ count, stride: itemBytes }, ...axesOf(shape, bytes)],
    },
  };
}

/** Axes of an item without holes. */
function axesOf(shape: readonly number[], bytes: number): Axis[] {
  return shape.map((count, i) => ({ count, stride: bytes * itemSize(shape.slice(i + 1)) }));
}

/** What follows the head of an array, as the file had it. */
export async function* restoreArray(
  contents: Contents,
  { type, shape }: Pick<ArrayItems, 'type' | 'shape'>,
): AsyncGenerator<Uint8Array> {
  const numbers = itemSize(shape);
  checkItems(contents, { dtype: dtypeOf(type), shape: elementShape(type, shape) });
  const { pieces, tail } = contents;
  for await (const { elements } of pieces) yield fromElements(elements, type, numbers);
  yield* tail;
}

/** Sizes of an item of elements: numbers of several elements come in planes. */
export function elementShape(type: SampleType, shape: readonly number[]): readonly number[] {
  return planesOf(type) === 1 ? shape : [planesOf(type), ...shape];
}

/** @throws CrayError CORRUPT where the items are not those that the head tells of. */
function checkItems(got: ItemType, expected: ItemType): void {
  if (fits(expected, got) && got.dtype === expected.dtype) return;
  throw new CrayError('CORRUPT', `head: expected ${describe(expected)}, got ${describe(got)}`);
}
