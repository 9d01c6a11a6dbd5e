import { atomically } from '../../ans/atomically.js';
import type { Codec } from '../codec.js';

/** A codec of {@link zeroFirst}, and what it consists of. */
export interface ZeroFirst extends Codec<Uint32Array> {
  /** Codes 1 for each symbol that is not 0. */
  readonly some: Codec<Uint32Array>;
  /** Codes each of the symbols at these places, less 1. */
  readonly others: (places: readonly number[]) => Codec<Uint32Array>;
}

/** Whether a codec is one of {@link zeroFirst}. */
export function isZeroFirst(codec: Codec<Uint32Array>): codec is ZeroFirst {
  return 'some' in codec && 'others' in codec;
}

/** Places of the symbols that are not 0. */
export function placesOfOthers(symbols: Uint32Array): number[] {
  const places: number[] = [];
  symbols.forEach((symbol, i) => {
    if (symbol !== 0) places.push(i);
  });
  return places;
}

/**
 * Symbols of which it is told first whether they are 0, all of them at once, and then, of those that are
 * not, what they are: a network that says what has no work where the answer is nothing.
 *
 * @param some codes 1 for each symbol that is not 0.
 * @param others of these symbols, by their places in rising order: codes each less 1.
 */
export function zeroFirst(
  some: Codec<Uint32Array>,
  others: (places: readonly number[]) => Codec<Uint32Array>,
): ZeroFirst {
  return {
    some,
    others,
    push(message, symbols) {
      const places = placesOfOthers(symbols);
      atomically(message, () => {
        if (places.length > 0) {
          const values = Uint32Array.from(places, (i) => (symbols[i] as number) - 1);
          others(places).push(message, values);
        }
        some.push(
          message,
          symbols.map((symbol) => (symbol === 0 ? 0 : 1)),
        );
      });
    },
    pop(message) {
      return atomically(message, () => {
        const symbols = some.pop(message);
        const places = placesOfOthers(symbols);
        if (places.length > 0) {
          const values = others(places).pop(message);
          places.forEach((place, i) => {
            symbols[place] = (values[i] as number) + 1;
          });
        }
        return symbols;
      });
    },
  };
}
