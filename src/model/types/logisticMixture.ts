import { z } from 'zod';
import { logisticMixture as logisticMixtureCodec } from '../../codecs/logisticMixture.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, inBins, quantiles } from '../distribution.js';
import { binBits, lower, parameter, precision, symbols, upper } from '../fields.js';

export const logisticMixture = distribution({
  type: 'logisticMixture',
  codes: 'Mixtures of logistic distributions over bins of one width.',
  fields: {
    size: symbols,
    components: z.int().min(1).max(256),
    binBits,
    lower,
    upper,
    precision,
    means: parameter,
    logScales: parameter,
    logits: parameter,
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: ({ components }) => ({ means: components, logScales: components, logits: components }),
  codec: (spec, rows) =>
    logisticMixtureCodec({
      ...spec,
      means: rows.numbers('means'),
      logScales: rows.numbers('logScales'),
      logits: rows.numbers('logits'),
    }),
  finer: finerTo(31),
  bins: inBins,
  told: quantiles,
});
