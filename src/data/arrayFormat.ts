/** Formats whose files are a head, numbers in a row, and perhaps more bytes. */
import { CrayError } from '../errors.js';
import { type ArrayItems, inFile, openArray, restoreArray } from './array.js';
import { itemSize } from './dataset.js';
import { type DataFormat, type Holds, MAX_HEAD, MAX_ITEM_BYTES, unsuitable } from './format.js';
import { type PictureNames, readingsOf } from './readings.js';
import { numbersOf } from './samples.js';

/** What the start of a file says of the numbers that follow. */
export interface ArrayHeader extends ArrayItems {
  /** Bytes before the numbers. */
  readonly bytes: number;
}

/** Most dimensions of an item, as containers have it, one of them for planes. */
const MAX_RANK = 7;

/** What is particular to such a format. */
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
  /** What a head says of its numbers, in words; their type by default. */
  readonly says?: (head: Uint8Array) => string;
  /** What becomes of heads where files are joined, in the words of FORMAT.md, section 2.0. */
  readonly rule: string;
  /** Names of the data formats that hold its items as pictures, where there are such. */
  readonly pictures?: PictureNames;
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
  says,
  rule,
  pictures,
}: ArrayFormat): DataFormat {
  /** What a head says that a container holds, and the items that come of it. @throws CrayError CORRUPT */
  function ofContainer(head: Uint8Array): { header: ArrayHeader; array: ArrayHeader } {
    const { header, array } = orCorrupt(() => {
      const header = readHeader(head);
      return { header, array: inReach(header, name) };
    });
    if (header.bytes === head.length) return { header, array };
    const message = `head: expected ${header.bytes} bytes, got ${head.length}`;
    throw new CrayError('CORRUPT', `${name}: ${message}`);
  }

  return {
    name,
    fidelity: 'bytes',
    holds,
    detects,
    async open(source) {
      const start = await source.peek(MAX_HEAD);
      const array = inReach(readHeader(start), name);
      if (array.bytes > MAX_HEAD) throw unsuitable(name, `its header has ${array.bytes} bytes`);
      if (array.bytes > start.length) throw unsuitable(name, 'the file ends within its header');
      const head = await source.read(array.bytes, 'its header');
      const dataset = openArray(source, name, head, array);
      const readings = pictures ? readingsOf(array, pictures) : [];
      return { ...dataset, inFile: inFile(head, array), ...(readings.length > 0 && { readings }) };
    },
    async *restore(contents) {
      const { array } = ofContainer(contents.head);
      yield contents.head;
      yield* restoreArray(contents, array);
    },
    numbers: (head) => numbersOf(ofContainer(head).array.type),
    heads: {
      rule,
      says(head) {
        const { type, shape } = ofContainer(head).array;
        return says?.(head) ?? `${numbersOf(type)} items of ${shape.join(' x ') || '1'}`;
      },
      count: (head) => ofContainer(head).array.items,
      recount(head, items) {
        const { header, array } = ofContainer(head);
        const each = itemSize(header.shape) / itemSize(array.shape);
        const again = items % each === 0 ? recount(head, items / each) : undefined;
        if (again) return again;
        throw new CrayError('UNSUPPORTED', `${name}: there is no file of ${items} such items`);
      },
    },
  };
}

/** What is said of a head that a container holds. @throws CrayError CORRUPT for what a file may not be like */
function orCorrupt<T>(say: () => T): T {
  try {
    return say();
  } catch (cause) {
    if (!(cause instanceof CrayError) || cause.code !== 'DATA_INVALID') throw cause;
    throw new CrayError('CORRUPT', `head: ${cause.message}`, { cause });
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
