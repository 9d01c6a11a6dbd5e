/** What was pushed onto a fresh message to see what it takes, to be pushed again without its being coded again. */
import type { Message } from '../../ans/message.js';
import { kernels } from '../../kernels/kernels.js';
import { Remembered } from '../remembered.js';

/** What a push made of a fresh message. */
interface Pushed {
  /** What was pushed, and by which kernels. */
  readonly what: object;
  readonly module: WebAssembly.Module;
  /** The message before, and its head and words after. */
  readonly start: string;
  readonly head: bigint;
  readonly words: Uint32Array;
}

/** Words that are kept, at most. */
const MOST_WORDS = 1 << 19;

const pushed = new Remembered<Pushed>();

/**
 * Pushes something, which is known by an object of its own, onto a message: where the last push was of the same onto
 * the same fresh message, what came out then.
 *
 * @param push only gives to the message.
 */
export function pushOnce(message: Message, what: object, push: () => void): void {
  const { heads, tail } = message;
  const [start, { module }] = [startOf(message), kernels];
  const { last } = pushed;
  pushed.last = undefined;
  if (start && last?.what === what && last.module === module && last.start === start) {
    heads[0] = last.head;
    tail.push(last.words);
    return;
  }
  push();
  if (start === undefined || tail.length > MOST_WORDS) return;
  const words = tail.words.slice(0, tail.length);
  pushed.last = { what, module, start, head: heads[0] as bigint, words };
}

/** What there is to know of a message of one lane that has no words. */
function startOf({ heads, tail }: Message): string | undefined {
  if (heads.length > 1 || tail.length > 0) return undefined;
  return `${heads[0]} ${tail.supply?.seed} ${tail.supply?.drawn}`;
}
