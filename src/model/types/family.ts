import { bernoulli, bernoulliLogits } from '../../codecs/bernoulli.js';
import { betaBinomial } from '../../codecs/betaBinomial.js';
import { categorical } from '../../codecs/categorical.js';
import { categoricalBytes } from '../../codecs/categoricalBytes.js';
import { categoricalLogits } from '../../codecs/categoricalLogits.js';
import { categoricalWeights, weightTables } from '../../codecs/categoricalWeights.js';
import type { Codec } from '../../codecs/codec.js';
import { discretised } from '../../codecs/discretised.js';
import { gaussianStandardBins } from '../../codecs/gaussian.js';
import { gaussianBins } from '../../codecs/gaussianBins.js';
import { gaussianUniformBins } from '../../codecs/gaussianUniformBins.js';
import { logistic } from '../../codecs/logistic.js';
import { logisticMixture } from '../../codecs/logisticMixture.js';
import { mapped } from '../../codecs/mapped.js';
import { negativeBinomial } from '../../codecs/negativeBinomial.js';
import { pixelMixture } from '../../codecs/pixelMixture.js';
import { poisson } from '../../codecs/poisson.js';
import { uniform } from '../../codecs/uniform.js';
import { standardCentres } from '../../distributions/standardBins.js';
import { powerOfTwo } from '../../kernels/powers.js';
import { asNumbers, columns, lookUp, type Node } from '../node.js';
import {
  buildParameter,
  Calls,
  everyRow,
  type Numbers,
  type Parameter,
  type Sources,
  type Values,
} from '../parameters.js';
import { specError } from '../parse.js';
import type { DistributionSpec, ParameterSpec } from './fields.js';
import { wideNumbers } from './uniform.js';

/** A distribution whose parameters are still to come. */
interface Family {
  /** Values of a symbol. */
  readonly limit: number;
  /** Symbols that share a row of parameters. */
  readonly symbolsPerRow?: number;
  /** Numbers in a row of each parameter. */
  readonly widths: Readonly<Record<string, number>>;
  /**
   * The codec of so many symbols.
   * @param rows a row for each symbol of each parameter.
   * @param given as they were given, shared or not.
   */
  codec(
    symbols: number,
    rows: (name: string) => Numbers,
    given: (name: string) => Values,
  ): Codec<Uint32Array>;
  readonly embed?: (symbols: Uint32Array) => Float32Array;
}

/** A node whose symbols can also be coded a row at a time. */
export interface DistributionNode extends Node {
  /** Rows of parameters an item; a row has size / rows symbols. */
  readonly rows: number;
  /** Numbers in a row of each parameter. */
  readonly widths: Readonly<Record<string, number>>;
  /**
   * The codecs of one row of every item, by row, from one call of each network. Laid out as items of
   * size / rows symbols.
   */
  each(items: number, given: Float32Array | undefined): (row: number) => Codec<Uint32Array>;
}

/**
 * Builds a distribution.
 *
 * @param inputs numbers that networks read here, or undefined where they have nothing to read.
 * @throws CrayError SPEC_INVALID with the JSON path where its parts do not meet.
 */
export function buildDistribution(
  spec: DistributionSpec,
  path: string,
  inputs: number | undefined,
  sources: Sources,
): DistributionNode {
  const { limit, symbolsPerRow = 1, widths, codec, embed = asNumbers } = familyOf(spec, path);
  if (spec.size % symbolsPerRow !== 0) {
    throw specError(`${path}.size`, `expected a multiple of ${symbolsPerRow}, got ${spec.size}`);
  }
  const rows = spec.size / symbolsPerRow;
  const parameters = new Map<string, Parameter>();
  for (const [name, width] of Object.entries(widths)) {
    const parameterSpec = (spec as unknown as Record<string, ParameterSpec>)[name] as ParameterSpec;
    const shape = { rows, width, inputs };
    parameters.set(name, buildParameter(parameterSpec, `${path}.${name}`, shape, sources));
  }
  const evaluate = (items: number, given: Float32Array | undefined) => {
    const calls = new Calls(given);
    return (name: string) => (parameters.get(name) as Parameter)(items, calls);
  };
  return {
    size: spec.size,
    limit,
    rows,
    widths,
    codec(items, given) {
      const values = evaluate(items, given);
      return codec(items * spec.size, (name) => everyRow(values(name), items * rows), values);
    },
    each(items, given) {
      const values = evaluate(items, given);
      return (row) => {
        const one = (name: string): Values => {
          const { values: all, shared } = values(name);
          const width = widths[name] as number;
          return { values: shared ? all : columns(all, items, row * width, width), shared };
        };
        return codec(items * symbolsPerRow, (name) => everyRow(one(name), items), one);
      };
    },
    embed,
  };
}

/** How many numbers an item has of each parameter of a distribution. */
export function parameterSizes(spec: DistributionSpec, path: string): Record<string, number> {
  const { widths, symbolsPerRow = 1 } = familyOf(spec, path);
  const rows = spec.size / symbolsPerRow;
  return Object.fromEntries(Object.entries(widths).map(([name, width]) => [name, rows * width]));
}

/** In double precision. */
function doubles(values: Numbers): Float64Array {
  return values instanceof Float64Array ? values : new Float64Array(values);
}

/** In single precision. */
function singles(values: Numbers): Float32Array {
  return values instanceof Float32Array ? values : new Float32Array(values);
}

