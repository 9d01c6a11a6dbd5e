import { discretised as discretisedCodec } from '../../codecs/discretised.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const discretised = distribution({
  type: 'discretised',
  codes: "Any distribution in bins, by its cumulative distribution at the bins' edges.",
  fields: { size: symbols, symbols: size, precision, cdf: parameter },
  limit: (spec) => spec.symbols,
  widths: (spec) => ({ cdf: spec.symbols + 1 }),
  codec: (spec, rows) =>
    discretisedCodec(rows.given('cdf').values, { ...spec, size: rows.symbols }),
  finer: finerTo(31),
  told: quantiles,
});
