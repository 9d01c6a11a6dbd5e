import type { ItemChunk } from '../container/chunk.js';
import type { Piece } from '../data/dataset.js';
import type { ItemCodec } from '../spec/build.js';
import { type ChunkSettings, decodeItems, encodeItems } from './chunks.js';

/** What is to be done with one chunk. */
export type Job =
  | { readonly encode: Piece; readonly settings: ChunkSettings }
  | { readonly decode: ItemChunk; readonly settings: ChunkSettings };

/** Codes chunks, somewhere. */
export interface ChunkCoder {
  /** Chunks that it should be given before the first of them is taken back. */
  readonly most: number;
  /** As {@link encodeItems}. */
  encode(piece: Piece, settings: ChunkSettings): Promise<ItemChunk>;
  /** As {@link decodeItems}. */
  decode(chunk: ItemChunk, settings: ChunkSettings): Promise<Piece>;
  /** Lets go of what it holds; chunks on their way are lost. */
  close(): Promise<void>;
}

/** The coder on this thread. */
export function coderHere(codec: ItemCodec): ChunkCoder {
  return {
    most: 1,
    encode: async (piece, settings) => encodeItems(piece, codec, settings),
    decode: async (chunk, settings) => decodeItems(chunk, codec, settings),
    close: async () => {},
  };
}

/** Does a job with the functions of {@link coderHere}. */
export function perform(job: Job, codec: ItemCodec): ItemChunk | Piece {
  return 'encode' in job
    ? encodeItems(job.encode, codec, job.settings)
    : decodeItems(job.decode, codec, job.settings);
}
