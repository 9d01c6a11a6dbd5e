import { z } from 'zod';
import { bernoulliLogits as bernoulliLogitsCodec } from '../../codecs/bernoulli.js';
import { decisions, distribution, finerTo } from '../distribution.js';
import { parameter, symbols } from '../fields.js';

export const bernoulliLogits = distribution({
  type: 'bernoulliLogits',
  codes: 'Independent bits, from their log-odds of 1.',
  fields: { size: symbols, precision: z.int().min(1).max(24), logits: parameter },
  limit: () => 2,
  widths: () => ({ logits: 1 }),
  codec: (spec, rows) => bernoulliLogitsCodec(rows.singles('logits'), spec.precision),
  finer: finerTo(24),
  told: decisions,
});
