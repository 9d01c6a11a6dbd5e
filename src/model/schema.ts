import { z } from 'zod';
import { ACTIVATIONS } from '../networks/network.js';
import { name, size } from './fields.js';
import { training } from './trainingSchema.js';
import { codecSchema } from './types/index.js';

/** The version of model.json that this program reads. */
export const SPEC_VERSION = 1;

const layer = z
  .strictObject({
    name: name.describe('What other layers and codecs call this layer.'),
    input: name
      .nullable()
      .optional()
      .describe(
        "The layer that this one reads, null the network's input; by default the one before.",
      ),
    weight: z.string().describe('Name of the weight matrix in the weights file.'),
    bias: z.string().optional().describe('Name of the bias vector in the weights file; none is 0.'),
    width: size
      .optional()
      .describe(
        'Outputs of the weight, for training to make it; needed unless a codec reads the layer.',
      ),
    layout: z
      .enum(['inputs-outputs', 'outputs-inputs', 'convolution'])
      .default('inputs-outputs')
      .describe(
        "Order of the weight's dimensions. PyTorch's Linear is outputs-inputs; its Conv2d is convolution: " +
          'of [outputs, channels, rows, columns] the taps before the middle one, row by row, are the ' +
          'inputs, as a neighbourhood sees them, and the others must be 0; of one row and column all.',
      ),
    outputs: z
      .array(z.tuple([z.int().min(0), z.int().min(1)]))
      .min(1)
      .max(4096)
      .optional()
      .describe("Which of the weight's outputs this layer has: ranges from … up to, not with, to."),
    activation: z.enum(ACTIVATIONS).default('identity'),
    least: z
      .number()
      .optional()
      .describe('What outputs are raised to where they are below it, after the activation.'),
    add: name
      .optional()
      .describe('A layer before it, of as many outputs, that is added after the activation.'),
  })
  .meta({ id: 'layer' });

const dtype = z.enum(['u8', 'u16', 'u32']);
const shape = z.array(size.nullable()).max(8).meta({ id: 'shape' });

/** The types of the on-disk JSON, and nothing else. */
export const modelSchema = z
  .strictObject({
    $schema: z.string().optional(),
    format: z.literal(SPEC_VERSION).describe('Version of this schema.'),
    name: name.describe('The name that people give to -m and that files carry.'),
    description: z.string().optional(),
    data: z
      .strictObject({
        dtype: dtype.optional().describe('Type of an element; left out: any.'),
        shape: shape
          .optional()
          .describe('Sizes of one item, outermost first, null being any; left out: any shape.'),
        shapes: z
          .array(shape)
          .min(2)
          .max(64)
          .optional()
          .describe('In place of one shape, several of which any will do.'),
        levels: z
          .int()
          .min(2)
          .max(0x100000000)
          .optional()
          .describe('Values are 0 … levels - 1; left out: as many as the file has.'),
      })
      .refine(({ shape, shapes }) => !shape || !shapes, 'expected shape or shapes, not both')
      .describe('The data that the model fits.'),
    weights: z
      .string()
      .optional()
      .describe('A safetensors file, relative to this file; left out where there are no networks.'),
    networks: z
      .record(name, z.array(layer).min(1).max(64))
      .default({})
      .describe('Feed-forward networks by name: layers in order of computation.'),
    codec: codecSchema.describe('What codes an item.'),
    training: training.optional(),
  })
  .describe('A model of craystack: the data it fits, its networks and its tree of codecs.');

export type ModelSpec = z.infer<typeof modelSchema>;
export type LayerSpec = z.infer<typeof layer>;
