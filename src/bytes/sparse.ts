/** Files with holes: long runs of zeros that take no room on the disk. */

/** Bytes that file systems leave out together. */
const BLOCK = 4096;
const ZEROS = new Uint8Array(BLOCK);

/**
 * What has to be written of some bytes of a new file, as spans [from, to) of them: all but whole blocks of zeros, which
 * are there wherever nothing has been written, once the file has its length.
 *
 * @param position where in the file the bytes begin.
 */
export function* filledSpans(
  bytes: Uint8Array,
  position: number,
): Generator<readonly [from: number, to: number]> {
  let from = 0;
  const first = (BLOCK - (position % BLOCK)) % BLOCK;
  for (let at = first; at + BLOCK <= bytes.length; at += BLOCK) {
    if (!isZero(bytes, at)) continue;
    if (from < at) yield [from, at];
    from = at + BLOCK;
  }
  if (from < bytes.length) yield [from, bytes.length];
}

function isZero(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0 && Buffer.compare(bytes.subarray(at, at + BLOCK), ZEROS) === 0;
}
