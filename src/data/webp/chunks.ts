/** The chunks of a WebP file (RFC 9649), and the header of its pixels. */
import { unsuitable } from '../format.js';

/** "RIFF", a length, "WEBP". */
const HEADER = 12;

/** Whether a file seems to be one that starts so. */
export function isWebp(start: Uint8Array): boolean {
  return tag(start, 0) === 'RIFF' && tag(start, 8) === 'WEBP';
}

function tag(bytes: Uint8Array, at: number): string {
  return Buffer.from(bytes.subarray(at, at + 4)).toString('latin1');
}

/** What is before, in and after the one VP8L chunk. @throws CrayError DATA_INVALID */
export function readChunks(file: Uint8Array) {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const end = HEADER - 4 + (file.length >= HEADER ? view.getUint32(4, true) : 0);
  if (end !== file.length) throw unsuitable('webp', 'its length is not what it says');
  let found: { before: Uint8Array; pixels: Uint8Array; after: Uint8Array } | undefined;
  for (let at = HEADER; at < end; ) {
    const name = tag(file, at);
    const length = at + 8 <= end ? view.getUint32(at + 4, true) : end;
    const next = at + 8 + length + (length % 2);
    if (next > end) throw unsuitable('webp', `the file ends within chunk ${name}`);
    if (['VP8 ', 'ALPH', 'ANIM', 'ANMF'].includes(name)) {
      throw unsuitable('webp', name.startsWith('AN') ? 'it is animated' : 'it is not without loss');
    }
    if (name === 'VP8L') {
      if (found) throw unsuitable('webp', 'it has several pictures');
      const pixels = file.subarray(at + 8, at + 8 + length);
      found = { before: file.subarray(HEADER, at), pixels, after: file.subarray(next) };
    }
    at = next;
  }
  if (!found) throw unsuitable('webp', 'it has no picture');
  return found;
}

/** Width and height, of 14 bits each, less one (RFC 9649, section 3.4). */
export function sizesOf(pixels: Uint8Array) {
  const [, a = 0, b = 0, c = 0, d = 0] = pixels;
  return { width: 1 + (a | ((b & 63) << 8)), height: 1 + ((b >> 6) | (c << 2) | ((d & 15) << 10)) };
}

/** Byte and bit of alpha_is_used. */
const [HINT_AT, HINT] = [4, 0x10];

/**
 * Whether a payload says that its alpha is used. That is a hint (RFC 9649, section 3.4) and says nothing of
 * what the alpha is: it is coded either way, and libwebp leaves it out where the hint is off.
 */
export function hintOf(pixels: Uint8Array): boolean {
  return ((pixels[HINT_AT] ?? 0) & HINT) !== 0;
}

/** The payload with this hint. */
export function withHint(pixels: Uint8Array, hint: boolean): Uint8Array {
  const copy = pixels.slice();
  const byte = copy[HINT_AT] ?? 0;
  copy[HINT_AT] = hint ? byte | HINT : byte & ~HINT;
  return copy;
}

/** A VP8L chunk of a payload. */
export function chunk(pixels: Uint8Array): Uint8Array {
  const header = Buffer.from('VP8L\0\0\0\0', 'latin1');
  header.writeUInt32LE(pixels.length, 4);
  return Buffer.concat([header, pixels, new Uint8Array(pixels.length % 2)]);
}

/** A file of chunks. */
export function riff(chunks: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  const header = Buffer.from('RIFF\0\0\0\0', 'latin1');
  header.writeUInt32LE(body.length, 4);
  return Buffer.concat([header, body]);
}
