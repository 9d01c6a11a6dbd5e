import type { CodecSpec } from '../../src/model/types/index.js';

/** A spec of a codec, an item that it codes, and what that costs. */
export interface SpecExample {
  readonly codec: CodecSpec;
  /** Symbols of one item. */
  readonly item: readonly number[];
  /** Exact information content, in bits; undefined for latent variables, which cost on average. */
  readonly bits: number | undefined;
  /** Relative; 0.001 unless told. */
  readonly margin?: number;
}

const log2 = Math.log2;

/**
 * Latents of which a network reads what is around them. Rebalanced in posteriors too: what a decoder
 * pops of a random message is not what an encoder sampled, and the second law holds for that as well.
 */
const latents = (network: string): CodecSpec => ({
  type: 'gaussianStandardBins',
  size: 2,
  binBits: 4,
  precision: 20,
  rebalanced: true,
  mean: { network, layer: 'out' },
  std: 1,
});

/** Bits of which a network reads the latents. */
const bitsGiven = (network: string): CodecSpec => ({
  type: 'bernoulliLogits',
  size: 2,
  precision: 16,
  logits: { network, layer: 'out' },
});

const plain: CodecSpec = { type: 'uniform', size: 2, precision: 4 };

/** Pairs of bits by the two pairs before; what is before the first is in between. */
export const SERIES: CodecSpec = {
  type: 'series',
  length: 2,
  codec: {
    type: 'neighbourhood',
    channels: 2,
    layout: 'sites',
    colour: 'channels',
    levels: 2,
    edge: 0.5,
    features: [{ centre: 0.5, scale: 0.5 }],
    position: false,
    tally: false,
    lockstep: 3,
    passes: [
      {
        window: [{ up: 2, down: 0, left: 0, right: 0 }],
        codec: {
          type: 'bernoulliLogits',
          size: 2,
          precision: 20,
          logits: { network: 'four', layer: 'out' },
        },
      },
    ],
  },
};

