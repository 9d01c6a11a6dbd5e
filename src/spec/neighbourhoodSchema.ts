import { z } from 'zod';
import { distributions } from './distributionSchema.js';

const reach = z.int().min(0).max(64).default(0);
const channel = z.int().min(0).max(63);
const extent = z.int().min(1).max(65536);

const box = z
  .strictObject({
    up: reach,
    down: reach,
    left: reach,
    right: reach,
    channels: z.array(channel).min(1).max(64).optional().describe('All that are known by default.'),
  })
  .describe('Neighbours so far away; of channels of the same pass only those before the site.');

const pass = z.strictObject({
  channels: z.array(channel).min(1).max(64).optional().describe('By default all.'),
  window: z.array(box).min(1).max(64).describe('What is seen, box after box.'),
  codec: z
    .lazy(() => z.discriminatedUnion('type', distributions))
    .describe("Of the channels of one site; its networks read the site's neighbours."),
});

const feature = z.union([
  z
    .strictObject({ centre: z.number(), scale: z.number().positive() })
    .describe('(level - centre) / scale'),
  z.strictObject({ from: z.number() }).describe('1 from this level on, 0 below.'),
]);

/** A neighbourhood model, as a part of a codec's schema. */
export const neighbourhood = z
  .strictObject({
    type: z.literal('neighbourhood'),
    height: extent,
    width: extent,
    channels: z.int().min(1).max(64).default(1),
    layout: z
      .enum(['sites', 'planes'])
      .default('sites')
      .describe('Whether items are [height, width, channels] or [channels, height, width].'),
    colour: z
      .enum(['channels', 'greenDifferences'])
      .default('channels')
      .describe('Whether the first and third channel are taken less the second, modulo levels.'),
    levels: z.int().min(2).max(65536).describe('Levels are 0 … levels - 1.'),
    edge: z.number().default(0).describe('The level, or one in between, of all outside the image.'),
    features: z.array(feature).min(1).max(16).describe('What networks see of a level.'),
    position: z
      .boolean()
      .default(false)
      .describe('Whether networks also see the row and the column, one-hot, after the neighbours.'),
    skew: z
      .int()
      .min(1)
      .max(65536)
      .optional()
      .describe('Sites of one x + skew · y are coded at once; by default row by row, one by one.'),
    lockstep: z.int().min(1).max(4096).default(1024).describe('Most items coded together.'),
    passes: z
      .array(pass)
      .min(1)
      .max(64)
      .describe('Channels coded at once, after those of the passes before, which are all known.'),
  })
  .describe('Images, each site by a network that sees those around it that are known.');

export type NeighbourhoodSpec = z.infer<typeof neighbourhood>;
