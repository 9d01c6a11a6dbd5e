import { atomically } from '../ans/atomically.js';
import type { Codec } from './codec.js';

/**
 * A value, then another one whose codec depends on it: p(a) p(b | a).
 *
 * @param first the codec of a.
 * @param next gives the codec of b; the same for the same a.
 */
export function dependent<A, B>(first: Codec<A>, next: (a: A) => Codec<B>): Codec<[A, B]> {
  return {
    push(message, [a, b]) {
      const second = next(a);
      atomically(message, () => {
        second.push(message, b);
        first.push(message, a);
      });
    },
    pop(message) {
      return atomically(message, () => {
        const a = first.pop(message);
        return [a, next(a).pop(message)];
      });
    },
  };
}
