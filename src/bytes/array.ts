import { types } from 'node:util';
import { typeError } from '../errors.js';

/** Whether a value is an array of bytes: a Buffer too, and one of another realm. */
export function isByteArray(value: unknown): value is Uint8Array {
  return types.isUint8Array(value);
}

/** @throws ArgumentTypeError, which calls it what, unless it is an array of bytes. */
export function bytesGiven(value: unknown, what: string): Uint8Array {
  if (isByteArray(value)) return value;
  throw typeError(what, 'a Uint8Array (a Buffer is one)', value);
}
