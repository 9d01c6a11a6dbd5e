import { gaussianBins as gaussianBinsCodec } from '../../codecs/gaussianBins.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, inBins, quantiles } from '../distribution.js';
import { binBits, parameter, precision, rebalanced, symbols } from '../fields.js';

export const gaussianBins = distribution({
  type: 'gaussianBins',
  codes: 'Gaussians over bins of equal mass under other Gaussians.',
  fields: {
    size: symbols,
    binBits,
    precision,
    rebalanced,
    mean: parameter,
    std: parameter,
    binMean: parameter,
    binStd: parameter,
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: () => ({ mean: 1, std: 1, binMean: 1, binStd: 1 }),
  codec: (spec, rows) =>
    gaussianBinsCodec({
      ...spec,
      mean: rows.doubles('mean'),
      std: rows.doubles('std'),
      binMean: rows.doubles('binMean'),
      binStd: rows.doubles('binStd'),
    }),
  finer: finerTo(31),
  bins: inBins,
  told: quantiles,
});
