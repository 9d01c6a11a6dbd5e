import { z } from 'zod';

/** Names of models, networks and layers. */
export const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** Counts of symbols, items and the like. */
export const size = z
  .int()
  .min(1)
  .max(1 << 24);

const symbols = size.describe('Symbols an item.');
/** How finely a codec's intervals are cut. */
export const precision = z.int().min(1).max(31).describe("Bits of the coder's intervals.");
const binBits = z.int().min(1).max(16).describe('There are 2^binBits bins.');
const rebalanced = z
  .boolean()
  .default(false)
  .describe('Whether every bin has a frequency; priors and likelihoods of latents need it.');
const lower = z.number().describe('Lower edge of the first bin.');
const upper = z.number().describe('Upper edge of the last bin.');
/** Numbers of lanes. */
export const lanes = z.int().min(1).max(4096);

/** Where parameters come from. */
export const parameter = z
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
      type: z.literal('categoricalLogits'),
      size: symbols,
      symbols: size,
      precision,
      logits: parameter,
    })
    .describe('Symbols by the logarithms of weights, as networks give them; all have a frequency.'),
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
      origins: parameter
        .optional()
        .describe('[pixels, 3]: what means and coefficients count from; 0 by default.'),
    })
    .describe("RGB pixels of 256 levels by PixelCNN++'s mixtures of logistics."),
] as const;

export type DistributionSpec = z.infer<(typeof distributions)[number]>;
