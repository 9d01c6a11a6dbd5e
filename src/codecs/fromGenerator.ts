import { atomically } from '../ans/atomically.js';
import { ArgumentError } from '../errors.js';
import { counted } from '../words.js';
import type { Codec } from './codec.js';

/** A program of decoding: yields the codec of the next value, and receives that value. */
export type Program<T extends unknown[]> = () => Generator<Codec<T[number]>, void, T[number]>;

/**
 * The values of a program, in the order in which it decodes them. To push, the program is run with
 * the values that are known already, and the codecs it yields are used from the last to the first;
 * so it must depend on nothing but the values it receives.
 *
 * @param program run anew for every push and pop.
 * @throws RangeError on push, before the message is touched, when the program takes more or fewer
 * values than there are.
 */
export function fromGenerator<T extends unknown[]>(program: Program<T>): Codec<T> {
  return {
    push(message, values) {
      const codecs: Codec<T[number]>[] = [];
      const steps = program();
      for (let step = steps.next(); !step.done; step = steps.next(values[codecs.length - 1])) {
        if (codecs.length === values.length) {
          steps.return();
          throw new ArgumentError(`expected more than ${counted(values.length, 'value')}`);
        }
        codecs.push(step.value);
      }
      if (codecs.length < values.length) {
        throw new ArgumentError(
          `expected ${counted(codecs.length, 'value')}, got ${values.length}`,
        );
      }
      atomically(message, () => {
        for (let i = codecs.length - 1; i >= 0; i--) codecs[i]?.push(message, values[i]);
      });
    },
    pop(message) {
      return atomically(message, () => {
        const values: T[number][] = [];
        const steps = program();
        for (let step = steps.next(); !step.done; ) {
          const value = step.value.pop(message);
          values.push(value);
          step = steps.next(value);
        }
        return values as T;
      });
    },
  };
}

/**
 * One step of a program whose values are of several types: `const n = yield* decode(codec)` gives n
 * the type that the codec has.
 */
export function* decode<T>(codec: Codec<T>): Generator<Codec<never>, T, unknown> {
  // What is yielded passes as a codec of any type, since all that receives it is this line.
  return (yield codec as Codec<unknown> as Codec<never>) as T;
}
