import type { Chunk } from '../container/chunk.js';
import { CrayError } from '../errors.js';
import type { ItemCodec } from '../spec/build.js';
import { type ChunkSettings, decodeItems, encodeItems } from './chunks.js';
import { type Steps, uncounted } from './steps.js';

/**
 * Does as {@link encodeItems}, and decodes the chunk again.
 *
 * @throws CrayError VERIFY_FAILED where that does not give the same elements.
 */
export function* encodeVerified(
  elements: Uint8Array,
  codec: ItemCodec,
  settings: ChunkSettings,
): Steps<Chunk> {
  const chunk = yield* encodeItems(elements, codec, settings);
  yield* checkDecodes(chunk, elements, codec, settings);
  return chunk;
}

/** @throws CrayError VERIFY_FAILED unless the chunk decodes to these elements. */
export function* checkDecodes(
  chunk: Chunk,
  elements: Uint8Array,
  codec: ItemCodec,
  settings: ChunkSettings,
): Steps<void> {
  const failed = (what: string, cause?: unknown) =>
    new CrayError('VERIFY_FAILED', `a chunk of ${chunk.items} items ${what}`, { cause });
  let decoded: Uint8Array;
  try {
    decoded = yield* uncounted(decodeItems(chunk, codec, settings));
  } catch (error) {
    throw failed(`does not decode: ${(error as Error).message}`, error);
  }
  if (Buffer.compare(decoded, elements) !== 0) {
    const at = elements.findIndex((element, i) => element !== decoded[i]);
    const item = Math.floor(at / settings.size);
    const place = `item ${item}, element ${at % settings.size}`;
    throw failed(`decodes to other data: ${place}: expected ${elements[at]}, got ${decoded[at]}`);
  }
}
