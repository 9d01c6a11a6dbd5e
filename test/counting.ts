import { type Seekable, seekableBytes } from '../src/bytes/seekable.js';

/** Bytes that can be read from anywhere, and what has been read of them so far: how often, and bytes in all. */
export function counting(bytes: Uint8Array) {
  const whole = seekableBytes(bytes);
  const count = { reads: 0, bytes: 0 };
  const input: Seekable & AsyncIterable<Uint8Array> = {
    ...whole,
    async read(position, length) {
      const piece = await whole.read(position, length);
      count.reads++;
      count.bytes += piece.length;
      return piece;
    },
  };
  return { input, count };
}
