import { z } from 'zod';
import { pixelMixture as pixelMixtureCodec } from '../../codecs/pixelMixture.js';
import { distribution, finerTo, quantiles } from '../distribution.js';
import { parameter, symbols } from '../fields.js';

export const pixelMixture = distribution({
  type: 'pixelMixture',
  codes: "RGB pixels of 256 levels by PixelCNN++'s mixtures of logistics.",
  fields: {
    size: symbols.describe('Three times the pixels.'),
    components: z.int().min(1).max(256),
    precision: z.int().min(10).max(31),
    logits: parameter.describe('[pixels, components]'),
    means: parameter.describe('[pixels, 3, components]'),
    logScales: parameter.describe('[pixels, 3, components]'),
    coefficients: parameter.describe('[pixels, 3, components]'),
    origins: parameter
      .optional()
      .describe('[pixels, 3]: what means and coefficients count from; 0 by default.'),
  },
  limit: () => 256,
  symbolsPerRow: 3,
  widths: ({ components, origins }) => ({
    logits: components,
    means: 3 * components,
    logScales: 3 * components,
    coefficients: 3 * components,
    ...(origins === undefined ? {} : { origins: 3 }),
  }),
  codec: (spec, rows) =>
    pixelMixtureCodec({
      ...spec,
      logits: rows.numbers('logits'),
      means: rows.numbers('means'),
      logScales: rows.numbers('logScales'),
      coefficients: rows.numbers('coefficients'),
      origins: spec.origins === undefined ? undefined : rows.numbers('origins'),
    }),
  finer: finerTo(31),
  told: quantiles,
});
