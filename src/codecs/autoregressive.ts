import { atomically } from '../ans/atomically.js';
import { ArgumentError } from '../errors.js';
import { counted } from '../words.js';
import type { Codec } from './codec.js';
import { fromGenerator } from './fromGenerator.js';

/** A model of elements one after another: p(x) = Π p(x_i | those before it in the order). */
export interface AutoregressiveModel<T> {
  /** The positions 0 … n - 1 in the order of decoding. */
  readonly order: readonly number[];
  /**
   * The codec of the element at a position, from those before it in the order.
   * @param known by position; the others are undefined.
   */
  readonly element: (known: readonly (T | undefined)[], position: number) => Codec<T>;
  /**
   * The same codecs for all positions from all values at once, for encoding: one call of a network,
   * say. Must give what `element` gives, to the bit.
   */
  readonly elements?: ((values: readonly T[]) => readonly Codec<T>[]) | undefined;
}

/**
 * Elements by position, each under a codec that depends on those decoded before it. An element may
 * be a vector: the same position of many items in lockstep.
 *
 * Encoding without `elements` shows `element` no more than decoding does, so that a dependence on
 * what is not known yet comes to light at once.
 *
 * Source: Larochelle and Murray, "The neural autoregressive distribution estimator" (2011),
 * for the factorisation in a given order.
 *
 * @param model the order, and the codecs of the elements.
 * @throws RangeError when the order is not one of 0 … n - 1, or on push of another number of values.
 */
export function autoregressive<T>({
  order,
  element,
  elements,
}: AutoregressiveModel<T>): Codec<T[]> {
  const n = order.length;
  if (new Set(order).size !== n || order.some((p) => !Number.isInteger(p) || p < 0 || p >= n)) {
    throw new ArgumentError(`expected an order of the positions 0 … ${n - 1}`);
  }
  const steps = fromGenerator<T[]>(function* () {
    const known = new Array<T | undefined>(n).fill(undefined);
    for (const position of order) known[position] = yield element(known, position);
  });
  return {
    push(message, values) {
      if (values.length !== n)
        throw new ArgumentError(`expected ${counted(n, 'value')}, got ${values.length}`);
      if (!elements) {
        steps.push(
          message,
          order.map((position) => values[position] as T),
        );
        return;
      }
      const codecs = elements(values);
      atomically(message, () => {
        for (const position of [...order].reverse()) {
          (codecs[position] as Codec<T>).push(message, values[position] as T);
        }
      });
    },
    pop(message) {
      const decoded = steps.pop(message);
      const values = new Array<T>(n);
      order.forEach((position, i) => {
        values[position] = decoded[i] as T;
      });
      return values;
    },
  };
}
