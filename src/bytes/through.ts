import { pipeline, Readable, type Transform } from 'node:stream';
import type { ByteStream } from './source.js';

/** What a transform makes of bytes, piece by piece. What fails is thrown to who reads it. */
export function through(bytes: ByteStream, transform: Transform): AsyncIterable<Uint8Array> {
  pipeline(Readable.from(bytes), transform, () => {});
  return transform;
}
