import { checkSpent, seededMessage } from '../ans/message.js';
import { contextMixing } from '../codecs/learning/contextMixing.js';
import { fold, unfold } from '../codecs/resize.js';
import { CrayError } from '../errors.js';
import { inRevision } from '../kernels/kernels.js';
import { counted } from '../words.js';
import { PRIMER } from './primer.js';
import { wordsFrom, wordsToBytes } from './words.js';

/** Most bytes that are coded by the model for bytes: a tenth of a second, and 10 MB of memory. */
export const MAX_MIXED = 1 << 17;

const codecOf = (size: number) => contextMixing(size, PRIMER);

/** Bytes as the model for bytes has them that has learned what heads and tails look like; a message of one lane. */
export function mix(bytes: Uint8Array, revision: number): Uint8Array {
  const message = seededMessage(1, 0);
  inRevision(revision, () => codecOf(bytes.length).push(message, Uint32Array.from(bytes)));
  return wordsToBytes(fold(message));
}

/**
 * The inverse of {@link mix}.
 *
 * @param length bytes that they stand for, at most {@link MAX_MIXED}.
 * @throws CrayError CORRUPT, or REVISION_UNKNOWN for arithmetic that this program does not have.
 */
export function unmix(coded: Uint8Array, length: number, revision: number): Uint8Array {
  const words = wordsFrom(coded);
  if (!words)
    throw new CrayError('CORRUPT', `expected whole words, got ${counted(coded.length, 'byte')}`);
  const message = unfold(words, 1);
  const symbols = inRevision(revision, () => codecOf(length).pop(message));
  checkSpent(message, 0);
  return Uint8Array.from(symbols);
}
