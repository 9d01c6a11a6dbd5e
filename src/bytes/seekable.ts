import { bytesGiven } from './array.js';

/** Bytes of a known number that can be read from anywhere: a file, an array. */
export interface Seekable {
  /** Bytes in all. */
  readonly size: number;
  /** The bytes [position, position + length), or as many of them as there are. */
  read(position: number, length: number): Promise<Uint8Array>;
}

const PIECE_BYTES = 1 << 18;

/** Whether something that gives bytes one after another can be read from anywhere as well. */
export function isSeekable<T extends object>(input: T): input is T & Seekable {
  return 'size' in input && 'read' in input && typeof input.read === 'function';
}

/** The bytes [position, end), in pieces of at most so many. */
export async function* bytesFrom(
  input: Seekable,
  position: number,
  pieceBytes = PIECE_BYTES,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  for (let at = position; at < end; ) {
    const piece = await input.read(at, Math.min(pieceBytes, end - at));
    if (piece.length === 0) return;
    yield piece;
    at += piece.length;
  }
}

/** An array as it would be read from a file. @throws ArgumentTypeError for what is none. */
export function seekableBytes(array: Uint8Array): Seekable & AsyncIterable<Uint8Array> {
  const bytes = bytesGiven(array, 'bytes');
  const input: Seekable = {
    size: bytes.length,
    read: async (position, length) => bytes.subarray(position, position + length),
  };
  return { ...input, [Symbol.asyncIterator]: () => bytesFrom(input, 0) };
}
