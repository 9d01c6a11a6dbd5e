import { betaBinomial as betaBinomialCodec } from '../../codecs/betaBinomial.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const betaBinomial = distribution({
  type: 'betaBinomial',
  codes: 'Counts with beta-binomial distributions of `max` trials.',
  fields: { size: symbols, max: size, precision, alphas: parameter, betas: parameter },
  limit: (spec) => spec.max + 1,
  widths: () => ({ alphas: 1, betas: 1 }),
  codec: (spec, rows) =>
    betaBinomialCodec({ ...spec, alphas: rows.numbers('alphas'), betas: rows.numbers('betas') }),
  finer: finerTo(31),
  told: quantiles,
});
