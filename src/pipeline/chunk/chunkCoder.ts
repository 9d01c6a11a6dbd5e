import type { ItemChunk } from '../../container/chunk.js';
import type { Piece } from '../../data/dataset.js';
import type { ItemCodec } from '../../model/build.js';
import { type ChunkSettings, decodeItems, encodeItems } from './chunks.js';
import { type OnWork, type Steps, unhurried } from './steps.js';
import { encodeVerified } from './verify.js';

/** What is to be done with one chunk. */
export type Job =
  | ({ readonly kind: 'encode' | 'encodeVerified'; readonly input: Piece } & Settings)
  | ({ readonly kind: 'decode'; readonly input: ItemChunk } & Settings);

interface Settings {
  readonly settings: ChunkSettings;
}

/** What comes of a job. */
export type ResultOf<J extends Job> = J['kind'] extends 'decode' ? Piece : ItemChunk;

/** Codes chunks, somewhere. */
export interface ChunkCoder {
  /** Chunks that it should be given before the first of them is taken back. */
  readonly most: number;
  /**
   * Does a job as {@link stepsOf} says.
   *
   * @param onWork told now and then how many elements more it has gone through, where that is known.
   */
  run<J extends Job>(job: J, onWork?: OnWork): Promise<ResultOf<J>>;
  /** Lets go of what it holds; chunks on their way are lost. */
  close(): Promise<void>;
}

/** The work of a job. */
export function stepsOf(
  { kind, input, settings }: Job,
  codec: ItemCodec,
): Steps<ItemChunk | Piece> {
  if (kind === 'decode') return decodeItems(input, codec, settings);
  const encode = kind === 'encode' ? encodeItems : encodeVerified;
  return encode(input, codec, settings);
}

/** The coder on this thread. */
export function coderHere(codec: ItemCodec): ChunkCoder {
  return {
    most: 1,
    async run<J extends Job>(job: J, onWork?: OnWork) {
      return (await unhurried(stepsOf(job, codec), onWork)) as ResultOf<J>;
    },
    close: async () => {},
  };
}
