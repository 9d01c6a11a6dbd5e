import { setImmediate } from 'node:timers/promises';

/** Work that can be paused: gives, every now and then, the items done since the last time. */
export type Steps<T> = Generator<number, T, void>;

/** Does all the work in one go. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
  }
}

/**
 * Does the work and lets the program do something else in between, so that it can be interrupted
 * and can say how far it is, however long a chunk takes.
 */
export async function unhurried<T>(
  steps: Steps<T>,
  onItems: (items: number) => void = () => {},
): Promise<T> {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    onItems(next.value);
    await setImmediate();
  }
}

/** The same work, whose items do not count. */
export function* uncounted<T>(steps: Steps<T>): Steps<T> {
  for (;;) {
    const next = steps.next();
    if (next.done) return next.value;
    yield 0;
  }
}
