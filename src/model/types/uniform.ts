import { uniform as uniformCodec } from '../../codecs/uniform.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, quantiles } from '../distribution.js';
import { precision, symbols } from '../fields.js';

export const uniform = distribution({
  type: 'uniform',
  codes: 'Symbols 0 … 2^precision - 1, all alike.',
  fields: { size: symbols, precision },
  limit: (spec) => powerOfTwo(spec.precision),
  widths: () => ({}),
  codec: (spec, rows) => uniformCodec(rows.symbols, spec.precision),
  // Of latents these are bins of equal mass.
  bins: {
    bits: (spec) => spec.precision,
    finer: (spec, more) => ({ ...spec, precision: spec.precision + more }),
  },
  told: quantiles,
});
