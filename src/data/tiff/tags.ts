import { unsuitable } from '../format.js';

/** Tags of TIFF 6.0 that this program reads or changes. */
export const TAG = {
  width: 256,
  height: 257,
  bits: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  channels: 277,
  rowsPerStrip: 278,
  stripBytes: 279,
  planar: 284,
  predictor: 317,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileBytes: 325,
  sampleFormat: 339,
} as const;

const SHORT = 3;
const LONG = 4;

/** The numbers of a tag, and where they are. */
export interface Tag {
  /** Where its entry of 12 bytes begins. */
  readonly entry: number;
  readonly numbers: readonly number[];
  /** Where the numbers are, and bytes of each: 2 or 4. */
  readonly at: number;
  readonly bytes: 2 | 4;
}

/** The one directory of a file. */
export interface TiffTags {
  readonly littleEndian: boolean;
  readonly tags: ReadonlyMap<number, Tag>;
  /** Whether one of them is there twice: here the last counts, and for libtiff the first. */
  readonly twice: boolean;
}

/** @throws CrayError DATA_INVALID for a file of several pictures, or one that is damaged. */
export function readTags(file: Uint8Array): TiffTags {
  const littleEndian = file[0] === 0x49;
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const u16 = (at: number) => view.getUint16(inside(at, 2), littleEndian);
  const u32 = (at: number) => view.getUint32(inside(at, 4), littleEndian);
  const inside = (at: number, bytes: number): number => {
    if (at + bytes > file.length) throw unsuitable('tiff', 'the file ends within its directory');
    return at;
  };
  const directory = u32(4);
  const count = u16(directory);
  if (u32(directory + 2 + 12 * count) !== 0) throw unsuitable('tiff', 'it has several pictures');
  const tags = new Map<number, Tag>();
  for (let entry = directory + 2; entry < directory + 2 + 12 * count; entry += 12) {
    const type = u16(entry + 2);
    const length = u32(entry + 4);
    if (type !== SHORT && type !== LONG) {
      tags.set(u16(entry), { entry, numbers: [], at: entry + 8, bytes: 4 });
      continue;
    }
    const bytes = type === SHORT ? 2 : 4;
    const at = length * bytes <= 4 ? entry + 8 : u32(entry + 8);
    inside(at, length * bytes);
    const numbers = Array.from({ length }, (_, i) =>
      bytes === 2 ? u16(at + 2 * i) : u32(at + 4 * i),
    );
    tags.set(u16(entry), { entry, numbers, at, bytes });
  }
  return { littleEndian, tags, twice: tags.size < count };
}

/** Changes the numbers of a tag in place. @throws CrayError DATA_INVALID where they do not fit. */
export function writeNumbers(
  file: Uint8Array,
  littleEndian: boolean,
  { at, bytes }: Tag,
  numbers: readonly number[],
): void {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  numbers.forEach((number, i) => {
    if (bytes === 4) view.setUint32(at + 4 * i, number, littleEndian);
    else if (number < 65536) view.setUint16(at + 2 * i, number, littleEndian);
    else throw unsuitable('tiff', 'its new offsets do not fit');
  });
}
