import { createHash } from 'node:crypto';
import { encodeBlock, MAGIC, SMALL_VERSION } from '../../src/container/block.js';
import { FieldWriter } from '../../src/container/fields.js';

/** A block as it stands in a file, taken apart without any checking; of a small part its only payload. */
export interface RawBlock {
  readonly type: string;
  readonly payload: Uint8Array;
}

/** A .cray file taken apart: the bytes before the first block of each part, then its blocks. */
export interface RawPart {
  readonly magic: Uint8Array;
  readonly blocks: readonly RawBlock[];
}

/** The type that the payload of a small part has here; in a file it has none. */
export const SMALL = 'S';

const MAGIC_BYTES = MAGIC.length + 1;
const FRAME_BYTES = 13;
const CHECK_BYTES = 4;

/** Takes a sound file apart. */
export function takeApart(file: Uint8Array): RawPart[] {
  const parts: { magic: Uint8Array; blocks: RawBlock[] }[] = [];
  for (let at = 0; at < file.length; ) {
    if (file[at] === MAGIC[0]) {
      const magic = file.subarray(at, at + MAGIC_BYTES);
      parts.push({ magic, blocks: [] });
      at += MAGIC_BYTES;
      if (!isSmall({ magic })) continue;
      const { length, digits } = lengthAt(file, at);
      const payload = file.subarray(at + digits, at + digits + length);
      parts.at(-1)?.blocks.push({ type: SMALL, payload });
      at += digits + length + CHECK_BYTES;
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
    parts.flatMap((part) => [part.magic, ...part.blocks.map((block) => framed(part, block))]),
  );
}

/** A block as a part has it. */
export function framed(part: Pick<RawPart, 'magic'>, { type, payload }: RawBlock): Uint8Array {
  if (!isSmall(part)) return encodeBlock(type, payload);
  const frame = new FieldWriter().bytes(payload).finish();
  const check = createHash('sha256').update(frame).digest().subarray(0, CHECK_BYTES);
  return Buffer.concat([frame, check]);
}

/** Whether a part is in its small form. */
export function isSmall({ magic }: Pick<RawPart, 'magic'>): boolean {
  return magic[MAGIC.length] === SMALL_VERSION;
}

function lengthAt(file: Uint8Array, at: number): { length: number; digits: number } {
  let [length, digits] = [0, 0];
  for (let scale = 1; ; scale *= 128) {
    const byte = file[at + digits++] as number;
    length += (byte % 128) * scale;
    if (byte < 128) return { length, digits };
  }
}
