import { unsuitable } from '../data/format.js';

/** Numbers and texts of a header, at places that must be in it. */
export interface Reader {
  readonly length: number;
  u8(at: number): number;
  u16(at: number): number;
  u32(at: number): number;
  i32(at: number): number;
  /** A number of 64 bits, which must be exact as a number: sizes and offsets are. */
  u64(at: number): number;
  /** Latin letters, up to the first zero or the length. */
  text(at: number, length: number): string;
  bytes(at: number, length: number): Uint8Array;
}

/** @throws CrayError DATA_INVALID, from each of its functions, for what is not there. */
export function readerOf(start: Uint8Array, format: string, bigEndian: boolean): Reader {
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const inside = (at: number, bytes: number): number => {
    if (Number.isSafeInteger(at) && at >= 0 && bytes >= 0 && at + bytes <= start.length) return at;
    throw unsuitable(format, `the file ends within its header, at byte ${at}`);
  };
  return {
    length: start.length,
    u8: (at) => view.getUint8(inside(at, 1)),
    u16: (at) => view.getUint16(inside(at, 2), !bigEndian),
    u32: (at) => view.getUint32(inside(at, 4), !bigEndian),
    i32: (at) => view.getInt32(inside(at, 4), !bigEndian),
    u64(at) {
      const value = Number(view.getBigUint64(inside(at, 8), !bigEndian));
      if (Number.isSafeInteger(value)) return value;
      throw unsuitable(format, `a number of 64 bits at byte ${at} is absurd`);
    },
    text(at, length) {
      const bytes = start.subarray(inside(at, length), at + length);
      const end = bytes.indexOf(0);
      return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1');
    },
    bytes: (at, length) => start.subarray(inside(at, length), at + length),
  };
}

/** Whether bytes are somewhere: a magic number. */
export function hasAt(start: Uint8Array, at: number, magic: readonly number[] | string): boolean {
  const bytes = typeof magic === 'string' ? Buffer.from(magic, 'latin1') : magic;
  return bytes.every((byte, i) => start[at + i] === byte);
}
