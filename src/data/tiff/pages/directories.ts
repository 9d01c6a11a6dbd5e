import { unsuitable } from '../../format.js';

/** Where the values of a tag are. */
export interface Field {
  /** Values, and bytes of each. */
  readonly count: number;
  readonly bytes: 1 | 2 | 4 | 8;
  readonly at: number;
}

/** A directory of a file: what it says of one picture. */
export interface Directory {
  readonly littleEndian: boolean;
  readonly fields: ReadonlyMap<number, Field>;
}

/** Bytes of a value, by the type of its tag: those that are whole numbers or text. */
const BYTES: Readonly<Record<number, Field['bytes']>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  13: 4,
  16: 8,
  18: 8,
};

/** Largest value of so many bytes. */
const MOST_VALUE: Readonly<Record<number, number>> = { 1: 0xff, 2: 0xffff, 4: 0xffffffff };

/** Most directories: each takes some memory. */
const MOST = 1 << 16;

/** The versions of the format: with offsets of 32 bits, and of 64 (BigTIFF). */
const [CLASSIC, BIG] = [42, 43];

/** Whether a file begins as one of 32 bits or one of 64 does. */
export function isAnyTiff(start: Uint8Array): boolean {
  const text = Buffer.from(start.subarray(0, 4)).toString('latin1');
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(text);
}

/** All directories of a file, one after another. @throws CrayError DATA_INVALID for one that is damaged. */
export function readDirectories(file: Uint8Array): Directory[] {
  const littleEndian = file[0] === 0x49;
  const read = readerOf(file, littleEndian);
  const version = read(2, 2);
  if (version !== CLASSIC && version !== BIG) throw bad(`version ${version} is not known`);
  // Where BigTIFF has 64 bits.
  const [short, long, entryBytes] = version === BIG ? ([8, 8, 20] as const) : ([2, 4, 12] as const);
  const seen = new Set<number>();
  const directories: Directory[] = [];
  for (let at = read(version === BIG ? 8 : 4, long); at !== 0; ) {
    if (seen.has(at) || seen.size === MOST) throw bad('its directories have no end');
    seen.add(at);
    const count = read(at, short);
    const end = at + short + entryBytes * count;
    const fields = new Map<number, Field>();
    if (end > file.length) throw bad('the file ends within its directory');
    for (let entry = at + short; entry < end; entry += entryBytes) {
      const [tag, bytes] = [read(entry, 2), BYTES[read(entry + 2, 2)]];
      // Of a tag that is there twice the first counts, as for libtiff.
      if (bytes === undefined || fields.has(tag)) continue;
      const values = read(entry + 4, long);
      const value = entry + 4 + long;
      const place = values * bytes <= long ? value : read(value, long);
      if (place + values * bytes > file.length) throw bad('the file ends within its directory');
      fields.set(tag, { count: values, bytes, at: place });
    }
    directories.push({ littleEndian, fields });
    at = read(end, long);
  }
  return directories;
}

/** The values of a field. @throws CrayError DATA_INVALID for one that no number holds. */
export function valuesOf(file: Uint8Array, { littleEndian }: Directory, field: Field): number[] {
  const { count, at, bytes } = field;
  const read = readerOf(file, littleEndian);
  return Array.from({ length: count }, (_, i) => read(at + i * bytes, bytes));
}

/** Changes the values of a field in place. @throws CrayError DATA_INVALID where they do not fit. */
export function writeValues(
  file: Uint8Array,
  littleEndian: boolean,
  { at, bytes }: Field,
  values: readonly number[],
): void {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  values.forEach((value, i) => {
    const to = at + i * bytes;
    if (bytes < 8 && value > (MOST_VALUE[bytes] as number)) throw bad('its new offsets do not fit');
    if (bytes === 8) view.setBigUint64(to, BigInt(value), littleEndian);
    else if (bytes === 4) view.setUint32(to, value, littleEndian);
    else if (bytes === 2) view.setUint16(to, value, littleEndian);
    else view.setUint8(to, value);
  });
}

function readerOf(file: Uint8Array, littleEndian: boolean) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  return (at: number, bytes: Field['bytes']): number => {
    if (at + bytes > file.length) throw bad('the file ends within its directory');
    if (bytes === 1) return view.getUint8(at);
    if (bytes === 2) return view.getUint16(at, littleEndian);
    if (bytes === 4) return view.getUint32(at, littleEndian);
    const value = Number(view.getBigUint64(at, littleEndian));
    if (!Number.isSafeInteger(value)) throw bad(`${value} is absurd for a place in a file`);
    return value;
  };
}

export function bad(message: string) {
  return unsuitable('tiff', message);
}
