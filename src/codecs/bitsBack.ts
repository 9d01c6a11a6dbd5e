import { atomically } from '../ans/atomically.js';
import type { Codec } from './codec.js';

/** A latent-variable model of X with latents Z, as codecs. */
export interface LatentModel<X, Z> {
  /** p(z) */
  readonly prior: Codec<Z>;
  /** p(x | z) */
  readonly likelihood: (z: Z) => Codec<X>;
  /** An approximation q(z | x) of the posterior. */
  readonly posterior: (x: X) => Codec<Z>;
}

/**
 * Codes x under p(x) = Σ p(x | z) p(z) by bits-back coding with asymmetric numeral systems: pop z by
 * the posterior, push x, push z by the prior. Adds the negative ELBO of x on average; needs as many
 * bits on the message as the posterior gives back.
 *
 * Source: Townsend et al., "Practical lossless compression with latent variables using bits back
 * coding" (2019), section 2.
 *
 * @param model all of it must depend on nothing but what it is given.
 * @throws CrayError MESSAGE_EXHAUSTED on push to a message too short (see seededMessage).
 */
export function bitsBack<X, Z>({ prior, likelihood, posterior }: LatentModel<X, Z>): Codec<X> {
  return {
    push(message, x) {
      atomically(message, () => {
        const z = posterior(x).pop(message);
        likelihood(z).push(message, x);
        prior.push(message, z);
      });
    },
    pop(message) {
      return atomically(message, () => {
        const z = prior.pop(message);
        const x = likelihood(z).pop(message);
        posterior(x).push(message, z);
        return x;
      });
    },
  };
}
