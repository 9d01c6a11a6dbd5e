import { poisson as poissonCodec } from '../../codecs/poisson.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const poisson = distribution({
  type: 'poisson',
  codes: 'Counts with Poisson distributions.',
  fields: {
    size: symbols,
    max: size.describe('Largest count.'),
    precision,
    rates: parameter,
  },
  limit: (spec) => spec.max + 1,
  widths: () => ({ rates: 1 }),
  codec: (spec, rows) => poissonCodec(rows.numbers('rates'), spec),
  finer: finerTo(31),
  told: quantiles,
});
