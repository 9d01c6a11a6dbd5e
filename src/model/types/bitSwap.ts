import { z } from 'zod';
import { bitSwap as bitSwapCodec } from '../../codecs/bitSwap.js';
import { codecType } from '../codecType.js';
import type { AnySpec } from '../context.js';
import { checkSame, lockstep, pairOf } from '../latents.js';
import type { Node } from '../node.js';

export const bitSwap = codecType({
  type: 'bitSwap',
  codes: 'A chain of latents, coded with bits-back, layer by layer.',
  fields: (codec) => ({
    lockstep,
    layers: z
      .array(z.strictObject(pairOf(codec)))
      .min(1)
      .max(64)
      .describe('From the data up.'),
    prior: codec.describe('Of the topmost latents.'),
  }),
  // The likelihood of the first layer codes the data, those above it the latents below them.
  withInner: (spec, change) => ({
    ...spec,
    layers: spec.layers.map(({ likelihood, posterior }, i) => ({
      likelihood: change(likelihood, i === 0 ? 'data' : 'latents'),
      posterior: change(posterior, 'latents'),
    })),
    prior: change(spec.prior, 'latents'),
  }),
  build(spec, path, context) {
    const prior = context.build(spec.prior, `${path}.prior`, context);
    // From the top down, since a layer's networks read the latents above it.
    const layers: { likelihood: Node; posterior: Node }[] = [];
    let above = prior;
    for (let i = spec.layers.length - 1; i >= 0; i--) {
      const at = `${path}.layers.${i}`;
      const layer = spec.layers[i] as { likelihood: AnySpec; posterior: AnySpec };
      const inner = { ...context, inputs: above.size };
      const likelihood = context.build(layer.likelihood, `${at}.likelihood`, inner);
      const around = { ...context, inputs: likelihood.size };
      const posterior = context.build(layer.posterior, `${at}.posterior`, around);
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
        return bitSwapCodec<Uint32Array, Uint32Array>(
          [first, ...others],
          prior.codec(items, given),
        );
      },
    };
  },
});
