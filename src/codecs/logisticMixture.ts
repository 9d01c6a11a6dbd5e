import { checkBins, checkParameters, type Parameters } from '../distributions/parameters.js';
import { padRows } from '../distributions/rows.js';
import { makeTables } from '../distributions/tables.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Codec } from './codec.js';
import type { UniformBins } from './logistic.js';
import { tabled } from './tabled.js';

/** Parameters of {@link logisticMixture}, each [size, components]. */
export interface LogisticMixtureParameters extends UniformBins {
  /** Logistic distributions in a mixture. */
  readonly components: number;
  /** Means, in the units of the bins' edges. */
  readonly means: Parameters;
  /** Natural logarithms of the scales; beyond ±300 they are taken as ±300. */
  readonly logScales: Parameters;
  /** Logits of the components' probabilities. */
  readonly logits: Parameters;
}

/**
 * Mixtures of logistic distributions over bins of one width: a symbol is the index of a bin, and
 * the first and last bins have what lies beyond. The bins' probabilities are quantised as those of
 * a categorical distribution, so every bin has a frequency of at least 1.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a parameter that is not finite
 * (1e100 and beyond counts as infinite), or for whose bins 2^precision is too small.
 */
export function logisticMixture(parameters: LogisticMixtureParameters): Codec<Uint32Array> {
  const { components, means, logScales, logits, binBits, lower, upper, precision } = parameters;
  checkBins(lower, upper, binBits);
  const symbols = powerOfTwo(binBits);
  const rows = logits.length / components;
  const of = (name: string, values: Parameters, padding: number) =>
    padRows(checkParameters(name, values, rows * components, { lane: components }), {
      width: components,
      padding,
    });
  const even = components + (components % 2);
  return tabled(
    makeTables(
      { rows, symbols, precision },
      [
        of('means', means, 0),
        of('logScales', logScales, 0),
        of('logits', logits, -Infinity),
        3 * even + 3 * symbols + 32,
      ],
      (out, args) => {
        const [m, s, l, scratch] = args as [number, number, number, number];
        return kernels.call.logisticMixtureTables(
          m,
          s,
          l,
          out,
          rows,
          even,
          symbols,
          lower,
          upper,
          BigInt(precision),
          scratch,
        );
      },
    ),
  );
}
