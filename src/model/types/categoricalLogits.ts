import { categoricalLogits as categoricalLogitsCodec } from '../../codecs/categoricalLogits.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, precision, size, symbols } from '../fields.js';

export const categoricalLogits = distribution({
  type: 'categoricalLogits',
  codes: 'Symbols by the logarithms of weights, as networks give them; all have a frequency.',
  fields: { size: symbols, symbols: size, precision, logits: parameter },
  limit: (spec) => spec.symbols,
  widths: (spec) => ({ logits: spec.symbols }),
  codec: (spec, rows) =>
    categoricalLogitsCodec(rows.singles('logits'), { ...spec, size: rows.symbols }),
  finer: finerTo(31),
  told: quantiles,
});
