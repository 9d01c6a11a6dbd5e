import { encodeBlock, MAGIC } from '../../src/container/block.js';

/** A block as it stands in a file, taken apart without any checking. */
export interface RawBlock {
  readonly type: string;
  readonly payload: Uint8Array;
}

/** A .cray file taken apart: the bytes before the first block of each part, then its blocks. */
export interface RawPart {
  readonly magic: Uint8Array;
  readonly blocks: readonly RawBlock[];
}

const MAGIC_BYTES = MAGIC.length + 1;
const FRAME_BYTES = 13;

/** Takes a sound file apart. */
export function takeApart(file: Uint8Array): RawPart[] {
  const parts: { magic: Uint8Array; blocks: RawBlock[] }[] = [];
  for (let at = 0; at < file.length; ) {
    if (file[at] === MAGIC[0]) {
      parts.push({ magic: file.subarray(at, at + MAGIC_BYTES), blocks: [] });
      at += MAGIC_BYTES;
      continue;
    }
    const length = new DataView(file.buffer, file.byteOffset + at).getUint32(1, true);
    const payload = file.subarray(at + 5, at + 5 + length);
    parts.at(-1)?.blocks.push({ type: String.fromCharCode(file[at] as number), payload });
    at += FRAME_BYTES + length;
  }
  return parts;
}

/** The inverse of {@link takeApart}, every check made good. */
export function putTogether(parts: readonly RawPart[]): Uint8Array {
  return Buffer.concat(
    parts.flatMap(({ magic, blocks }) => [
      magic,
      ...blocks.map(({ type, payload }) => encodeBlock(type, payload)),
    ]),
  );
}
