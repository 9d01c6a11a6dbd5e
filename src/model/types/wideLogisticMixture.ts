import { z } from 'zod';
import { wideLogisticMixture as wideLogisticMixtureCodec } from '../../codecs/wideLogisticMixture.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { binBits, lower, parameter, precision, symbols, upper } from '../fields.js';

export const wideLogisticMixture = distribution({
  type: 'wideLogisticMixture',
  codes: 'The same over many bins, 65,536 for instance, without a table of all of them.',
  fields: {
    size: symbols,
    components: z.int().min(1).max(256),
    binBits,
    lower,
    upper,
    precision: precision.describe('binBits + 2 at least.'),
    means: parameter,
    logScales: parameter,
    logits: parameter,
    origins: parameter.optional().describe('What means count from; 0 by default.'),
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: ({ components, origins }) => ({
    means: components,
    logScales: components,
    logits: components,
    ...(origins === undefined ? {} : { origins: 1 }),
  }),
  codec: (spec, rows) =>
    wideLogisticMixtureCodec({
      ...spec,
      means: rows.numbers('means'),
      logScales: rows.numbers('logScales'),
      logits: rows.numbers('logits'),
      origins: spec.origins === undefined ? undefined : rows.numbers('origins'),
    }),
  finer: finerTo(31),
  told: quantiles,
});
