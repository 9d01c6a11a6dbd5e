import type { Message } from './message.js';

/**
 * Runs an action of several pushes and pops on a message, all or nothing: if it throws, the message
 * is put back as it was, supply included.
 *
 * @param action pushes to and pops from this message.
 * @returns what the action returns.
 */
export function atomically<T>(message: Message, action: () => T): T {
  const heads = message.heads.slice();
  try {
    return message.tail.guarded(action);
  } catch (error) {
    message.heads.set(heads);
    throw error;
  }
}
