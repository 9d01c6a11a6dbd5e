import { z } from 'zod';

/** How a model is trained. Nothing of it decides a bit of a file. */
export const training = z
  .strictObject({
    steps: z.int().min(1).max(100_000_000).describe('Steps of the optimiser, Adam.'),
    batch: z
      .int()
      .min(1)
      .max(1 << 20)
      .describe('Items a step; of a neighbourhood, sites a step, rounded up to a multiple of 4.'),
    rate: z.number().positive().max(1).default(2e-3).describe('The highest learning rate.'),
    schedule: z
      .enum(['cosine', 'linear', 'constant'])
      .default('cosine')
      .describe('How the learning rate falls to nothing at the last step, or that it does not.'),
    warmUp: z
      .number()
      .min(0)
      .max(1)
      .default(0.02)
      .describe('The share of the steps over which the learning rate rises.'),
    seed: z.int().min(0).max(0xffffffff).default(1).describe('Of all that is drawn at random.'),
    every: z
      .int()
      .min(1)
      .max(100_000_000)
      .optional()
      .describe(
        'Steps from one validation and checkpoint to the next; by default a hundredth, or 20.',
      ),
    relative: z
      .boolean()
      .default(false)
      .describe(
        'Whether the networks of a neighbourhood learn from differences to the mean of the neighbours on ' +
          'the left and above; the weights take that in. For levels of one feature.',
      ),
    divergence: z
      .number()
      .min(0)
      .max(1)
      .default(0.05)
      .describe(
        'The share of the steps over which the weight of the divergence from the prior rises to 1.',
      ),
    binarise: z
      .boolean()
      .default(false)
      .describe('Whether bytes become bits, drawn anew again and again with probability v / 255.'),
  })
  .meta({ id: 'training', description: 'How `craystack train` trains the model.' });

/** What a model.json says of its training. */
export type TrainingSpec = z.infer<typeof training>;
