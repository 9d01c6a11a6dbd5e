import { z } from 'zod';

/** Names of models, networks and layers. */
export const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** Counts of symbols, items and the like. */
export const size = z
  .int()
  .min(1)
  .max(1 << 24);

const symbols = size.describe('Symbols an item.');
const precision = z.int().min(1).max(31).describe("Bits of the coder's intervals.");
const binBits = z.int().min(1).max(16).describe('There are 2^binBits bins.');
const rebalanced = z
  .boolean()
  .default(false)
  .describe('Whether every bin has a frequency; priors and likelihoods of latents need it.');
const lower = z.number().describe('Lower edge of the first bin.');
const upper = z.number().describe('Upper edge of the last bin.');
const lanes = z.int().min(1).max(4096);

const parameter = z
  .union([
    z.number().describe('The same for all.'),
    z.array(z.number()).min(1).describe('One row for all symbols, or one number for each.'),
    z
      .strictObject({ tensor: z.string() })
      .describe('A tensor of the weights file, of as many numbers as an array may have.'),
    z
      .strictObject({ network: name, layer: name })
      .describe('A layer of a network, with as many outputs as an item has numbers.'),
  ])
  .describe('Parameters of the symbols of an item.');

/** What a parameter of a distribution comes from. */
export type ParameterSpec = z.infer<typeof parameter>;

/** Distributions: codecs of `size` symbols, each with parameters of its own. */
export const distributions = [
  z
    .strictObject({ type: z.literal('uniform'), size: symbols, precision })
    .describe('Symbols 0 … 2^precision - 1, all alike.'),
  z
    .strictObject({
      type: z.literal('bigUniform'),
      size: symbols,
      precision: z.int().min(1).max(64),
    })
    .describe(
      'Numbers of up to 64 bits, all alike; each is two symbols, its low and its high word.',
    ),
  z
    .strictObject({ type: z.literal('benford64'), size: symbols })
    .describe(
      'Numbers in [2^31, 2^63) with uniform logarithms; each is two symbols, low and high.',
    ),
  z
    .strictObject({
      type: z.literal('bernoulli'),
      size: symbols,
      precision,
      probabilities: parameter,
    })
    .describe('Independent bits, from their probabilities of 1.'),
  z
    .strictObject({
      type: z.literal('bernoulliLogits'),
      size: symbols,
      precision: z.int().min(1).max(24),
      logits: parameter,
    })
    .describe('Independent bits, from their log-odds of 1.'),
  z
    .strictObject({
      type: z.literal('categorical'),
      size: symbols,
      symbols: size,
      precision,
      probabilities: parameter,
    })
    .describe('Symbols by their probabilities, which add up to 1.'),
  z
    .strictObject({
      type: z.literal('categoricalWeights'),
      size: symbols,
      symbols: size,
      precision,
      weights: parameter,
    })
    .describe('Symbols by weights that need not add up to 1; weight 0 is outside the support.'),
  z
    .strictObject({
      type: z.literal('categoricalBytes'),
      size: symbols,
      precision: z.int().min(8).max(16),
      weights: parameter,
    })
    .describe('Bytes by one table of 256 weights: fast.'),
  z
    .strictObject({
      type: z.literal('discretised'),
      size: symbols,
      symbols: size,
      precision,
      cdf: parameter,
    })
    .describe("Any distribution in bins, by its cumulative distribution at the bins' edges."),
  z
    .strictObject({
      type: z.literal('logistic'),
      size: symbols,
      binBits,
      lower,
      upper,
      precision,
      means: parameter,
      logScales: parameter,
    })
    .describe('Logistic distributions over bins of one width.'),
  z
    .strictObject({
      type: z.literal('logisticMixture'),
      size: symbols,
      components: z.int().min(1).max(256),
      binBits,
      lower,
      upper,
      precision,
      means: parameter,
      logScales: parameter,
      logits: parameter,
    })
    .describe('Mixtures of logistic distributions over bins of one width.'),
  z
    .strictObject({
      type: z.literal('gaussianStandardBins'),
      size: symbols,
      binBits,
      precision,
      rebalanced,
      mean: parameter,
      std: parameter.describe('Standard deviations, positive.'),
    })
    .describe('Gaussians over bins of equal mass under the standard Gaussian.'),
  z
    .strictObject({
      type: z.literal('gaussianBins'),
      size: symbols,
      binBits,
      precision,
      rebalanced,
      mean: parameter,
      std: parameter,
      binMean: parameter,
      binStd: parameter,
    })
    .describe('Gaussians over bins of equal mass under other Gaussians.'),
  z
    .strictObject({
      type: z.literal('gaussianUniformBins'),
      size: symbols,
      bins: z.int().min(1).max(65536),
      lower,
      upper,
      precision,
      rebalanced: z.boolean().default(true).describe('Whether every bin has a frequency.'),
      mean: parameter,
      std: parameter,
    })
    .describe('Gaussians over bins of one width.'),
  z
    .strictObject({
      type: z.literal('poisson'),
      size: symbols,
      max: size.describe('Largest count.'),
      precision,
      rates: parameter,
    })
    .describe('Counts with Poisson distributions.'),
  z
    .strictObject({
      type: z.literal('negativeBinomial'),
      size: symbols,
      max: size,
      precision,
      shapes: parameter,
      probabilities: parameter,
    })
    .describe('Counts with negative binomial distributions.'),
  z
    .strictObject({
      type: z.literal('betaBinomial'),
      size: symbols,
      max: size,
      precision,
      alphas: parameter,
      betas: parameter,
    })
    .describe('Counts with beta-binomial distributions of `max` trials.'),
  z
    .strictObject({
      type: z.literal('pixelMixture'),
      size: symbols.describe('Three times the pixels.'),
      components: z.int().min(1).max(256),
      precision: z.int().min(10).max(31),
      logits: parameter.describe('[pixels, components]'),
      means: parameter.describe('[pixels, 3, components]'),
      logScales: parameter.describe('[pixels, 3, components]'),
      coefficients: parameter.describe('[pixels, 3, components]'),
    })
    .describe("RGB pixels of 256 levels by PixelCNN++'s mixtures of logistics."),
] as const;

