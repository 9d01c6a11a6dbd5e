import { negativeBinomial as negativeBinomialCodec } from '../../codecs/negativeBinomial.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const negativeBinomial = distribution({
  type: 'negativeBinomial',
  codes: 'Counts with negative binomial distributions.',
  fields: { size: symbols, max: size, precision, shapes: parameter, probabilities: parameter },
  limit: (spec) => spec.max + 1,
  widths: () => ({ shapes: 1, probabilities: 1 }),
  codec: (spec, rows) =>
    negativeBinomialCodec({
      ...spec,
      shapes: rows.numbers('shapes'),
      probabilities: rows.numbers('probabilities'),
    }),
  finer: finerTo(31),
  told: quantiles,
});
