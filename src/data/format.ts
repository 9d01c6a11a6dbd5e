import type { ByteSource } from '../bytes/source.js';
import { CrayError } from '../errors.js';
import type { Contents, Dataset, Fidelity } from './dataset.js';

/** A format of files: how to know it, to read it and to write it again. */
export interface Format {
  /** As containers carry it. */
  readonly name: string;
  readonly fidelity: Fidelity;
  /** The format to read a file by for it to come back byte for byte, where this one does not do that. */
  readonly exact?: Format;
  /** Whether a file that starts with these bytes, {@link START} at most, seems to be of this format. */
  detects(start: Uint8Array): boolean;
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
   * How many items a head says there are, where heads say it.
   *
   * @throws CrayError CORRUPT for a bad head.
   */
  count?(head: Uint8Array): number;
  /**
   * The head of a file of so many of these items, where there are such files.
   *
   * @throws CrayError CORRUPT for a bad head, UNSUPPORTED where there is no file of so many items.
   */
  recount?(head: Uint8Array, items: number): Uint8Array;
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

/** What {@link Format.open} throws. */
export function unsuitable(format: string, message: string): CrayError {
  return new CrayError('DATA_INVALID', `${format}: ${message}`);
}