/** One example of every type at least, with parameters fixed, from tables, and from networks. */
export const EXAMPLES: readonly SpecExample[] = [
  { codec: { type: 'uniform', size: 3, precision: 5 }, item: [0, 31, 7], bits: 15 },
  { codec: { type: 'contextMixing' }, item: [0, 31, 7], bits: undefined },
  {
    codec: { type: 'bigUniform', size: 4, precision: 40 },
    item: [0xffffffff, 255, 1, 0],
    bits: 80,
  },
  // 2^40, about uniform in its logarithm over 32 doublings.
  { codec: { type: 'benford64', size: 2 }, item: [0, 256], bits: 5 + log2(65536 / 5732) + 36 },
  {
    codec: { type: 'bernoulli', size: 2, precision: 20, probabilities: [0.25, 0.5] },
    item: [1, 0],
    bits: 3,
  },
  {
    codec: { type: 'bernoulliLogits', size: 2, precision: 20, logits: 0 },
    item: [1, 0],
    bits: 2,
  },
  // Nothing is learned yet.
  { codec: { type: 'adaptivePrediction' }, item: [0, 1], bits: undefined },
  {
    codec: {
      type: 'categorical',
      size: 2,
      symbols: 3,
      precision: 16,
      probabilities: [0.5, 0.25, 0.25],
    },
    item: [0, 2],
    bits: 3,
  },
  {
    codec: {
      type: 'categoricalWeights',
      size: 2,
      symbols: 2,
      precision: 16,
      weights: { tensor: 'table' },
    },
    item: [0, 0],
    bits: -log2(1 / 4) - log2(3 / 4),
  },
  {
    codec: { type: 'categoricalBytes', size: 2, precision: 12, weights: 1 },
    item: [0, 255],
    bits: 16,
  },
  {
    codec: { type: 'discretised', size: 1, symbols: 3, precision: 16, cdf: [0, 0.5, 0.75, 1] },
    item: [1],
    bits: 2,
  },
  // Nothing is learned yet.
  { codec: { type: 'experts', effort: 9 }, item: [0, 1], bits: undefined },
  {
    // The middle of a narrow logistic: two bins of a half each.
    codec: {
      type: 'logistic',
      size: 1,
      binBits: 1,
      lower: -1,
      upper: 1,
      precision: 20,
      means: 0,
      logScales: -3,
    },
    item: [0],
    bits: 1,
  },
  {
    codec: {
      type: 'logisticMixture',
      size: 1,
      components: 2,
      binBits: 2,
      lower: -1,
      upper: 1,
      precision: 20,
      means: [-0.25, 0.75],
      logScales: -6,
      logits: [0, log2(3) * Math.LN2],
    },
    item: [1],
    bits: 2,
  },
  {
    codec: {
      type: 'wideLogisticMixture',
      size: 2,
      components: 2,
      binBits: 2,
      lower: -1,
      upper: 1,
      precision: 20,
      means: [-0.25, 0.75],
      logScales: -6,
      logits: [0, log2(3) * Math.LN2],
      origins: [0, -0.5],
    },
    item: [1, 2],
    bits: 2 + log2(4 / 3),
  },
  {
    // Of a Cauchy distribution half is within its scale, a quarter on either side.
    codec: {
      type: 'studentT',
      size: 1,
      binBits: 2,
      lower: -2,
      upper: 2,
      precision: 20,
      means: 0,
      logScales: 0,
      degreesOfFreedom: 1,
    },
    item: [2],
    bits: 2,
  },
  {
    codec: {
      type: 'gaussianStandardBins',
      size: 2,
      binBits: 6,
      precision: 24,
      rebalanced: true,
      mean: 0,
      std: 1,
    },
    item: [0, 63],
    bits: 12,
  },
  {
    codec: {
      type: 'gaussianBins',
      size: 1,
      binBits: 6,
      precision: 24,
      rebalanced: false,
      mean: 3,
      std: 2,
      binMean: [3],
      binStd: 2,
    },
    item: [9],
    bits: 6,
  },
  {
    codec: {
      type: 'gaussianUniformBins',
      size: 1,
      bins: 2,
      lower: -1,
      upper: 1,
      precision: 20,
      rebalanced: true,
      mean: 0,
      std: 1,
    },
    item: [1],
    bits: 1,
  },
  {
    codec: { type: 'poisson', size: 1, max: 50, precision: 24, rates: 2 },
    item: [2],
    bits: -log2(2 * Math.exp(-2)),
  },
  {
    codec: {
      type: 'negativeBinomial',
      size: 1,
      max: 200,
      precision: 24,
      shapes: 1,
      probabilities: 0.5,
    },
    item: [3],
    bits: 4,
  },
  {
    // Uniform over 0 … 7.
    codec: { type: 'betaBinomial', size: 1, max: 7, precision: 24, alphas: 1, betas: 1 },
    item: [5],
    bits: 3,
  },
  {
    // So narrow that each channel is certain but for what is set aside for the other levels.
    codec: {
      type: 'pixelMixture',
      size: 3,
      components: 1,
      precision: 30,
      logits: 0,
      means: [(2 * 10) / 255 - 1, (2 * 20) / 255 - 1, (2 * 30) / 255 - 1],
      logScales: -9,
      coefficients: 0,
    },
    item: [10, 20, 30],
    bits: 0,
  },
  { codec: SERIES, item: [1, 0], bits: 2 },
  {
    // The bit above with probability 3/4, and 0 above the image.
    codec: {
      type: 'neighbourhood',
      height: 2,
      width: 2,
      channels: 1,
      layout: 'sites',
      colour: 'channels',
      levels: 2,
      edge: 0,
      features: [{ centre: 0.5, scale: 0.5 }],
      position: false,
      tally: false,
      lockstep: 3,
      passes: [
        {
          window: [{ up: 1, down: 0, left: 0, right: 0 }],
          codec: {
            type: 'bernoulliLogits',
            size: 1,
            precision: 20,
            logits: { network: 'above', layer: 'logits' },
          },
        },
      ],
    },
    item: [0, 1, 1, 1],
    bits: 2 * log2(4 / 3) + 2 * 2,
  },
  {
    codec: {
      type: 'categoricalLogits',
      size: 2,
      symbols: 3,
      precision: 20,
      logits: [0, log2(2), 0],
    },
    item: [1, 2],
    bits: 2 * log2(2 + Math.E) - 1 / Math.LN2,
  },
  {
    codec: {
      type: 'serial',
      codecs: [
        { type: 'uniform', size: 1, precision: 3 },
        { type: 'bernoulli', size: 2, precision: 16, probabilities: 0.5 },
      ],
    },
    item: [1, 1, 0],
    bits: 5,
  },
  {
    codec: { type: 'repeat', count: 3, codec: { type: 'uniform', size: 2, precision: 2 } },
    item: [0, 1, 2, 3, 0, 1],
    bits: 12,
  },
  {
    codec: {
      type: 'resized',
      lanes: 6,
      codec: {
        type: 'parallel',
        parts: [
          { lanes: 2, codec: { type: 'uniform', size: 2, precision: 4 } },
          {
            lanes: 4,
            codec: {
              type: 'substack',
              from: 0,
              to: 4,
              stride: 2,
              codec: { type: 'uniform', size: 1, precision: 8 },
            },
          },
        ],
      },
    },
    item: [1, 2, 3],
    bits: 16,
    // Heads are folded and unfolded around it.
    margin: 0.2,
  },
  {
    codec: {
      type: 'dependent',
      first: { type: 'bernoulli', size: 1, precision: 16, probabilities: 0.5 },
      next: [
        { type: 'uniform', size: 1, precision: 1 },
        { type: 'uniform', size: 1, precision: 9 },
      ],
    },
    item: [1, 300],
    bits: 10,
  },
  {
    // The network `causal` gives log-odds of ln 3 times the symbol before.
    codec: {
      type: 'autoregressive',
      codec: {
        type: 'bernoulliLogits',
        size: 3,
        precision: 20,
        logits: { network: 'causal', layer: 'logits' },
      },
    },
    item: [1, 1, 0],
    bits: 1 - log2(3 / 4) + 2,
  },
  {
    codec: { type: 'multiset', count: 3, codec: { type: 'uniform', size: 1, precision: 8 } },
    item: [1, 2, 3],
    bits: 24 - log2(6),
  },
  {
    // Two states that never change and always show: the first symbol is all there is to say.
    codec: {
      type: 'hiddenMarkov',
      length: 4,
      states: 2,
      symbols: 2,
      precision: 24,
      initial: [0.5, 0.5],
      transition: [1, 0, 0, 1],
      emission: [1, 0, 0, 1],
    },
    item: [1, 1, 1, 1],
    bits: 1,
  },
  {
    codec: {
      type: 'bitsBack',
      lockstep: 64,
      prior: plain,
      likelihood: bitsGiven('two'),
      posterior: latents('two'),
    },
    item: [1, 0],
    bits: undefined,
  },
  {
    codec: {
      type: 'bitSwap',
      lockstep: 64,
      layers: [
        { likelihood: bitsGiven('two'), posterior: latents('two') },
        { likelihood: latents('two'), posterior: latents('two') },
      ],
      prior: plain,
    },
    item: [0, 1],
    bits: undefined,
  },
  {
    codec: {
      type: 'topDown',
      lockstep: 64,
      priors: [plain, latents('two')],
      posteriors: [latents('two'), latents('four')],
      likelihood: bitsGiven('four'),
    },
    item: [1, 1],
    bits: undefined,
  },
];

/** Of types of which a push chooses one of several ways to say a value, so that the second law does not hold. */
export const CHOOSING: readonly SpecExample[] = [
  { codec: { type: 'numbers' }, item: [0, 31, 7], bits: undefined },
  { codec: { type: 'numbers', effort: 1 }, item: [0, 31, 7], bits: undefined },
  {
    codec: { type: 'dct' },
    item: Array.from({ length: 64 }, (_, k) => (k < 9 ? 32770 - k : 32768)),
    bits: undefined,
  },
];
