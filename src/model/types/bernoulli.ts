import { bernoulli as bernoulliCodec } from '../../codecs/bernoulli.js';
import { decisions, distribution, finerTo } from '../distribution.js';
import { parameter, precision, symbols } from '../fields.js';

export const bernoulli = distribution({
  type: 'bernoulli',
  codes: 'Independent bits, from their probabilities of 1.',
  fields: { size: symbols, precision, probabilities: parameter },
  limit: () => 2,
  widths: () => ({ probabilities: 1 }),
  codec: (spec, rows) => bernoulliCodec(rows.doubles('probabilities'), spec.precision),
  finer: finerTo(31),
  told: decisions,
});
