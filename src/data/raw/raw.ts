import type { ByteSource } from '../../bytes/source.js';
import { ArgumentError, CrayError } from '../../errors.js';
import { inFile, openArray, restoreArray } from '../array.js';
import { type Dataset, itemSize } from '../dataset.js';
import { type Format, MAX_ITEM_BYTES, unsuitable, WITHOUT_COUNT } from '../format.js';
import { parsePart } from '../parts.js';
import { numbersOf, type SampleType } from '../samples.js';

const TYPES: ReadonlyMap<unknown, Pick<SampleType, 'kind' | 'bytes'>> = new Map([
  ['u8', { kind: 'unsigned', bytes: 1 }],
  ['i8', { kind: 'signed', bytes: 1 }],
  ['u16', { kind: 'unsigned', bytes: 2 }],
  ['i16', { kind: 'signed', bytes: 2 }],
  ['u32', { kind: 'unsigned', bytes: 4 }],
  ['i32', { kind: 'signed', bytes: 4 }],
  ['u64', { kind: 'unsigned', bytes: 8 }],
  ['i64', { kind: 'signed', bytes: 8 }],
  ['f16', { kind: 'float', bytes: 2 }],
  ['f32', { kind: 'float', bytes: 4 }],
  ['f64', { kind: 'float', bytes: 8 }],
]);

/** Names of the types of numbers that a raw file may have. */
export const RAW_TYPES: readonly string[] = [...TYPES.keys()] as string[];

/** What a raw file does not say of itself. */
export interface RawLayout {
  /** Type of a number, one of {@link RAW_TYPES}. */
  readonly dtype: string;
  /** Sizes of an item, outermost first; at most seven. */
  readonly shape: readonly number[];
  /** Which byte of a number is first: the lowest, or the highest. */
  readonly byteOrder: 'little' | 'big';
}

const ASKS_FOR = 'its dtype, shape and byte order';

/** Numbers in a row and nothing else. The head of the container is the layout, as JSON. */
export const raw: Format = {
  title: 'raw numbers',
  asksFor: ASKS_FOR,
  dataFormats: [
    {
      name: 'raw',
      fidelity: 'bytes',
      headOutside: true,
      holds: {
        head:
          'a JSON object with `dtype` (`u8` … `i64`, `f16`, `f32`, `f64`), `shape`, `byteOrder` ' +
          '(`little` or `big`)',
        items: 'numbers in a row, as it says',
        tail: 'a part of an item',
      },
      async open() {
        throw unsuitable('raw', `expected ${ASKS_FOR}`);
      },
      restore: (contents) => restoreArray(contents, readLayout(contents.head)),
      numbers: (head) => numbersOf(readLayout(head).type),
      heads: { ...WITHOUT_COUNT, says: (head) => Buffer.from(head).toString() },
    },
  ],
};

/**
 * Opens a file of a layout that the caller knows.
 *
 * @throws RangeError for a layout that makes no sense.
 */
export function openRaw(source: ByteSource, layout: RawLayout): Dataset {
  const array = arrayOf(layout, (message) => new ArgumentError(message));
  const { dtype, shape, byteOrder } = layout;
  const head = Buffer.from(JSON.stringify({ dtype, shape, byteOrder }));
  const numbers = { ...array, items: undefined };
  // The file itself has no head.
  return { ...openArray(source, 'raw', head, numbers), inFile: inFile(new Uint8Array(0), numbers) };
}

/** The layout that a container holds. @throws CrayError CORRUPT */
function readLayout(head: Uint8Array) {
  const what = 'raw: the layout in the head';
  const layout = (parsePart(head, what) ?? {}) as Readonly<Record<keyof RawLayout, unknown>>;
  return arrayOf(layout, (message) => new CrayError('CORRUPT', `${what}: ${message}`));
}

/** @param wrong the error for a layout that makes no sense. */
function arrayOf(
  { dtype, shape, byteOrder }: Readonly<Record<keyof RawLayout, unknown>>,
  wrong: (message: string) => Error,
) {
  const type = TYPES.get(dtype);
  if (!type) {
    const got = typeof dtype === 'string' ? dtype : `one of type ${typeof dtype}`;
    throw wrong(`dtype: expected ${RAW_TYPES.join(', ')}, got ${got}`);
  }
  const numbers = Array.isArray(shape) && shape.every(Number.isFinite);
  const sizes: readonly number[] | undefined = numbers ? shape : undefined;
  const positive = sizes?.every((size) => Number.isSafeInteger(size) && size > 0);
  if (!sizes || !positive || sizes.length > 7 || itemSize(sizes) * type.bytes > MAX_ITEM_BYTES) {
    const most = `at most 7 positive sizes, of ${MAX_ITEM_BYTES} bytes`;
    throw wrong(`shape: expected ${most}, got ${sizes ?? 'no numbers'}`);
  }
  return { type: { ...type, bigEndian: byteOrder === 'big' }, shape: sizes };
}
