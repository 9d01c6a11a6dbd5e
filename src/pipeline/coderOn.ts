import type { BuildOptions, ItemCodec } from '../spec/build.js';
import type { Model } from '../spec/model.js';
import { type ChunkCoder, coderHere } from './chunkCoder.js';
import { Workers } from './workers.js';

/** Threads unless it is said how many: that of the caller. */
export const DEFAULT_THREADS = 1;
export const MAX_THREADS = 256;

/** @throws RangeError for threads that are not an integer from 1 to 256. */
export function checkThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
    throw new RangeError(`threads: expected an integer from 1 to ${MAX_THREADS}, got ${threads}`);
  }
}

/**
 * What codes chunks on so many threads: with one, or none, on that of the caller.
 *
 * @param codec what buildCodec gives for the model and the options.
 */
export function coderOn(
  threads: number,
  codec: ItemCodec,
  model: Model,
  options: BuildOptions,
): ChunkCoder {
  return threads > 1 ? new Workers(threads, model, options) : coderHere(codec);
}
