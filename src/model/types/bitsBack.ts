import { bitsBack as bitsBackCodec } from '../../codecs/bitsBack.js';
import { codecType } from '../codecType.js';
import { checkSame, lockstep, pairOf } from '../latents.js';

export const bitsBack = codecType({
  type: 'bitsBack',
  codes: 'A latent-variable model, coded with bits-back.',
  fields: (codec) => ({ lockstep, prior: codec, ...pairOf(codec) }),
  withInner: (spec, change) => ({
    ...spec,
    prior: change(spec.prior, 'latents'),
    likelihood: change(spec.likelihood, 'data'),
    posterior: change(spec.posterior, 'latents'),
  }),
  build(spec, path, context) {
    const prior = context.build(spec.prior, `${path}.prior`, context);
    const inner = { ...context, inputs: prior.size };
    const likelihood = context.build(spec.likelihood, `${path}.likelihood`, inner);
    const around = { ...context, inputs: likelihood.size };
    const posterior = context.build(spec.posterior, `${path}.posterior`, around);
    checkSame(prior, posterior, `${path}.prior`);
    return {
      ...likelihood,
      width: spec.lockstep,
      codec: (items, given) =>
        bitsBackCodec({
          prior: prior.codec(items, given),
          likelihood: (z: Uint32Array) => likelihood.codec(items, posterior.embed(z)),
          posterior: (x: Uint32Array) => posterior.codec(items, likelihood.embed(x)),
        }),
    };
  },
});