export type DistributionSpec = z.infer<(typeof distributions)[number]>;

/** Codecs made of codecs. The types are written out, since they refer to each other. */
export type CombinatorSpec =
  | { type: 'serial'; codecs: CodecSpec[] }
  | { type: 'repeat'; count: number; codec: CodecSpec }
  | { type: 'substack'; from: number; to: number; stride: number; codec: CodecSpec }
  | { type: 'parallel'; parts: { lanes: number; codec: CodecSpec }[] }
  | { type: 'resized'; lanes: number; codec: CodecSpec }
  | { type: 'dependent'; first: CodecSpec; next: CodecSpec[] }
  | { type: 'autoregressive'; codec: DistributionSpec }
  | { type: 'multiset'; count: number; codec: CodecSpec }
  | HiddenMarkovSpec
  | BitsBackSpec
  | BitSwapSpec
  | TopDownSpec;

export type CodecSpec = DistributionSpec | CombinatorSpec;

export interface LayerPairSpec {
  likelihood: CodecSpec;
  posterior: CodecSpec;
}

export interface BitsBackSpec extends LayerPairSpec {
  type: 'bitsBack';
  lockstep: number;
  prior: CodecSpec;
}

export interface BitSwapSpec {
  type: 'bitSwap';
  lockstep: number;
  layers: LayerPairSpec[];
  prior: CodecSpec;
}

export interface TopDownSpec {
  type: 'topDown';
  lockstep: number;
  priors: CodecSpec[];
  posteriors: CodecSpec[];
  likelihood: CodecSpec;
}

