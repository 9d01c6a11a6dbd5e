import { z } from 'zod';
import { evaluationSchema } from '../eval/schema.js';

const peerSchema = z.strictObject({
  name: z.string().describe('The program and its setting.'),
  program: z.string(),
  version: z.string(),
  input: z
    .enum(['file', 'picture', 'colours', 'sound', 'coefficients'])
    .describe('What it was given.'),
  bytes: z.int(),
  bitsPerDim: z.number().describe('For each number of the file.'),
  encodeSeconds: z.number().describe('Of the whole process, the fastest of some.'),
  decodeSeconds: z.number(),
  encodeMegabytes: z.number().describe('A second, of original data.'),
  decodeMegabytes: z.number(),
});

export type PeerResult = z.infer<typeof peerSchema>;

const itemCost = z.strictObject({
  item: z.int().describe('Its number, from 0.'),
  bits: z.number(),
});

const costsSchema = z.strictObject({
  mean: z.number(),
  least: z.number(),
  most: z.number(),
  histogram: z.array(z.strictObject({ from: z.number(), to: z.number(), count: z.int() })),
  dearest: z.array(itemCost),
  cheapest: z.array(itemCost),
});

const reliabilitySchema = z.strictObject({
  kind: z
    .enum(['decisions', 'quantiles'])
    .describe(
      'Of two-way decisions, how often the outcome said to be the less likely one came; or how many symbols were below a quantile of their distribution.',
    ),
  points: z.array(
    z.strictObject({
      coded: z.number().describe('The frequency by the model.'),
      actual: z.number().describe('The frequency in the data.'),
      count: z.int().describe('Of how many decisions or symbols.'),
    }),
  ),
  lostBitsPerDim: z
    .number()
    .describe('What the difference costs at least: its Kullback-Leibler divergence.'),
});

const inspectionSchema = z.strictObject({
  model: z.string(),
  items: z.int().describe('Items that were looked at: the first ones.'),
  costs: costsSchema.nullable().describe('Bits of items; null where they cannot be told apart.'),
  along: z
    .array(z.strictObject({ from: z.int(), to: z.int(), bitsPerDim: z.number() }))
    .describe('Bits for each element of runs of items, in their order.'),
  pictures: z
    .union([
      z.strictObject({
        items: z.array(itemCost).describe('Those shown: the dearest, then the cheapest.'),
        top: z.number().describe('Bits a pixel at the end of the scale.'),
      }),
      z.strictObject({ instead: z.string().describe('Why there are none, and what is shown.') }),
    ])
    .describe('Heatmaps.'),
  reliability: z.array(reliabilitySchema),
});

export type InspectionResult = z.infer<typeof inspectionSchema>;
export type ReliabilityResult = z.infer<typeof reliabilitySchema>;

const fileSchema = z.strictObject({
  file: z.string().describe('As it was named.'),
  results: z.array(evaluationSchema).min(1).describe('As craystack eval has them: one a model.'),
  inspections: z.array(inspectionSchema).describe('One a model.'),
  peers: z.array(peerSchema).describe('Other compressors on the same data.'),
});

export type FileReport = z.infer<typeof fileSchema>;

/** What `craystack report --json` prints, and the page shows. */
export const pageSchema = z
  .strictObject({
    schema: z.literal('craystack-report-1'),
    craystack: z.string().describe('Version of the program.'),
    node: z.string(),
    machine: z.string(),
    cores: z.int(),
    date: z.string().describe('YYYY-MM-DD.'),
    files: z.array(fileSchema).min(1),
  })
  .describe('A report by craystack report.');

export type Report = z.infer<typeof pageSchema>;

/** The JSON Schema of what `craystack report --json` prints. */
export function pageSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(pageSchema), null, 2)}\n`;
}
