import { categorical as categoricalCodec } from '../../codecs/categorical.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const categorical = distribution({
  type: 'categorical',
  codes: 'Symbols by their probabilities, which add up to 1.',
  fields: { size: symbols, symbols: size, precision, probabilities: parameter },
  limit: (spec) => spec.symbols,
  widths: (spec) => ({ probabilities: spec.symbols }),
  codec: (spec, rows) =>
    categoricalCodec(rows.given('probabilities').values, { ...spec, size: rows.symbols }),
  finer: finerTo(31),
  told: quantiles,
});
