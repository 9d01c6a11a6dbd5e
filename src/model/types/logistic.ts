import { logistic as logisticCodec } from '../../codecs/logistic.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, inBins, quantiles } from '../distribution.js';
import { binBits, lower, parameter, precision, symbols, upper } from '../fields.js';

export const logistic = distribution({
  type: 'logistic',
  codes: 'Logistic distributions over bins of one width.',
  fields: {
    size: symbols,
    binBits,
    lower,
    upper,
    precision,
    means: parameter,
    logScales: parameter,
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: () => ({ means: 1, logScales: 1 }),
  codec: (spec, rows) =>
    logisticCodec({
      ...spec,
      means: rows.numbers('means'),
      logScales: rows.numbers('logScales'),
    }),
  finer: finerTo(31),
  bins: inBins,
  told: quantiles,
});
