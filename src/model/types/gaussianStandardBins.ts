import { gaussianStandardBins as gaussianStandardBinsCodec } from '../../codecs/gaussian.js';
import { standardCentres } from '../../distributions/standardBins.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, inBins, quantiles } from '../distribution.js';
import { binBits, parameter, precision, rebalanced, symbols } from '../fields.js';
import { lookUp } from '../node.js';

export const gaussianStandardBins = distribution({
  type: 'gaussianStandardBins',
  codes: 'Gaussians over bins of equal mass under the standard Gaussian.',
  fields: {
    size: symbols,
    binBits,
    precision,
    rebalanced,
    mean: parameter,
    std: parameter.describe('Standard deviations, positive.'),
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: () => ({ mean: 1, std: 1 }),
  codec: (spec, rows) =>
    gaussianStandardBinsCodec({ ...spec, mean: rows.doubles('mean'), std: rows.doubles('std') }),
  embed(spec) {
    const centres = standardCentres(spec.binBits);
    return (own) => lookUp(centres, own);
  },
  finer: finerTo(31),
  bins: inBins,
  told: quantiles,
});
