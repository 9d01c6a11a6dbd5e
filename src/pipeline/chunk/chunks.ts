import { checkSpent, seededMessage } from '../../ans/message.js';
import { fold, resize, unfold } from '../../codecs/resize.js';
import type { ItemChunk, MessageChunk } from '../../container/chunk.js';
import type { Piece } from '../../data/dataset.js';
import { CrayError, OutsideSupportError } from '../../errors.js';
import type { ItemCodec } from '../../model/build.js';
import { groupSizes, wideGroups } from './groups.js';
import { orderedIn, orderedOut, unorderedIn, unorderedOut } from './order.js';
import { bitsOf, packBits, unpackBits } from './plain.js';
import type { Steps } from './steps.js';
import { fromSymbols, toSymbols } from './symbols.js';

/** What a chunk's bytes depend on beside its items. */
export interface ChunkSettings {
  /** Elements of an item. */
  readonly size: number;
  /** Bytes of an element. */
  readonly width: number;
  /** Values of an element are 0 … levels - 1. */
  readonly levels: number;
  readonly seed: number;
  /** Whether the order of the items is left out; they come back sorted. */
  readonly unordered: boolean;
  /** Lanes of a message that is long enough. */
  readonly lanes: number;
}

/**
 * Words on a message for each lane that it is spread over. A new lane takes its head, about 36
 * bits, from the message and gives it back in the end, where one that is there from the start would
 * cost these bits. The rest is for the next group's latents.
 */
const WORDS_PER_LANE = 4;

/** Elements between pauses of the work, at least: few enough to be quick, many enough to cost nothing. */
const ELEMENTS_A_STEP = 1 << 15;

/**
 * Codes items, by the model or plainly, whichever is shorter; plainly also where the model gives
 * something no probability at all, so that no data are refused.
 *
 * @param piece the items; sorted where they are unordered.
 */
export function* encodeItems(
  piece: Piece,
  codec: ItemCodec,
  settings: ChunkSettings,
): Steps<ItemChunk> {
  const { elements, side } = piece;
  const { size, width, levels } = settings;
  const count = elements.length / width;
  const bits = bitsOf(levels);
  const coded = yield* encodeByModel(piece, codec, settings);
  if (coded && 4 * coded.words.length < Math.ceil((count * bits) / 8)) return coded;
  return { kind: 'plain', items: count / size, side, bits: packBits(elements, bits, width) };
}

/**
 * A codec that learns has all items of the chunk to learn from, as one group. Bits for latents, or for
 * sampling items whose order is left out, have to be there before a group is wide.
 */
function groupsOf(
  items: number,
  { learns, givesOnly, width }: ItemCodec,
  unordered: boolean,
): number[] {
  if (learns) return [items];
  return givesOnly && !unordered ? wideGroups(items, width) : groupSizes(items, width);
}

/** The last item is coded first; where they are unordered, items are coded as they are sampled. */
function* encodeByModel(
  { elements, side, known }: Piece,
  codec: ItemCodec,
  { size, width, seed, lanes, unordered }: ChunkSettings,
): Steps<MessageChunk | undefined> {
  const itemBytes = size * width;
  const items = elements.length / itemBytes;
  let message = seededMessage(1, seed);
  let [narrow, sincePause] = [0, 0];
  const outgoing = (unordered ? unorderedOut : orderedOut)(elements, itemBytes);
  for (const n of groupsOf(items, codec, unordered)) {
    try {
      codec.group(n, known).push(message, toSymbols(outgoing.take(message, n), width));
    } catch (error) {
      if (error instanceof OutsideSupportError) return undefined;
      throw error;
    }
    if (message.heads.length === 1) {
      narrow += n;
      if (!codec.learns && message.tail.length >= WORDS_PER_LANE * lanes)
        message = resize(message, lanes);
    }
    sincePause += n;
    if (sincePause * size >= ELEMENTS_A_STEP) {
      yield sincePause * size;
      sincePause = 0;
    }
  }
  return {
    kind: 'message',
    items,
    side,
    lanes: message.heads.length,
    narrow,
    words: fold(message),
  };
}

/** @throws CrayError CORRUPT when the chunk does not decode, or not to the very end. */
export function* decodeItems(
  chunk: ItemChunk,
  codec: ItemCodec,
  { size, width, levels, seed, unordered }: ChunkSettings,
): Steps<Piece> {
  const { items, side } = chunk;
  if (chunk.kind === 'plain') {
    return { elements: unpackBits(chunk.bits, items * size, width, levels), side };
  }
  try {
    let message = unfold(chunk.words, chunk.lanes);
    const incoming = (unordered ? unorderedIn : orderedIn)(items, size * width);
    let [left, sincePause] = [items, 0];
    for (const n of groupsOf(items, codec, unordered).reverse()) {
      if (left <= chunk.narrow && message.heads.length > 1) message = resize(message, 1);
      incoming.put(message, fromSymbols(codec.group(n).pop(message), width));
      left -= n;
      sincePause += n;
      if (sincePause * size >= ELEMENTS_A_STEP) {
        yield sincePause * size;
        sincePause = 0;
      }
    }
    checkSpent(message, seed);
    return { elements: incoming.all(), side };
  } catch (cause) {
    // A message that runs dry, or that asks a posterior for what it cannot code, was not written
    // by this model.
    if (cause instanceof OutsideSupportError || isExhausted(cause)) {
      throw new CrayError('CORRUPT', cause.message, { cause });
    }
    throw cause;
  }
}

function isExhausted(error: unknown): error is CrayError {
  return error instanceof CrayError && error.code === 'MESSAGE_EXHAUSTED';
}
