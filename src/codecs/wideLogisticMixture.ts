import { checkPrecision } from '../ans/coder.js';
import type { Distribution } from '../distributions/distribution.js';
import { checkBins, checkParameters, type Parameters } from '../distributions/parameters.js';
import { padRows } from '../distributions/rows.js';
import { ArgumentError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { powerOfTwo } from '../kernels/powers.js';
import { type Codec, checkSymbols } from './codec.js';
import type { LogisticMixtureParameters } from './logisticMixture.js';
import { nonUniform } from './nonUniform.js';

/** Bits that an interval's precision has more than bins have, at least. */
const SPARE_BITS = 2;

/** Parameters of {@link wideLogisticMixture}, each [size, components] but for origins. */
export interface WideLogisticMixtureParameters extends LogisticMixtureParameters {
  /** What means count from, one a symbol; 0 unless told. */
  readonly origins?: Parameters | undefined;
}

/**
 * Mixtures of logistic distributions over many bins of one width: as {@link logisticMixture}, but no table of
 * all bins is made. What is asked for is computed: two edges for each symbol that is pushed, binBits + 2 for
 * each that is popped: with 65,536 bins 2 to 35 µs, where a table takes 1,000 (measured). The edge below bin s is at
 * 2 s + floor(F (1 - 2^(binBits + 1 - precision))), where F is its cumulative probability in units of
 * 2^-precision. F may fall by a unit where it should rise, by rounding; that rises all the same.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first lane with a parameter that is not finite (1e100 and
 * beyond counts as infinite).
 */
export function wideLogisticMixture(parameters: WideLogisticMixtureParameters): Codec<Uint32Array> {
  const { binBits, lower, upper, precision } = parameters;
  checkBins(lower, upper, binBits);
  checkPrecision(precision, 1);
  if (precision < binBits + SPARE_BITS) {
    throw new ArgumentError(
      `expected a precision of ${binBits + SPARE_BITS} bits or more for 2^${binBits} bins, got ${precision}`,
    );
  }
  return nonUniform(distributionOf(parameters));
}

function distributionOf(parameters: WideLogisticMixtureParameters): Distribution {
  const { binBits, precision } = parameters;
  const mixtures = laidOut(parameters);
  const bins = powerOfTwo(binBits);
  return {
    size: mixtures.size,
    precision,
    intervals(symbols, from) {
      checkSymbols(symbols, bins);
      const starts = edgesBelow(mixtures, symbols, from);
      const freqs = edgesBelow(
        mixtures,
        symbols.map((s) => s + 1),
        from,
      );
      for (let i = 0; i < freqs.length; i++)
        freqs[i] = (freqs[i] as number) - (starts[i] as number);
      return { starts, freqs };
    },
    locate(positions, from) {
      const found = new Uint32Array(positions.length);
      for (let half = bins >>> 1; half > 0; half >>>= 1) {
        const edges = edgesBelow(
          mixtures,
          found.map((s) => s + half),
          from,
        );
        for (let i = 0; i < found.length; i++) {
          if ((positions[i] as number) >= (edges[i] as number)) {
            found[i] = (found[i] as number) + half;
          }
        }
      }
      return found;
    },
  };
}

/** Mixtures as the kernel takes them, rows of so many components, an even number. */
interface Mixtures
  extends Pick<LogisticMixtureParameters, 'binBits' | 'lower' | 'upper' | 'precision'> {
  readonly size: number;
  readonly components: number;
  readonly means: Float64Array;
  readonly logScales: Float64Array;
  readonly logits: Float64Array;
  readonly origins: Float64Array | undefined;
}

/** @throws as {@link wideLogisticMixture}. */
function laidOut(parameters: WideLogisticMixtureParameters): Mixtures {
  const { components, binBits, lower, upper, precision } = parameters;
  const size = parameters.logits.length / components;
  const of = (name: 'means' | 'logScales' | 'logits', padding: number) => {
    const values = checkParameters(name, parameters[name], size * components, { lane: components });
    return padRows(values, { width: components, padding });
  };
  return {
    ...{ size, binBits, lower, upper, precision },
    components: components + (components % 2),
    means: of('means', 0),
    logScales: of('logScales', 0),
    logits: of('logits', -Infinity),
    origins: parameters.origins && checkParameters('origins', parameters.origins, size),
  };
}

/**
 * The edges below bins, one for each of the elements from, from + 1, …; the number of bins stands for the edge
 * above the last.
 */
function edgesBelow(mixtures: Mixtures, bins: Uint32Array, from: number): Uint32Array {
  const { binBits, lower, upper, precision, origins } = mixtures;
  const all = powerOfTwo(binBits);
  const width = (upper - lower) / all;
  const at = Float64Array.from(
    bins,
    (bin, i) => lower + bin * width - (origins ? (origins[from + i] as number) : 0),
  );
  const below = probabilitiesBelow(mixtures, at, from);
  const share = 1 - powerOfTwo(binBits + 1) / powerOfTwo(precision);
  return bins.map((bin, i) => {
    if (bin === 0) return 0;
    if (bin === all) return powerOfTwo(precision);
    return 2 * bin + Math.floor((below[i] as number) * share);
  });
}

/**
 * Cumulative probabilities in units of 2^-precision: by a table of two bins for each element, whose common
 * edge is 0, and from which the place is taken away.
 */
function probabilitiesBelow(mixtures: Mixtures, at: Float64Array, from: number): Uint32Array {
  const { components, means, logScales, logits, precision } = mixtures;
  const n = at.length;
  const cells = n * components;
  const [m, s, l, out, scratch] = kernels.layout(
    8 * cells,
    8 * cells,
    8 * cells,
    12 * n,
    8 * (3 * components + 38),
  ) as unknown as [number, number, number, number, number];
  const [first, end] = [from * components, (from + n) * components];
  const moved = kernels.f64(m, cells);
  for (let i = 0; i < cells; i++) {
    moved[i] = (means[first + i] as number) - (at[Math.floor(i / components)] as number);
  }
  kernels.f64(s, cells).set(logScales.subarray(first, end));
  kernels.f64(l, cells).set(logits.subarray(first, end));
  const p = BigInt(precision);
  kernels.call.logisticMixtureTables(m, s, l, out, n, components, 2, -1, 1, p, scratch);
  const table = kernels.u32(out, 3 * n);
  return Uint32Array.from({ length: n }, (_, i) => table[3 * i + 1] as number);
}
