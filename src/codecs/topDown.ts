import { ArgumentError } from '../errors.js';
import { bitsBack } from './bitsBack.js';
import type { Codec } from './codec.js';
import { fromGenerator } from './fromGenerator.js';

/** A hierarchy whose latents are inferred from the top down. */
export interface TopDownModel<X, Z> {
  /** p(z_i | those above it), topmost first; the first is given none. */
  readonly priors: readonly ((above: readonly Z[]) => Codec<Z>)[];
  /** q(z_i | x, those above it), topmost first. */
  readonly posteriors: readonly ((x: X, above: readonly Z[]) => Codec<Z>)[];
  /** p(x | z), of all latents, topmost first. */
  readonly likelihood: (latents: readonly Z[]) => Codec<X>;
}

/**
 * Bits-back coding with any number of layers, plainly: all latents are popped from the top down,
 * then x is pushed, then all latents under their priors. For models whose posteriors depend on the
 * layers above as well, such as ladder networks, which cannot be interleaved. Needs the bits of all
 * layers on the message. Adds the negative ELBO on average.
 *
 * Source: Townsend et al., "HiLLoC: lossless image compression with hierarchical latent variable
 * models" (2020), section 3.
 *
 * @param model all of it must depend on nothing but what it is given.
 * @throws RangeError unless there are as many posteriors as priors.
 * @throws CrayError MESSAGE_EXHAUSTED on push to a message too short (see seededMessage).
 */
export function topDown<X, Z>({ priors, posteriors, likelihood }: TopDownModel<X, Z>): Codec<X> {
  if (priors.length !== posteriors.length) {
    throw new ArgumentError(`expected ${priors.length} posteriors, got ${posteriors.length}`);
  }
  return bitsBack({
    prior: downwards(priors),
    likelihood,
    posterior: (x: X) => downwards(posteriors.map((q) => (above: readonly Z[]) => q(x, above))),
  });
}

/** Latents one after another, each by a codec that depends on those before it. */
function downwards<Z>(layers: readonly ((above: readonly Z[]) => Codec<Z>)[]): Codec<Z[]> {
  return fromGenerator<Z[]>(function* () {
    const above: Z[] = [];
    for (const layer of layers) above.push(yield layer([...above]));
  });
}
