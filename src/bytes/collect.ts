import type { ByteStream } from './source.js';

/** All bytes of a stream. Pieces are copied as they come: their memory may be used again. */
export async function collect(stream: ByteStream): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of stream) all.push(new Uint8Array(piece));
  return Buffer.concat(all);
}
