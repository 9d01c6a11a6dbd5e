import { z } from 'zod';
import type { Codec } from '../../codecs/codec.js';
import { topDown as topDownCodec } from '../../codecs/topDown.js';
import { codecType } from '../codecType.js';
import { checkSame, lockstep } from '../latents.js';
import { beside, type Node } from '../node.js';
import { specError } from '../specError.js';

export const topDown = codecType({
  type: 'topDown',
  codes: 'A hierarchy of latents that are inferred from the top down.',
  fields: (codec) => ({
    lockstep,
    priors: z.array(codec).min(1).max(64).describe('Topmost first; networks read those above.'),
    posteriors: z.array(codec).min(1).max(64).describe('Networks read the data, then those above.'),
    likelihood: codec.describe('Networks read all latents, topmost first.'),
  }),
  withInner: (spec, change) => ({
    ...spec,
    priors: spec.priors.map((prior) => change(prior, 'latents')),
    posteriors: spec.posteriors.map((posterior) => change(posterior, 'latents')),
    likelihood: change(spec.likelihood, 'data'),
  }),
  build(spec, path, context) {
    if (spec.priors.length !== spec.posteriors.length) {
      const message = `expected as many as priors, ${spec.priors.length}`;
      throw specError(`${path}.posteriors`, `${message}, got ${spec.posteriors.length}`);
    }
    let above = 0;
    const priors = spec.priors.map((prior, i) => {
      const read = { ...context, inputs: above || undefined };
      const node = context.build(prior, `${path}.priors.${i}`, read);
      above += node.size;
      return node;
    });
    const all = { ...context, inputs: above };
    const likelihood = context.build(spec.likelihood, `${path}.likelihood`, all);
    above = 0;
    const posteriors = spec.posteriors.map((posterior, i) => {
      const at = `${path}.posteriors.${i}`;
      const node = context.build(posterior, at, { ...context, inputs: likelihood.size + above });
      checkSame(priors[i] as Node, node, at);
      above += node.size;
      return node;
    });
    /** What networks read of latents, topmost first, after what they read of the data, if any. */
    const read = (
      data: readonly Float32Array[],
      latents: readonly Uint32Array[],
      items: number,
    ) => {
      const parts = [...data, ...latents.map((z, i) => (posteriors[i] as Node).embed(z))];
      return parts.length > 0 ? beside(parts as [Float32Array], items) : undefined;
    };
    return {
      ...likelihood,
      width: spec.lockstep,
      codec(items): Codec<Uint32Array> {
        return topDownCodec<Uint32Array, Uint32Array>({
          priors: priors.map((prior) => (z) => prior.codec(items, read([], z, items))),
          posteriors: posteriors.map(
            (posterior) => (x, z) => posterior.codec(items, read([likelihood.embed(x)], z, items)),
          ),
          likelihood: (z) => likelihood.codec(items, read([], z, items)),
        });
      },
    };
  },
});
