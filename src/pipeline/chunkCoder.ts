import type { Chunk } from '../container/chunk.js';
import type { ItemCodec } from '../spec/build.js';
import { type ChunkSettings, decodeItems, encodeItems } from './chunks.js';

/** What is to be done with one chunk. */
export type Job =
  | { readonly encode: Uint8Array; readonly settings: ChunkSettings }
  | { readonly decode: Chunk; readonly settings: ChunkSettings };

/** Codes chunks, somewhere. */
export interface ChunkCoder {
  /** Chunks that it should be given before the first of them is taken back. */
  readonly most: number;
  /** As {@link encodeItems}. */
  encode(elements: Uint8Array, settings: ChunkSettings): Promise<Chunk>;
  /** As {@link decodeItems}. */
  decode(chunk: Chunk, settings: ChunkSettings): Promise<Uint8Array>;
  /** Lets go of what it holds; chunks on their way are lost. */
  close(): Promise<void>;
}

/** The coder on this thread. */
export function coderHere(codec: ItemCodec): ChunkCoder {
  return {
    most: 1,
    encode: async (elements, settings) => encodeItems(elements, codec, settings),
    decode: async (chunk, settings) => decodeItems(chunk, codec, settings),
    close: async () => {},
  };
}

/** Does a job with the functions of {@link coderHere}. */
export function perform(job: Job, codec: ItemCodec): Chunk | Uint8Array {
  return 'encode' in job
    ? encodeItems(job.encode, codec, job.settings)
    : decodeItems(job.decode, codec, job.settings);
}
