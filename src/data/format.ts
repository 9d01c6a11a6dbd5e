/** What a format of files is, and what all of them share. */
import type { ByteSource } from '../bytes/source.js';
import type { BlockPicture } from '../codecs/learning/blocks.js';
import { CrayError } from '../errors.js';
import type { Contents, Dataset, Fidelity } from './dataset.js';

/** A format of files, and all that the program and its documents say of it. Its folder begins with it. */
export interface Format {
  /** Its name for people: "PNG". */
  readonly title: string;
  /** How containers hold its files. */
  readonly dataFormats: readonly [DataFormat, ...DataFormat[]];
  /** Which of its files come back as pixels, for people, where others come back byte for byte. */
  readonly asPixels?: string;
  /** What has to have made a file for it to come back byte for byte by its pixels: "zlib". */
  readonly exactBy?: readonly string[];
  /** What a file does not say of itself, and must be said to read it, for people. */
  readonly asksFor?: string;
  /** How the names of its files end, where programs for sound read them. */
  readonly soundEnding?: string;
}

/** A way of holding a file in a container: what FORMAT.md calls a data format. */
export interface DataFormat {
  /** As headers carry it. */
  readonly name: string;
  readonly fidelity: Fidelity;
  /** What it makes of a file, in the words of FORMAT.md, section 7. */
  readonly holds: Holds;
  /** What else there is for a file to come back byte for byte, where this does not do that. */
  readonly exact?: DataFormat;
  /** Where a file can be known by its content: whether one seems to be that starts so, {@link START} bytes at most. */
  detects?(start: Uint8Array): boolean;
  /**
   * Opens a file.
   *
   * @throws CrayError DATA_INVALID when it is not of this format after all, damaged, or something
   * that this program cannot restore; no byte has been taken from the source then.
   */
  open(source: ByteSource): Promise<Dataset>;
  /**
   * The file again.
   *
   * @throws CrayError CORRUPT when contents do not fit the format.
   */
  restore(contents: Contents): AsyncIterable<Uint8Array>;
  /**
   * Type of the numbers of a file with this head, where elements stand for others: "f32".
   *
   * @throws CrayError CORRUPT for a bad head.
   */
  numbers?(head: Uint8Array): string;
  /**
   * Whether its head, items and tail have other bytes together than the file, though that comes back as it was: then a
   * container has to say how many the file has.
   */
  readonly rebuilt?: boolean;
  /** Whether the head stands before each item of the file. */
  readonly headBeforeEach?: boolean;
  /** Whether the head is no part of the file, but what somebody has said of it. */
  readonly headOutside?: boolean;
  /** Heads of other numbers of items, where files can be joined and taken apart. */
  readonly heads?: Heads;
  /**
   * The pictures of a file with this tail, where items are none but what they are made of.
   *
   * @throws CrayError CORRUPT for a bad tail.
   */
  pictures?(tail: Uint8Array): readonly SaidPicture[];
  /**
   * Of which pictures items are blocks, with this tail.
   *
   * @throws CrayError CORRUPT for a bad tail.
   */
  blocks?(tail: Uint8Array): readonly BlockPicture[];
}

/** What a file says of a picture in it. */
export interface SaidPicture {
  readonly width: number;
  readonly height: number;
  /** "YCbCr", for people. */
  readonly colours: string;
  /** How fine the channels are, "4:2:0"; undefined of one channel. */
  readonly sampling: string | undefined;
  /** Of a sample. */
  readonly bits: number;
  /** "progressive", for people. */
  readonly coding: string;
  readonly scans: number;
  /** 1 to 100, as the program names it that scales tables of quantisation so; undefined where none does. */
  readonly quality: number | undefined;
  /** That program: "libjpeg". */
  readonly tables: string | undefined;
}

/** What head, items and tail are. */
export interface Holds {
  readonly head: string;
  readonly items: string;
  readonly tail: string;
}

/** How heads say how many items there are. */
export interface Heads {
  /** What becomes of them where files are joined, in the words of FORMAT.md, section 2.0. */
  readonly rule: string;
  /** What a head says beside that, for people: "44100 Hz, i16". @throws CrayError CORRUPT for a bad head */
  says?(head: Uint8Array): string;
  /**
   * How many items a head says there are, where heads say it; undefined for one that does not.
   *
   * @throws CrayError CORRUPT for a bad head.
   */
  count?(head: Uint8Array): number | undefined;
  /**
   * The head of a file of so many of these items.
   *
   * @throws CrayError CORRUPT for a bad head, UNSUPPORTED where there is no file of so many items.
   */
  recount(head: Uint8Array, items: number): Uint8Array;
}

/** Heads that do not say how many items there are. */
export const WITHOUT_COUNT: Heads = {
  rule: 'the heads, which say no number, must agree.',
  recount: (head) => head,
};

/** A format of files that have another file inside, which is read in their place where it is of a known format. */
export interface Wrapper {
  /** Its name for people. */
  readonly title: string;
  /** The name of the file inside one of this name, which is never the same. */
  innerName(name: string): string;
  /** What is inside, or why that cannot be said; undefined where a file is none of these. */
  unwrap(source: ByteSource): Promise<ByteSource | string | undefined>;
}

/** Bytes from which a format is known. */
export const START = 1 << 16;

/** Longest head of a file: a container has it in one block. */
export const MAX_HEAD = 1 << 19;

/** Largest item: a container must hold it in one chunk. */
export const MAX_ITEM_BYTES = 1 << 28;

/** Largest file that is read whole where its format asks for that: images, archives. */
export const MAX_WHOLE = 1 << 29;

/**
 * The whole file, without taking it.
 *
 * @throws CrayError DATA_INVALID when it is larger than {@link MAX_WHOLE}.
 */
export async function peekWhole(source: ByteSource, format: string): Promise<Uint8Array> {
  const bytes = await source.peek(MAX_WHOLE + 1);
  if (bytes.length > MAX_WHOLE) {
    throw unsuitable(format, `larger than the ${MAX_WHOLE} bytes that are read at once`);
  }
  return bytes;
}

/** Whether it is what {@link DataFormat.open} throws. */
export function isUnsuitable(error: unknown): boolean {
  return error instanceof CrayError && error.code === 'DATA_INVALID';
}

/** What comes of a promise; undefined where it throws what {@link DataFormat.open} does. */
export async function unlessUnsuitable<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch((error) => {
    if (isUnsuitable(error)) return undefined;
    throw error;
  });
}

/** What {@link DataFormat.open} throws. */
export function unsuitable(format: string, message: string): CrayError {
  return new CrayError('DATA_INVALID', `${format}: ${message}`);
}
