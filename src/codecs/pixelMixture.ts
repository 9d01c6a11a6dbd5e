import { checkPrecision, popVector, push } from '../ans/coder.js';
import { checkParameters, type Parameters } from '../distributions/parameters.js';
import { padRows } from '../distributions/rows.js';
import { ArgumentError } from '../errors.js';
import { kernels } from '../kernels/kernels.js';
import { type Codec, checkSize, checkSymbols } from './codec.js';

const LEVELS = 256;
/** Two units for each of 256 levels, and as much again to share out. */
const LEAST_PRECISION = 10;

/** Parameters of {@link pixelMixture}. */
export interface PixelMixtureParameters {
  /** Logistic distributions in a mixture. */
  readonly components: number;
  /** Shape [pixels, components]: logits of the components' probabilities. */
  readonly logits: Parameters;
  /** Shape [pixels, 3, components]: means, in units in which the levels 0 … 255 are -1 … 1. */
  readonly means: Parameters;
  /** Shape [pixels, 3, components]: natural logarithms of the scales, same units; ±300 at most. */
  readonly logScales: Parameters;
  /**
   * Shape [pixels, 3, components]: by how much of the first channel the second channel's means move
   * (c0), of the first the third's (c1), and of the second the third's (c2). Taken as they are:
   * PixelCNN++ puts its network's outputs through tanh before.
   */
  readonly coefficients: Parameters;
  /**
   * Shape [pixels, 3]: levels that means count from, and that are taken off a channel before it is
   * multiplied by a coefficient; 0 by default. What a pixel's neighbours suggest, for instance.
   */
  readonly origins?: Parameters | undefined;
  /**
   * Bits of the coder's intervals, 10 … 31. Two units of 2^precision are set aside for each level: with 16 bits
   * that costs 0.011 bits a channel, with 24 nothing that shows.
   */
  readonly precision: number;
}

/**
 * Pixels of three channels of 256 levels under PixelCNN++'s discretised mixture of logistics: one
 * mixture a pixel, shared by its channels, so that a channel is coded given those before it: the
 * components' weights are multiplied by their probabilities of what came before, and their means
 * are moved in proportion to it. A level has the mass between the middles to its neighbours, the
 * first and the last also what lies beyond.
 *
 * Values are [pixels, 3] levels, a Uint32Array, symbol i on lane i mod lanes.
 *
 * Source: Salimans et al., "PixelCNN++" (2017), sections 2.1 and 2.2.
 *
 * @throws RangeError for shapes that do not meet, or a size or precision out of range.
 * @throws CrayError PARAMETERS_INVALID naming the first pixel (as lane) with a parameter that is
 * not finite; 1e100 and beyond counts as infinite.
 */
export function pixelMixture(parameters: PixelMixtureParameters): Codec<Uint32Array> {
  const mixture = laidOut(parameters);
  const { precision } = parameters;
  const { pixels, size, arrays, components, scratchBytes } = mixture;
  return {
    push(message, symbols) {
      checkSize(symbols, size);
      checkSymbols(symbols, LEVELS);
      const { starts, freqs } = intervalsOf(mixture, symbols, BigInt(precision));
      push(message, starts, freqs, precision);
    },
    pop(message) {
      const room = [...arrays, scratchBytes / 4];
      return popVector(message, size, precision, room, (heads, lanes, tail, out, offsets) => {
        const [logits, means, scales, moves, scratch] = offsets as [
          number,
          number,
          number,
          number,
          number,
        ];
        return kernels.call.pixelPop(
          heads,
          lanes,
          tail,
          logits,
          means,
          scales,
          moves,
          out,
          pixels,
          components,
          BigInt(precision),
          scratch,
        );
      });
    },
  };
}

/** Parameters as the kernels take them. */
interface LaidOut {
  readonly pixels: number;
  /** Symbols. */
  readonly size: number;
  /** Logits, means, logScales and coefficients, in rows of so many components, an even number. */
  readonly arrays: readonly Float64Array[];
  readonly components: number;
  /** Bytes that the kernels need to themselves. */
  readonly scratchBytes: number;
}

/** @throws as {@link pixelMixture}. */
function laidOut(parameters: PixelMixtureParameters): LaidOut {
  const { components, precision } = parameters;
  checkPrecision(precision, 1);
  if (precision < LEAST_PRECISION) {
    throw new ArgumentError(
      `expected a precision of ${LEAST_PRECISION} to 31 bits, got ${precision}`,
    );
  }
  if (!Number.isInteger(components) || components < 1) {
    throw new ArgumentError(`expected at least 1 component, got ${components}`);
  }
  const pixels = parameters.logits.length / components;
  const size = 3 * pixels;
  const of = (name: 'logits' | 'means' | 'logScales' | 'coefficients', padding = 0) => {
    const lane = (name === 'logits' ? 1 : 3) * components;
    const values = checkParameters(name, parameters[name], pixels * lane, { lane });
    return padRows(values, { width: components, padding });
  };
  const coefficients = of('coefficients');
  let means = of('means');
  if (parameters.origins) {
    const origins = checkParameters('origins', parameters.origins, size, { lane: 3 });
    means = movedMeans(means, coefficients, origins);
  }
  const arrays = [of('logits', -Infinity), means, of('logScales'), coefficients];
  const even = components + (components % 2);
  return { pixels, size, arrays, components: even, scratchBytes: 32 * even };
}

/** The intervals of levels. */
function intervalsOf(
  { pixels, size, arrays, components, scratchBytes }: LaidOut,
  symbols: Uint32Array,
  precision: bigint,
): { starts: Uint32Array; freqs: Uint32Array } {
  const bytes = arrays.map((array) => array.byteLength);
  const offsets = kernels.layout(...bytes, 4 * size, 4 * size, 4 * size, scratchBytes);
  const [logits, means, scales, moves, x, starts, freqs, scratch] = offsets as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  arrays.forEach((array, i) => {
    kernels.f64(offsets[i] as number, array.length).set(array);
  });
  kernels.u32(x, size).set(symbols);
  kernels.call.pixelIntervals(
    logits,
    means,
    scales,
    moves,
    x,
    starts,
    freqs,
    pixels,
    components,
    precision,
    scratch,
  );
  return { starts: kernels.u32(starts, size).slice(), freqs: kernels.u32(freqs, size).slice() };
}

/** Means that count from the middle of all levels, of those that count from origins. */
function movedMeans(
  means: Float64Array,
  coefficients: Float64Array,
  origins: Float64Array,
): Float64Array {
  const pixels = origins.length / 3;
  const n = means.length / origins.length;
  const out = means.slice();
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [o0, o1, o2] = origins.subarray(3 * pixel, 3 * pixel + 3) as unknown as [
      number,
      number,
      number,
    ];
    for (let i = 0, at = 3 * n * pixel; i < n; i++, at++) {
      const c = (channel: number) => coefficients[at + channel * n] as number;
      const m = (channel: number) => means[at + channel * n] as number;
      out[at] = m(0) + o0;
      out[at + n] = m(1) + o1 - c(0) * o0;
      out[at + 2 * n] = m(2) + o2 - c(1) * o0 - c(2) * o1;
    }
  }
  return out;
}
