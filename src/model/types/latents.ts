import { bitSwap } from '../../codecs/bitSwap.js';
import { bitsBack } from '../../codecs/bitsBack.js';
import type { Codec } from '../../codecs/codec.js';
import { topDown } from '../../codecs/topDown.js';
import type { Build, Context } from '../context.js';
import { beside, type Node } from '../node.js';
import { specError } from '../parse.js';
import type { BitSwapSpec, BitsBackSpec, CombinatorSpec, TopDownSpec } from './index.js';

/** Combinators with latent variables. */
export type LatentSpec = Extract<CombinatorSpec, { type: 'bitsBack' | 'bitSwap' | 'topDown' }>;

/** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
export function buildLatents(spec: LatentSpec, path: string, context: Context, build: Build): Node {
  switch (spec.type) {
    case 'bitsBack':
      return buildBitsBack(spec, path, context, build);
    case 'bitSwap':
      return buildBitSwap(spec, path, context, build);
    case 'topDown':
      return buildTopDown(spec, path, context, build);
  }
}

function buildBitsBack(spec: BitsBackSpec, path: string, context: Context, build: Build): Node {
  const prior = build(spec.prior, `${path}.prior`, context);
  const inner = { ...context, inputs: prior.size };
  const likelihood = build(spec.likelihood, `${path}.likelihood`, inner);
  const around = { ...context, inputs: likelihood.size };
  const posterior = build(spec.posterior, `${path}.posterior`, around);
  checkSame(prior, posterior, `${path}.prior`);
  return {
    ...likelihood,
    width: spec.lockstep,
    codec: (items, given) =>
      bitsBack({
        prior: prior.codec(items, given),
        likelihood: (z: Uint32Array) => likelihood.codec(items, posterior.embed(z)),
        posterior: (x: Uint32Array) => posterior.codec(items, likelihood.embed(x)),
      }),
  };
}

function buildBitSwap(spec: BitSwapSpec, path: string, context: Context, build: Build): Node {
  const prior = build(spec.prior, `${path}.prior`, context);
  // From the top down, since a layer's networks read the latents above it.
  const layers: { likelihood: Node; posterior: Node }[] = [];
  let above = prior;
  for (let i = spec.layers.length - 1; i >= 0; i--) {
    const at = `${path}.layers.${i}`;
    const layer = spec.layers[i] as BitSwapSpec['layers'][number];
    const inner = { ...context, inputs: above.size };
    const likelihood = build(layer.likelihood, `${at}.likelihood`, inner);
    const around = { ...context, inputs: likelihood.size };
    const posterior = build(layer.posterior, `${at}.posterior`, around);
    checkSame(above, posterior, `${at}.posterior`);
    layers.unshift({ likelihood, posterior });
    above = likelihood;
  }
  return {
    ...(layers[0] as { likelihood: Node }).likelihood,
    width: spec.lockstep,
    codec(items, given) {
      const chain = layers.map(({ likelihood, posterior }) => ({
        likelihood: (z: Uint32Array) => likelihood.codec(items, posterior.embed(z)),
        posterior: (x: Uint32Array) => posterior.codec(items, likelihood.embed(x)),
      }));
      const [first, ...others] = chain as [(typeof chain)[number], ...typeof chain];
      return bitSwap<Uint32Array, Uint32Array>([first, ...others], prior.codec(items, given));
    },
  };
}

function buildTopDown(spec: TopDownSpec, path: string, context: Context, build: Build): Node {
  if (spec.priors.length !== spec.posteriors.length) {
    const message = `expected as many as priors, ${spec.priors.length}`;
    throw specError(`${path}.posteriors`, `${message}, got ${spec.posteriors.length}`);
  }
  let above = 0;
  const priors = spec.priors.map((prior, i) => {
    const node = build(prior, `${path}.priors.${i}`, { ...context, inputs: above || undefined });
    above += node.size;
    return node;
  });
  const likelihood = build(spec.likelihood, `${path}.likelihood`, { ...context, inputs: above });
  above = 0;
  const posteriors = spec.posteriors.map((posterior, i) => {
    const at = `${path}.posteriors.${i}`;
    const node = build(posterior, at, { ...context, inputs: likelihood.size + above });
    checkSame(priors[i] as Node, node, at);
    above += node.size;
    return node;
  });
  /** What networks read of latents, topmost first, after what they read of the data, if any. */
  const read = (data: readonly Float32Array[], latents: readonly Uint32Array[], items: number) => {
    const parts = [...data, ...latents.map((z, i) => (posteriors[i] as Node).embed(z))];
    return parts.length > 0 ? beside(parts as [Float32Array], items) : undefined;
  };
  return {
    ...likelihood,
    width: spec.lockstep,
    codec(items): Codec<Uint32Array> {
      return topDown<Uint32Array, Uint32Array>({
        priors: priors.map((prior) => (z) => prior.codec(items, read([], z, items))),
        posteriors: posteriors.map(
          (posterior) => (x, z) => posterior.codec(items, read([likelihood.embed(x)], z, items)),
        ),
        likelihood: (z) => likelihood.codec(items, read([], z, items)),
      });
    },
  };
}

/** Prior and posterior code the same latents. */
function checkSame(a: Node, b: Node, path: string): void {
  if (a.size !== b.size) {
    throw specError(
      path,
      `expected as many symbols in prior and posterior, got ${a.size} and ${b.size}`,
    );
  }
  if (a.limit !== b.limit) {
    throw specError(
      path,
      `expected as many values in prior and posterior, got ${a.limit} and ${b.limit}`,
    );
  }
}
