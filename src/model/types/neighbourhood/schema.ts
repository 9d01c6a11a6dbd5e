import { z } from 'zod';
import type { SpecWith } from '../../codecType.js';
import { parameter } from '../../fields.js';
import { distributionSchema } from '../distributions.js';

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
  .meta({
    id: 'box',
    description: 'Neighbours so far away; of channels of the same pass only those before the site.',
  });

const recall = z
  .strictObject({
    gates: parameter.describe(
      'By how much logits are raised: for each of the counts, then each of the neighbours.',
    ),
    counts: z
      .array(z.int().min(1).max(1_000_000))
      .max(16)
      .default([])
      .describe('A level that the tally has so often or more is raised; rising.'),
    neighbours: z
      .array(z.tuple([z.int().min(-64).max(64), z.int().min(-64).max(64)]))
      .max(64)
      .default([])
      .describe('Sites of the window, as rows down and columns right, whose levels are raised.'),
  })
  .meta({
    id: 'recall',
    description:
      'Logits of a categoricalLogits of one channel, raised where a level has been seen.',
  });

const pass = z.strictObject({
  channels: z.array(channel).min(1).max(64).optional().describe('By default all.'),
  window: z.array(box).min(1).max(64).describe('What is seen, box after box.'),
  codec: distributionSchema.describe(
    "Of the channels of one site; its networks read the site's neighbours.",
  ),
  recall: recall.optional(),
  zero: z
    .strictObject({
      logits: parameter.describe('Log-odds of any level but 0.'),
      precision: z.int().min(1).max(24),
    })
    .optional()
    .describe('Whether a level is 0 comes first; the codec has the others, each less 1.'),
});

const feature = z.union(
  [
    z
      .strictObject({ centre: z.number(), scale: z.number().positive() })
      .describe('(level - centre) / scale'),
    z.strictObject({ from: z.number() }).describe('1 from this level on, 0 below.'),
  ],
  'expected {"centre": NUMBER, "scale": NUMBER} or {"from": NUMBER}',
);

/** What a spec of a neighbourhood model says. */
export const fields = {
  height: extent.optional().describe("Rows; those of the data's items where it is left out."),
  width: extent.optional().describe("Columns; those of the data's items where it is left out."),
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
  tally: z
    .boolean()
    .default(false)
    .describe(
      'Whether networks also see, after the position, how often each level but that of the edge has ' +
        'been in the image so far, among the channels of the pass, as n / (n + 1); ' +
        'all 0 where the window has nothing but the edge.',
    ),
  skew: z
    .int()
    .min(1)
    .max(65536)
    .optional()
    .describe('Sites of one x + skew · y are coded at once; by default row by row, one by one.'),
  lockstep: z.int().min(1).max(4096).default(1024).describe('Most items coded together.'),
  chunk: z
    .int()
    .min(1)
    .max(1 << 20)
    .optional()
    .describe(
      'Items of a chunk where nobody says how many; by default as many as take half a second or so.',
    ),
  passes: z
    .array(pass)
    .min(1)
    .max(64)
    .describe('Channels coded at once, after those of the passes before, which are all known.'),
};

/** As a spec has it, which may leave rows and columns to the data. */
export type OpenNeighbourhoodSpec = SpecWith<'neighbourhood', typeof fields>;

/** The same for items of a size. */
export type NeighbourhoodSpec = OpenNeighbourhoodSpec & {
  readonly height: number;
  readonly width: number;
};
export type RecallSpec = z.infer<typeof recall>;
export type PassSpec = z.infer<typeof pass>;

/** A spec for items of a shape, whose rows and columns it takes where it has none of its own. */
export function sized(spec: OpenNeighbourhoodSpec, shape: readonly number[]): NeighbourhoodSpec {
  const [rows = 1, columns = 1] = spec.layout === 'planes' ? shape.slice(-2) : shape;
  return { ...spec, height: spec.height ?? rows, width: spec.width ?? columns };
}
