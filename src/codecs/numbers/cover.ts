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
  const take = (from: number, to: number) => {
    const taken = cover.subarray(from, to).indexOf(1);
    if (taken >= 0) throw refuse(`two fields have byte ${from + taken}`);
    cover.fill(1, from, to);
  };
  for (const field of fields) {
    const width = bytesOf(field.type);
    eachRun(field, (from, count, stride) => {
      // Numbers that follow each other are one piece.
      if (stride === width) return take(from, from + count * width);
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
  const rest = new Uint32Array(leftOf(cover));
  let n = 0;
  eachGap(cover, (from, to) => {
    rest.set(bytes.subarray(from, to), n);
    n += to - from;
  });
  return rest;
}

/** Puts the bytes that no field has where they are. */
export function putRest(bytes: Uint8Array, cover: Uint8Array, rest: Uint32Array): void {
  let n = 0;
  eachGap(cover, (from, to) => {
    bytes.set(rest.subarray(n, n + to - from), from);
    n += to - from;
  });
}

/** How many bytes no field has. */
export function leftOf(cover: Uint8Array): number {
  let left = 0;
  eachGap(cover, (from, to) => {
    left += to - from;
  });
  return left;
}

/** The pieces that no field has, in order. */
function eachGap(cover: Uint8Array, visit: (from: number, to: number) => void): void {
  for (let from = cover.indexOf(0); from >= 0; ) {
    const next = cover.indexOf(1, from);
    const to = next < 0 ? cover.length : next;
    visit(from, to);
    from = next < 0 ? -1 : cover.indexOf(0, next);
  }
}