function familyOf(spec: DistributionSpec, path: string): Family {
  const { precision } = spec as { precision: number };
  switch (spec.type) {
    case 'uniform':
      return {
        limit: powerOfTwo(precision),
        widths: {},
        codec: (symbols) => uniform(symbols, precision),
      };
    case 'bigUniform':
    case 'benford64':
      return {
        limit: 0x100000000,
        symbolsPerRow: 2,
        widths: {},
        codec: (n) => wideNumbers(spec, n),
      };
    case 'bernoulli':
      return {
        limit: 2,
        widths: { probabilities: 1 },
        codec: (_, rows) => bernoulli(doubles(rows('probabilities')), precision),
      };
    case 'bernoulliLogits':
      return {
        limit: 2,
        widths: { logits: 1 },
        codec: (_, rows) => bernoulliLogits(singles(rows('logits')), precision),
      };
    case 'categorical':
      return {
        limit: spec.symbols,
        widths: { probabilities: spec.symbols },
        codec: (size, _, given) =>
          categorical(given('probabilities').values, { symbols: spec.symbols, size, precision }),
      };
    case 'categoricalWeights':
      return {
        limit: spec.symbols,
        widths: { weights: spec.symbols },
        codec: (size, _, given) =>
          categoricalWeights(given('weights').values, { symbols: spec.symbols, size, precision }),
      };
    case 'categoricalLogits':
      return {
        limit: spec.symbols,
        widths: { logits: spec.symbols },
        codec: (size, rows) =>
          categoricalLogits(singles(rows('logits')), { symbols: spec.symbols, size, precision }),
      };
    case 'categoricalBytes':
      return {
        limit: 256,
        widths: { weights: 256 },
        codec(size, _, given) {
          const { values, shared } = given('weights');
          if (!shared)
            throw specError(`${path}.weights`, 'expected one row of 256 for all symbols');
          const tables = weightTables(values, { symbols: 256, size, precision });
          return mapped(
            categoricalBytes(tables, size),
            (bytes) => new Uint32Array(bytes),
            (symbols) => Uint8Array.from(symbols),
          );
        },
      };
    case 'discretised':
      return {
        limit: spec.symbols,
        widths: { cdf: spec.symbols + 1 },
        codec: (size, _, given) =>
          discretised(given('cdf').values, { symbols: spec.symbols, size, precision }),
      };
    case 'logistic':
      return {
        limit: powerOfTwo(spec.binBits),
        widths: { means: 1, logScales: 1 },
        codec: (_, rows) =>
          logistic({ ...spec, means: rows('means'), logScales: rows('logScales') }),
      };
    case 'logisticMixture': {
      const { components } = spec;
      return {
        limit: powerOfTwo(spec.binBits),
        widths: { means: components, logScales: components, logits: components },
        codec: (_, rows) =>
          logisticMixture({
            ...spec,
            means: rows('means'),
            logScales: rows('logScales'),
            logits: rows('logits'),
          }),
      };
    }
    case 'gaussianStandardBins': {
      const centres = standardCentres(spec.binBits);
      return {
        limit: powerOfTwo(spec.binBits),
        widths: { mean: 1, std: 1 },
        codec: (_, rows) =>
          gaussianStandardBins({ ...spec, mean: doubles(rows('mean')), std: doubles(rows('std')) }),
        embed: (symbols) => lookUp(centres, symbols),
      };
    }
    case 'gaussianBins':
      return {
        limit: powerOfTwo(spec.binBits),
        widths: { mean: 1, std: 1, binMean: 1, binStd: 1 },
        codec: (_, rows) =>
          gaussianBins({
            ...spec,
            mean: doubles(rows('mean')),
            std: doubles(rows('std')),
            binMean: doubles(rows('binMean')),
            binStd: doubles(rows('binStd')),
          }),
      };
    case 'gaussianUniformBins':
      return {
        limit: spec.bins,
        widths: { mean: 1, std: 1 },
        codec: (_, rows) =>
          gaussianUniformBins({ ...spec, mean: doubles(rows('mean')), std: doubles(rows('std')) }),
      };
    case 'poisson':
      return {
        limit: spec.max + 1,
        widths: { rates: 1 },
        codec: (_, rows) => poisson(rows('rates'), spec),
      };
    case 'negativeBinomial':
      return {
        limit: spec.max + 1,
        widths: { shapes: 1, probabilities: 1 },
        codec: (_, rows) =>
          negativeBinomial({
            ...spec,
            shapes: rows('shapes'),
            probabilities: rows('probabilities'),
          }),
      };
    case 'betaBinomial':
      return {
        limit: spec.max + 1,
        widths: { alphas: 1, betas: 1 },
        codec: (_, rows) => betaBinomial({ ...spec, alphas: rows('alphas'), betas: rows('betas') }),
      };
    case 'pixelMixture': {
      const { components } = spec;
      return {
        limit: 256,
        symbolsPerRow: 3,
        widths: {
          logits: components,
          means: 3 * components,
          logScales: 3 * components,
          coefficients: 3 * components,
          ...(spec.origins === undefined ? {} : { origins: 3 }),
        },
        codec: (_, rows) =>
          pixelMixture({
            ...spec,
            logits: rows('logits'),
            means: rows('means'),
            logScales: rows('logScales'),
            coefficients: rows('coefficients'),
            origins: spec.origins === undefined ? undefined : rows('origins'),
          }),
      };
    }
  }
}
