import type { ItemChunk } from '../../container/chunk.js';
import type { Piece } from '../../data/dataset.js';
import { CrayError } from '../../errors.js';
import type { ItemCodec } from '../../model/build.js';
import { counted } from '../../words.js';
import { type ChunkSettings, decodeItems, encodeItems } from './chunks.js';
import type { Steps } from './steps.js';

/**
 * Does as {@link encodeItems}, and decodes the chunk again.
 *
 * @throws CrayError VERIFY_FAILED where that does not give the same elements.
 */
export function* encodeVerified(
  piece: Piece,
  codec: ItemCodec,
  settings: ChunkSettings,
): Steps<ItemChunk> {
  const chunk = yield* encodeItems(piece, codec, settings);
  yield* checkDecodes(chunk, piece, codec, settings);
  return chunk;
}

/** @throws CrayError VERIFY_FAILED unless the chunk decodes to this piece. */
export function* checkDecodes(
  chunk: ItemChunk,
  { elements, side }: Piece,
  codec: ItemCodec,
  settings: ChunkSettings,
): Steps<void> {
  const failed = (what: string, cause?: unknown) =>
    new CrayError('VERIFY_FAILED', `a chunk of ${counted(chunk.items, 'item')} ${what}`, { cause });
  let decoded: Piece;
  try {
    decoded = yield* decodeItems(chunk, codec, settings);
  } catch (error) {
    throw failed(`does not decode: ${(error as Error).message}`, error);
  }
  if (Buffer.compare(decoded.side, side) !== 0) throw failed('decodes to other labels');
  if (Buffer.compare(decoded.elements, elements) !== 0) {
    const at = elements.findIndex((byte, i) => byte !== decoded.elements[i]);
    const itemBytes = settings.size * settings.width;
    const place = `item ${Math.floor(at / itemBytes)}, byte ${at % itemBytes}`;
    const values = `expected ${elements[at]}, got ${decoded.elements[at]}`;
    throw failed(`decodes to other data: ${place}: ${values}`);
  }
}
