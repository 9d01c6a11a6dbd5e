import { run } from '../../ans/coder.js';
import type { Message } from '../../ans/message.js';
import type { KernelExports } from '../../kernels/exports.js';
import { kernels } from '../../kernels/kernels.js';

/** Calls of the kernels that push decisions which were written down. */
type PushCall = 'adaptivePredictionPush' | 'realPredictionPush' | 'floatMixingPush';

/** Pushes decisions, as such a call takes them, the last one first; decision i belongs to lane i mod lanes. */
export function pushNotes(
  message: Message,
  pieces: readonly Uint32Array[],
  call: PushCall & keyof KernelExports,
): void {
  let first = pieces.reduce((total, piece) => total + piece.length, 0);
  for (const piece of pieces.toReversed()) {
    first -= piece.length;
    run(message, piece.length, [piece], (heads, lanes, tail, [notes]) =>
      kernels.call[call](heads, lanes, first % lanes, tail, notes as number, piece.length),
    );
  }
}
