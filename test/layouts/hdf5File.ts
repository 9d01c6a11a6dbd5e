/** HDF5 files, made by hand: parts that say where they will lie, since they lead to each other. */
import { letters, padded, writer } from './bytesOf.js';

const { u8, u16, u32, u64 } = writer();

const NONE = Buffer.alloc(8, 0xff);

/** A file that grows at its end. */
export class Hdf5File {
  private readonly parts: Buffer[] = [];
  size = 0;

  /** Adds bytes, and says where they are. */
  add(bytes: Uint8Array): number {
    const at = this.size;
    this.parts.push(Buffer.from(bytes));
    this.size += bytes.length;
    return at;
  }

  /** The whole file, with a superblock over its first bytes. */
  bytes(version: 0 | 2, root: number): Buffer {
    const whole = Buffer.concat(this.parts);
    const [signature, address] = [letters('\x89HDF\r\n\x1a\n'), u64(0)];
    const start =
      version === 0
        ? [u8(0, 0, 0, 0, 0, 8, 8, 0), u16(4, 16), u32(0), address, NONE, u64(whole.length), NONE]
        : [u8(2, 8, 8, 0), address, NONE, u64(whole.length)];
    Buffer.concat([signature, ...start, ...(version === 0 ? [u64(0)] : []), u64(root)]).copy(whole);
    return whole;
  }
}

export type Message = readonly [type: number, data: Uint8Array];

/** A header of the old form; @param rest are messages that lie elsewhere. */
export function oldHeader(
  file: Hdf5File,
  messages: readonly Message[],
  rest: readonly Message[] = [],
) {
  const blockOf = (all: readonly Message[]) =>
    Buffer.concat(
      all.map(([type, data]) => {
        const body = padded(data, 8);
        return Buffer.concat([u16(type, body.length), u32(0), body]);
      }),
    );
  const more = blockOf(rest);
  const next: Message[] = rest.length > 0 ? [[16, u64(file.add(more), more.length)]] : [];
  const block = blockOf([...messages, ...next]);
  return file.add(Buffer.concat([u8(1, 0), u16(0), u32(1, block.length, 0), block]));
}

/** A header of the new form. */
export function newHeader(
  file: Hdf5File,
  messages: readonly Message[],
  rest: readonly Message[] = [],
) {
  const blockOf = (all: readonly Message[]) =>
    Buffer.concat(
      all.map(([type, data]) => Buffer.concat([u8(type), u16(data.length), u8(0), data])),
    );
  const more = Buffer.concat([letters('OCHK'), blockOf(rest), u32(0)]);
  const next: Message[] = rest.length > 0 ? [[16, u64(file.add(more), more.length)]] : [];
  const block = blockOf([...messages, ...next]);
  const start = Buffer.concat([letters('OHDR'), u8(2, 1), u16(block.length)]);
  return file.add(Buffer.concat([start, block, u32(0)]));
}

/** A group whose objects are in a tree of symbols. */
export function symbolGroup(file: Hdf5File, objects: Readonly<Record<string, number>>): Message {
  const names = Object.keys(objects).map((name) => padded(letters(`${name}\0`), 8));
  const texts = file.add(Buffer.concat(names));
  const heap = file.add(Buffer.concat([letters('HEAP'), u32(0), u64(99, 0, texts)]));
  let at = 0;
  const entries = Object.values(objects).map((header, i) => {
    const entry = Buffer.concat([u64(at, header), Buffer.alloc(24)]);
    at += names[i]?.length ?? 0;
    return entry;
  });
  const node = file.add(
    Buffer.concat([letters('SNOD'), u8(1, 0), u16(entries.length), ...entries]),
  );
  const tree = [letters('TREE'), u8(0, 0), u16(1), NONE, NONE, u64(0, node, 0)];
  return [17, u64(file.add(Buffer.concat(tree)), heap)];
}

/** A hard link among the messages of a group. */
export function link(name: string, header: number): Message {
  return [6, Buffer.concat([u8(1, 0, name.length), letters(name), u64(header)])];
}

export const space = (...sizes: readonly number[]): Message => [
  1,
  Buffer.concat([u8(2, sizes.length, 0, 1), u64(...sizes)]),
];

export const oldSpace = (...sizes: readonly number[]): Message => [
  1,
  Buffer.concat([u8(1, sizes.length, 0), Buffer.alloc(5), u64(...sizes)]),
];

export const contiguous = (at: number, bytes: number): Message => [
  8,
  Buffer.concat([u8(3, 1), u64(at, bytes)]),
];

/** Chunks in a tree of one node; @param sizes the bytes of an element last. */
export function chunked(
  file: Hdf5File,
  chunks: readonly number[],
  sizes: readonly number[],
): Message {
  const keys = chunks.map((at) => Buffer.concat([u32(8, 0), u64(...sizes.map(() => 0)), u64(at)]));
  const tree = [letters('TREE'), u8(1, 0), u16(chunks.length), NONE, NONE, ...keys];
  const at = file.add(Buffer.concat(tree));
  return [8, Buffer.concat([u8(3, 2, sizes.length), u64(at), u32(...sizes)])];
}

/** Types by their class: of integers, floats and strings, and others by their bytes. */
export const integer = (bytes: number, { signed = false, bigEndian = false } = {}) =>
  Buffer.concat([
    u8(0x10, (signed ? 8 : 0) + (bigEndian ? 1 : 0), 0, 0),
    u32(bytes),
    u16(0, 8 * bytes),
  ]);

export const float = (bytes: number, exponent: number) =>
  Buffer.concat([u8(0x11, 0x20, 0, 0), u32(bytes), u16(0, 0), u8(0, exponent, 0, 0), u32(0)]);

export const string = (bytes: number) => Buffer.concat([u8(0x13, 0, 0, 0), u32(bytes)]);

export const array = (sizes: readonly number[], bytes: number, type: Uint8Array) =>
  Buffer.concat([u8(0x3a, 0, 0, 0), u32(bytes), u8(sizes.length), u32(...sizes), type]);

export const enumeration = (type: Uint8Array, bytes: number, names: readonly string[]) =>
  Buffer.concat([
    ...[u8(0x38, names.length, 0, 0), u32(bytes), type],
    ...[...names.map((name) => letters(`${name}\0`)), Buffer.alloc(names.length * bytes)],
  ]);

/** A compound: its members by name, offset and type, as a version writes them. */
export function compound(
  version: 1 | 2 | 3,
  bytes: number,
  members: Readonly<
    Record<string, readonly [offset: number, type: Uint8Array, sizes?: readonly number[]]>
  >,
): Buffer {
  const all = Object.entries(members).map(([name, [offset, type, sizes = []]]) => {
    const text = letters(`${name}\0`);
    const old = Buffer.concat([u8(sizes.length, 0, 0, 0), u32(0, 0), padded(u32(...sizes), 16)]);
    return Buffer.concat([
      version < 3 ? padded(text, 8) : text,
      version < 3 ? u32(offset) : u8(offset),
      version === 1 ? Buffer.concat([old, Buffer.alloc(28 - old.length)]) : Buffer.alloc(0),
      type,
    ]);
  });
  return Buffer.concat([u8(version * 16 + 6, all.length, 0, 0), u32(bytes), ...all]);
}
