import { z } from 'zod';
import { gaussianUniformBins as gaussianUniformBinsCodec } from '../../codecs/gaussianUniformBins.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { lower, parameter, precision, symbols, upper } from '../fields.js';

export const gaussianUniformBins = distribution({
  type: 'gaussianUniformBins',
  codes: 'Gaussians over bins of one width.',
  fields: {
    size: symbols,
    bins: z.int().min(1).max(65536),
    lower,
    upper,
    precision,
    rebalanced: z.boolean().default(true).describe('Whether every bin has a frequency.'),
    mean: parameter,
    std: parameter,
  },
  limit: (spec) => spec.bins,
  widths: () => ({ mean: 1, std: 1 }),
  codec: (spec, rows) =>
    gaussianUniformBinsCodec({ ...spec, mean: rows.doubles('mean'), std: rows.doubles('std') }),
  finer: finerTo(31),
  told: quantiles,
});
