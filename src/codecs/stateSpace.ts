import { atomically } from '../ans/atomically.js';
import { ArgumentError } from '../errors.js';
import { type Codec, checkSize } from './codec.js';

/** A model of a series x_1 … x_T with a chain of latent states z_1 … z_T. */
export interface StateSpaceModel<X, Z, B> {
  /** T, the number of elements, at least 0. */
  readonly length: number;
  /** p(z_1) */
  readonly prior: Codec<Z>;
  /** p(z_{t+1} | z_t) */
  readonly transition: (state: Z) => Codec<Z>;
  /** p(x_t | z_t) */
  readonly likelihood: (state: Z) => Codec<X>;
  /** What x_1 … x_t say about z_t, from what x_1 … x_{t-1} said about z_{t-1}; that is undefined at first. */
  readonly filter: (before: B | undefined, x: X) => B;
  /**
   * q(z_t | x_1 … x_t, z_{t+1}), an approximation of the posterior; at the end of the series next is
   * undefined.
   */
  readonly posterior: (belief: B, next: Z | undefined) => Codec<Z>;
}

/**
 * Codes a series by interleaved bits-back coding: the last state is popped by its posterior, then
 * for each element from the last, the element is pushed, the state before it popped given the state
 * after it, and that one pushed by the transition. So the states are sampled backwards, the values
 * come back forwards, and the message needs to hold the bits of two states, not of all. Adds the
 * negative ELBO on average, and exactly -log2 p(x) where the posterior is exact.
 *
 * Source: Townsend and Murray, "Lossless compression with state space models using bits back
 * coding" (2021), on interleaving in time.
 *
 * @throws RangeError on push of another number of elements.
 * @throws CrayError MESSAGE_EXHAUSTED on push to a message too short (see seededMessage).
 */
export function stateSpace<X, Z, B>(model: StateSpaceModel<X, Z, B>): Codec<X[]> {
  const { length, prior, transition, likelihood, filter, posterior } = model;
  if (!Number.isInteger(length) || length < 0) {
    throw new ArgumentError(`expected a length of at least 0, got ${length}`);
  }
  return {
    push(message, values) {
      checkSize(values, length);
      if (length === 0) return;
      const beliefs: B[] = [];
      for (const x of values) beliefs.push(filter(beliefs[beliefs.length - 1], x));
      atomically(message, () => {
        let state = posterior(beliefs[length - 1] as B, undefined).pop(message);
        for (let t = length - 1; t > 0; t--) {
          likelihood(state).push(message, values[t] as X);
          const earlier = posterior(beliefs[t - 1] as B, state).pop(message);
          transition(earlier).push(message, state);
          state = earlier;
        }
        likelihood(state).push(message, values[0] as X);
        prior.push(message, state);
      });
    },
    pop(message) {
      if (length === 0) return [];
      return atomically(message, () => {
        let state = prior.pop(message);
        const values = [likelihood(state).pop(message)];
        let belief = filter(undefined, values[0] as X);
        for (let t = 1; t < length; t++) {
          const later = transition(state).pop(message);
          posterior(belief, later).push(message, state);
          state = later;
          const x = likelihood(state).pop(message);
          values.push(x);
          belief = filter(belief, x);
        }
        posterior(belief, undefined).push(message, state);
        return values;
      });
    },
  };
}
