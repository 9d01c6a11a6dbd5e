import { bitsBack } from './bitsBack.js';
import type { Codec } from './codec.js';

/** One layer of a hierarchy: from values below, the data or the layer beneath, to latents above. */
export interface Layer<Below, Above> {
  /** p(below | above) */
  readonly likelihood: (above: Above) => Codec<Below>;
  /** q(above | below), an approximation of the posterior. */
  readonly posterior: (below: Below) => Codec<Above>;
}

/**
 * Bits-back coding with a chain of latents, z_1 next to the data and z_L on top, each inferred from
 * the one below alone. Interleaved as in Bit-Swap: the latents of a layer are popped, and what is
 * below is pushed, before the next layer's are popped; so the bits that have to be on the message
 * are those of the first layer, and of each other one only what it takes beyond what has just been
 * pushed, not those of all together. Adds the negative ELBO on average.
 *
 * Source: Kingma, Abbeel and Ho, "Bit-Swap: recursive bits-back coding for lossless compression
 * with hierarchical latent variables" (2019), section 3.
 *
 * @param layers from the data up, at least one.
 * @param prior of the topmost latents.
 * @throws CrayError MESSAGE_EXHAUSTED on push to a message too short (see seededMessage).
 */
export function bitSwap<X, Z>(
  layers: readonly [Layer<X, Z>, ...Layer<Z, Z>[]],
  prior: Codec<Z>,
): Codec<X> {
  const [first, ...others] = layers;
  // The codec of each layer's latents is bits-back coding with the layer above.
  const latents = others.reduceRight((above, layer) => bitsBack({ prior: above, ...layer }), prior);
  return bitsBack({ prior: latents, ...first });
}
