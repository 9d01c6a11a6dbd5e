import { z } from 'zod';
import { MAX_BIN_BITS } from '../distributions/standardBins.js';
import { ACTIVATIONS } from '../networks/network.js';

/** The version of model.json that this program reads. */
export const SPEC_VERSION = 1;

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const size = z
  .int()
  .min(1)
  .max(1 << 24);

const layer = z.strictObject({
  name: name.describe('What other layers and codecs call this layer.'),
  input: name
    .optional()
    .describe('The layer that this one reads; by default the one before, or the input.'),
  weight: z.string().describe('Name of the weight matrix in the weights file.'),
  bias: z.string().describe('Name of the bias vector in the weights file.'),
  layout: z
    .enum(['inputs-outputs', 'outputs-inputs'])
    .default('inputs-outputs')
    .describe("Order of the weight's dimensions; PyTorch's Linear is outputs-inputs."),
  activation: z.enum(ACTIVATIONS).default('identity'),
});

const parameter = z
  .strictObject({
    network: name,
    layer: name,
  })
  .describe('A layer of a network, whose outputs are the parameters, one a symbol.');

const uniform = z
  .strictObject({
    type: z.literal('uniform'),
    size: size.describe('Symbols an item.'),
    precision: z.int().min(1).max(31).describe('Bits a symbol.'),
  })
  .describe('Symbols uniform over 0 … 2^precision - 1.');

const bernoulli = z
  .strictObject({
    type: z.literal('bernoulli'),
    size: size.describe('Symbols an item.'),
    precision: z.int().min(1).max(24).describe("Bits of the coder's intervals."),
    logits: parameter.describe('Log-odds of 1.'),
  })
  .describe('Independent bits.');

const gaussianStandardBins = z
  .strictObject({
    type: z.literal('gaussianStandardBins'),
    size: size.describe('Symbols an item.'),
    binBits: z.int().min(1).max(MAX_BIN_BITS).describe('There are 2^binBits bins.'),
    precision: z.int().min(1).max(31).describe("Bits of the coder's intervals."),
    mean: parameter,
    std: parameter.describe('Standard deviations, positive.'),
  })
  .describe('Gaussians over bins of equal mass under the standard Gaussian.');

const bitsBack = z
  .strictObject({
    type: z.literal('bitsBack'),
    lockstep: z
      .int()
      .min(1)
      .max(4096)
      .default(64)
      .describe('Most items coded together, with one network call each way.'),
    prior: uniform,
    likelihood: bernoulli.describe('Its networks read the centres of the latent bins.'),
    posterior: gaussianStandardBins.describe('Its networks read the data.'),
  })
  .describe('A latent-variable model, coded with bits-back.');

/** The types of the on-disk JSON, and nothing else. */
export const modelSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal(SPEC_VERSION).describe('Version of this schema.'),
    name: name.describe('The name that people give to -m and that files carry.'),
    description: z.string().optional(),
    data: z
      .strictObject({
        dtype: z.literal('u8'),
        shape: z.array(size).max(8).describe('Sizes of one item, outermost first.'),
        levels: z.int().min(2).max(256).describe('Values are 0 … levels - 1.'),
      })
      .describe('The data that the model fits.'),
    weights: z
      .string()
      .optional()
      .describe('A safetensors file, relative to this file; left out where there are no networks.'),
    networks: z
      .record(name, z.array(layer).min(1).max(64))
      .default({})
      .describe('Feed-forward networks by name: layers in order of computation.'),
    codec: z.discriminatedUnion('type', [bitsBack, uniform]).describe('What codes an item.'),
  })
  .describe('A model of craystack: the data it fits, its networks and its tree of codecs.');

export type ModelSpec = z.infer<typeof modelSchema>;
export type CodecSpec = ModelSpec['codec'];
export type BitsBackSpec = z.infer<typeof bitsBack>;
export type LayerSpec = z.infer<typeof layer>;
export type ParameterSpec = z.infer<typeof parameter>;
