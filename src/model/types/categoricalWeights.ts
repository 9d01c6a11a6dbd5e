import { categoricalWeights as categoricalWeightsCodec } from '../../codecs/categoricalWeights.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const categoricalWeights = distribution({
  type: 'categoricalWeights',
  codes: 'Symbols by weights that need not add up to 1; weight 0 is outside the support.',
  fields: { size: symbols, symbols: size, precision, weights: parameter },
  limit: (spec) => spec.symbols,
  widths: (spec) => ({ weights: spec.symbols }),
  codec: (spec, rows) =>
    categoricalWeightsCodec(rows.given('weights').values, { ...spec, size: rows.symbols }),
  finer: finerTo(31),
  told: quantiles,
});
