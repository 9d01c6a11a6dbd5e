import { studentT as studentTCodec } from '../../codecs/studentT.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { distribution, finerTo, inBins, quantiles } from '../distribution.js';
import { binBits, lower, parameter, precision, symbols, upper } from '../fields.js';

export const studentT = distribution({
  type: 'studentT',
  codes: "Student's t distributions over bins of one width.",
  fields: {
    size: symbols,
    binBits,
    lower,
    upper,
    precision,
    means: parameter,
    logScales: parameter,
    degreesOfFreedom: parameter.describe('Positive, not only integers.'),
  },
  limit: (spec) => powerOfTwo(spec.binBits),
  widths: () => ({ means: 1, logScales: 1, degreesOfFreedom: 1 }),
  codec: (spec, rows) =>
    studentTCodec({
      ...spec,
      means: rows.numbers('means'),
      logScales: rows.numbers('logScales'),
      degreesOfFreedom: rows.numbers('degreesOfFreedom'),
    }),
  finer: finerTo(31),
  bins: inBins,
  told: quantiles,
});
