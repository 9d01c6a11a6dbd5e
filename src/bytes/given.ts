/** Bytes as callers of the library give them. Plain JavaScript has no types, so what they are is looked at. */
import { typeError } from '../errors.js';
import { isByteArray } from './array.js';
import { bytesFrom, isSeekable, type Seekable, seekableBytes } from './seekable.js';

/** What bytes come from: a Node stream, an array of buffers, a generator. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What may be given for bytes: all of them at once, as they come, or a file that can be read from anywhere. */
export type ByteInput = Uint8Array | ByteStream | Seekable;

const EXPECTED =
  'a Uint8Array (a Buffer is one), an iterable or a stream of such, or something with size and read';

/**
 * What was given for bytes, as a stream of them; one that can be read from anywhere where that is so of what was given.
 *
 * @param what to call it in the error.
 * @throws ArgumentTypeError for all else: a string may be text or a path, and is neither.
 */
export function streamGiven(input: ByteInput, what = 'the data'): ByteStream {
  if (isByteArray(input)) return seekableBytes(input);
  if (isObject(input)) {
    if (isStream(input)) return input;
    if (isSeekable(input)) return readFromStart(input);
  }
  throw typeError(what, EXPECTED, input);
}

/** The same of what is read more than once. @throws ArgumentTypeError */
export function seekableGiven(input: Seekable | Uint8Array, what: string): Seekable & ByteStream {
  const given = streamGiven(input, what);
  if (isSeekable(given)) return given;
  throw typeError(what, 'a Uint8Array (a Buffer is one), or something with size and read', input);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** Arrays of numbers have an iterator as well, but of no bytes. */
function isStream(input: object): input is ByteStream {
  return (Symbol.asyncIterator in input || Symbol.iterator in input) && !ArrayBuffer.isView(input);
}

function readFromStart(input: Seekable): Seekable & ByteStream {
  return {
    size: input.size,
    read: (position, length) => input.read(position, length),
    [Symbol.asyncIterator]: () => bytesFrom(input, 0),
  };
}
