/** Arrays: files of numbers in a row behind a head. */
import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import {
  type Contents,
  type Dataset,
  describe,
  fits,
  type ItemType,
  itemSize,
  NO_SIDE,
} from './dataset.js';
import { type DataFormat, type Holds, MAX_HEAD, MAX_ITEM_BYTES, unsuitable } from './format.js';
import {
  dtypeOf,
  fromElements,
  levelsOf,
  planesOf,
  type SampleType,
  toElements,
} from './samples.js';

/** What the start of a file says of the numbers that follow. */
export interface ArrayHeader {
  /** Bytes before the numbers. */
  readonly bytes: number;
  readonly type: SampleType;
  /** Number of items; undefined for as many as there are. */
  readonly items: number | undefined;
  /** Sizes of an item, outermost first. */
  readonly shape: readonly number[];
}

/** Most dimensions of an item, as containers have it, one of them for planes. */
const MAX_RANK = 7;

/** Bytes of a tail that are read at once. */
const TAIL_BYTES = 1 << 20;

/** What is particular to a format whose files are a head, numbers in a row, and perhaps more bytes. */
export interface ArrayFormat {
  readonly name: string;
  readonly holds: Holds;
  readonly detects: (start: Uint8Array) => boolean;
  /**
   * What a head says, the same from the start of a file, {@link MAX_HEAD} bytes of it at most, and from
   * the head alone.
   *
   * @throws CrayError DATA_INVALID
   */
  readonly readHeader: (start: Uint8Array) => ArrayHeader;
  /** Another head that says so many items, of as much as the first dimension counts; undefined for none. */
  readonly recount: (head: Uint8Array, items: number) => Uint8Array | undefined;
  /** What becomes of heads where files are joined, in the words of FORMAT.md, section 2.0. */
  readonly rule: string;
}

/**
 * A data format of numbers in a row. Streams of any length are read in bounded memory, so the number of
 * items in the head is not held against the file: where there are fewer, or a part of one, or bytes after
 * them, these are the tail.
 */
export function arrayFormat({
  name,
  holds,
  detects,
  readHeader,
  recount,
  rule,
}: ArrayFormat): DataFormat {
  /** What a head says that a container holds. */
  function headerAgain(head: Uint8Array): ArrayHeader {
    let read: ArrayHeader;
    try {
      read = readHeader(head);
    } catch (cause) {
      throw new CrayError('CORRUPT', `head: ${(cause as Error).message}`, { cause });
    }
    if (read.bytes === head.length) return read;
    const message = `head: expected ${read.bytes} bytes, got ${head.length}`;
    throw new CrayError('CORRUPT', `${name}: ${message}`);
  }

  return {
    name,
    fidelity: 'bytes',
    holds,
    detects,
    async open(source) {
      const array = inReach(readHeader(await source.peek(MAX_HEAD)), name);
      if (array.bytes > MAX_HEAD) throw unsuitable(name, `its header has ${array.bytes} bytes`);
      return openArray(source, name, await source.read(array.bytes, 'its header'), array);
    },
    async *restore(contents) {
      const array = reachAgain(headerAgain(contents.head), name);
      yield contents.head;
      yield* restoreArray(contents, array);
    },
    heads: {
      rule,
      count: (head) => reachAgain(headerAgain(head), name).items ?? 0,
      recount(head, items) {
        const whole = headerAgain(head);
        const each = itemSize(whole.shape) / itemSize(reachAgain(whole, name).shape);
        const again = items % each === 0 ? recount(head, items / each) : undefined;
        if (again) return again;
        throw new CrayError('UNSUPPORTED', `${name}: there is no file of ${items} such items`);
      },
    },
  };
}

/** Items of numbers, after a head that has been taken. */
export function openArray(
  source: ByteSource,
  format: string,
  head: Uint8Array,
  { type, shape, items }: Omit<ArrayHeader, 'bytes'>,
): Dataset {
  const numbers = itemSize(shape);
  const itemBytes = numbers * type.bytes;
  let rest: Uint8Array = new Uint8Array(0);
  return {
    format,
    fidelity: 'bytes',
    dtype: dtypeOf(type),
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

/** What follows the head of an array, as the file had it. */
export async function* restoreArray(
  contents: Contents,
  { type, shape }: Pick<ArrayHeader, 'type' | 'shape'>,
): AsyncGenerator<Uint8Array> {
  const numbers = itemSize(shape);
  checkItems(contents, { dtype: dtypeOf(type), shape: elementShape(type, shape) });
  const { pieces, tail } = contents;
  for await (const { elements } of pieces) yield fromElements(elements, type, numbers);
  yield* tail;
}

/** Sizes of an item of elements: numbers of several elements come in planes. */
function elementShape(type: SampleType, shape: readonly number[]): readonly number[] {
  return planesOf(type) === 1 ? shape : [planesOf(type), ...shape];
}

/** @throws CrayError CORRUPT where the items are not those that the head tells of. */
function checkItems(got: ItemType, expected: ItemType): void {
  if (fits(expected, got) && got.dtype === expected.dtype) return;
  throw new CrayError('CORRUPT', `head: expected ${describe(expected)}, got ${describe(got)}`);
}

/** The same of a head that a container holds. @throws CrayError CORRUPT */
function reachAgain(array: ArrayHeader, format: string): ArrayHeader {
  try {
    return inReach(array, format);
  } catch (cause) {
    throw new CrayError('CORRUPT', `head: ${(cause as Error).message}`, { cause });
  }
}

/** Items that containers can hold: smaller ones where they would be too large. */
function inReach(array: ArrayHeader, format: string): ArrayHeader {
  let { items, shape } = array;
  const { bytes } = array.type;
  while (items !== undefined && shape.length > 0 && itemSize(shape) * bytes > MAX_ITEM_BYTES) {
    items *= shape[0] as number;
    shape = shape.slice(1);
  }
  const numbers = itemSize(shape);
  if (numbers === 0) throw unsuitable(format, 'items have no elements');
  if (!Number.isSafeInteger((items ?? 1) * numbers * bytes)) {
    throw unsuitable(format, `${items} items of ${array.shape.join(' x ')} are absurd`);
  }
  return { ...array, items, shape: shape.length > MAX_RANK ? [numbers] : shape };
}