export interface HiddenMarkovSpec {
  type: 'hiddenMarkov';
  length: number;
  states: number;
  symbols: number;
  precision: number;
  initial: ParameterSpec;
  transition: ParameterSpec;
  emission: ParameterSpec;
}

const codec = z.lazy(() => codecSchema);
const lockstep = z
  .int()
  .min(1)
  .max(4096)
  .default(64)
  .describe('Most items coded together, with one network call each way.');
const pair = {
  likelihood: codec.describe('Its networks read the latents.'),
  posterior: codec.describe('Its networks read the data.'),
};

const combinators = [
  z
    .strictObject({ type: z.literal('serial'), codecs: z.array(codec).min(1).max(4096) })
    .describe('One piece of an item by each codec, in order.'),
  z
    .strictObject({ type: z.literal('repeat'), count: size, codec })
    .describe('Equal pieces of an item, all by one codec.'),
  z
    .strictObject({
      type: z.literal('substack'),
      from: z.int().min(0).max(4095),
      to: lanes,
      stride: lanes.default(1),
      codec,
    })
    .describe('A codec on some of the lanes that a `resized` around it sees to.'),
  z
    .strictObject({
      type: z.literal('parallel'),
      parts: z.array(z.strictObject({ lanes, codec })).min(1).max(4096),
    })
    .describe('One piece of an item by each part, each on lanes of its own.'),
  z
    .strictObject({ type: z.literal('resized'), lanes, codec })
    .describe('A codec on so many lanes, whatever the message has.'),
  z
    .strictObject({
      type: z.literal('dependent'),
      first: codec.describe('Of one symbol.'),
      next: z.array(codec).min(1).max(65536).describe('By the value of that symbol.'),
    })
    .describe('A symbol, and the rest of the item by a codec that depends on it.'),
  z
    .strictObject({
      type: z.literal('autoregressive'),
      codec: z.lazy(() => z.discriminatedUnion('type', distributions)),
    })
    .describe('Symbols one by one; networks read the item, and may use only what came before.'),
  z
    .strictObject({ type: z.literal('multiset'), count: size, codec })
    .describe('Equal pieces that have no order: an item holds them sorted, or it is refused.'),
  z
    .strictObject({
      type: z.literal('hiddenMarkov'),
      length: size.describe('Symbols an item.'),
      states: z.int().min(1).max(4096),
      symbols: z.int().min(1).max(65536),
      precision,
      initial: parameter.describe('[states]'),
      transition: parameter.describe('[states, states], a row for each state before'),
      emission: parameter.describe('[states, symbols]'),
    })
    .describe('A series of symbols by a hidden Markov model, at its exact evidence.'),
  z
    .strictObject({ type: z.literal('bitsBack'), lockstep, prior: codec, ...pair })
    .describe('A latent-variable model, coded with bits-back.'),
  z
    .strictObject({
      type: z.literal('bitSwap'),
      lockstep,
      layers: z.array(z.strictObject(pair)).min(1).max(64).describe('From the data up.'),
      prior: codec.describe('Of the topmost latents.'),
    })
    .describe('A chain of latents, coded with bits-back, layer by layer.'),
  z
    .strictObject({
      type: z.literal('topDown'),
      lockstep,
      priors: z.array(codec).min(1).max(64).describe('Topmost first; networks read those above.'),
      posteriors: z
        .array(codec)
        .min(1)
        .max(64)
        .describe('Networks read the data, then those above.'),
      likelihood: codec.describe('Networks read all latents, topmost first.'),
    })
    .describe('A hierarchy of latents that are inferred from the top down.'),
] as const;

/** Any codec, by its type. */
export const codecSchema: z.ZodType<CodecSpec> = z
  .discriminatedUnion('type', [...distributions, ...combinators])
  .meta({ id: 'codec' }) as unknown as z.ZodType<CodecSpec>;
