import type { ModelSpec } from '../../src/model/schema.js';

/** Where a network's parameter comes from. */
interface FromNetwork {
  readonly network: string;
  readonly layer: string;
}

/** The parts of a spec that is a one-layer VAE over bits. */
export interface VaeSpec {
  readonly lockstep: number;
  readonly latents: number;
  readonly binBits: number;
  readonly precision: number;
  readonly mean: FromNetwork;
  readonly std: FromNetwork;
  readonly logits: FromNetwork;
}

/** @throws Error when the spec is of another kind. */
export function vaeOf({ codec }: ModelSpec): VaeSpec {
  if (
    codec.type !== 'bitsBack' ||
    codec.posterior.type !== 'gaussianStandardBins' ||
    codec.likelihood.type !== 'bernoulliLogits'
  ) {
    throw new Error('expected a one-layer VAE over bits');
  }
  const { posterior, likelihood, lockstep } = codec;
  return {
    lockstep,
    latents: posterior.size,
    binBits: posterior.binBits,
    precision: likelihood.precision,
    mean: posterior.mean as FromNetwork,
    std: posterior.std as FromNetwork,
    logits: likelihood.logits as FromNetwork,
  };
}
