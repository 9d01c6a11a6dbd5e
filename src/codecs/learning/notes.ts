import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import type { KernelExports } from '../../kernels/exports.js';
import { kernels } from '../../kernels/kernels.js';

/** Calls of the kernels that push what was noted. */
type PushCall =
  | 'adaptivePredictionPush'
  | 'decisionsPush'
  | 'floatMixingPush'
  | 'nibblesPush'
  | 'realPredictionPush';

/** Some decisions, or nibbles, of which a word may have two. */
export interface Noted {
  readonly words: Uint32Array;
  readonly count: number;
}

/** Pushes what was noted, a word each, as such a call takes it. */
export function pushNotes(
  message: Message,
  pieces: readonly Uint32Array[],
  call: PushCall & keyof KernelExports,
): void {
  pushNoted(
    message,
    pieces.map((words) => ({ words, count: words.length })),
    call,
  );
}

/** Pushes what was noted, as such a call takes it, the last one first; number i belongs to lane i mod lanes. */
export function pushNoted(
  message: Message,
  pieces: readonly Noted[],
  call: PushCall & keyof KernelExports,
): void {
  let first = pieces.reduce((total, { count }) => total + count, 0);
  for (const { words, count } of pieces.toReversed()) {
    first -= count;
    run(message, count, [words], (heads, lanes, tail, [notes]) =>
      kernels.call[call](heads, lanes, first % lanes, tail, notes as number, count),
    );
  }
}
