import { bytesOf, eachRun, type Field } from './field.js';
import { corrupt } from './views/bits.js';

/**
 * Which bytes of a chunk fields have: 1 where one does.
 *
 * @param refuse the error where two fields have the same byte: CORRUPT unless told.
 */
export function coverOf(
  size: number,
  fields: readonly Field[],
  refuse: (message: string) => Error = corrupt,
): Uint8Array {
  const cover = new Uint8Array(size);
  for (const field of fields) {
    const width = bytesOf(field.type);
    eachRun(field, (from, count, stride) => {
      for (let i = 0, at = from; i < count; i++, at += stride) {
        for (let b = at; b < at + width; b++) {
          if (cover[b]) throw refuse(`two fields have byte ${b}`);
          cover[b] = 1;
        }
      }
    });
  }
  return cover;
}

/** The bytes that no field has. */
export function restOf(bytes: Uint32Array | Uint8Array, cover: Uint8Array): Uint32Array {
  const rest = new Uint32Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) if (!cover[i]) rest[n++] = bytes[i] as number;
  return rest.slice(0, n);
}

/** Puts the bytes that no field has where they are. */
export function putRest(bytes: Uint8Array, cover: Uint8Array, rest: Uint32Array): void {
  let n = 0;
  for (let i = 0; i < bytes.length; i++) if (!cover[i]) bytes[i] = rest[n++] as number;
}
