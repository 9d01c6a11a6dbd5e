import { z } from 'zod';

const bits = z.number();
const perDim = z.number().describe('Bits for each number of the file.');

/** What is measured of one model on one file. */
export const evaluationSchema = z.strictObject({
  file: z.string().describe('As it was named.'),
  dataset: z
    .int()
    .optional()
    .describe('Which data set of a folder this is of, from 1; not there for a whole.'),
  model: z.string().describe('Name of the model; of a folder those of its data sets.'),
  format: z.string().describe('Data format of the file.'),
  dtype: z.string().describe('Type of a number of the file: f64, say.'),
  shape: z.array(z.int()).describe('Sizes of an item in numbers of the file, outermost first.'),
  coded: z
    .strictObject({
      dtype: z.string().describe('Type of an element: u32 where numbers are f64.'),
      shape: z.array(z.int()).describe('Sizes of an item in elements.'),
    })
    .describe('What is coded: of numbers of 64 bits two elements each, in planes.'),
  items: z.int().min(1),
  elements: z
    .int()
    .min(1)
    .describe('Dimensions: items times the numbers of an item, and bytes of the file after them.'),
  originalBytes: z.int().describe('Bytes of the file that went in.'),
  bytes: z.int().describe('Bytes of the .cray file, without the model.'),
  ratio: z.number().describe('Bytes of the file that went in over those of the .cray file.'),
  learns: z
    .boolean()
    .describe('Whether the codec learns while it codes; the estimate is then the message.'),
  bitsPerDim: z.strictObject({
    estimate: perDim.describe('Negative ELBO or log-likelihood.'),
    standardError: perDim
      .nullable()
      .describe('Of the estimate, from sampling latents; null where there are none.'),
    message: perDim.describe('Of messages, and of items stored as they are.'),
    file: perDim.describe('Of the whole file.'),
  }),
  bits: z
    .strictObject({
      estimate: bits.describe('What the model says that the items cost.'),
      discretisation: bits.describe(
        'What intervals and bins of finite size add; with latents, also the difference of two samples.',
      ),
      coder: bits.describe('What spreading a message over lanes, and folding it, adds.'),
      initialBits: bits.describe('Words that bits-back coding took before there was a message.'),
      heads: bits.describe('The first head of messages, and what the last leaves unused.'),
      plain: bits.describe('What items stored as they are take beyond the estimate.'),
      residue: bits.describe('What the format has beside its items: head, tail, labels.'),
      checksums: bits.describe('Checks of blocks, and the digest of the data.'),
      index: bits.describe('Index and foot.'),
      model: bits.describe('A model inside: none here.'),
      header: bits.describe(
        'Magic, header, provenance, and the lengths and counts around everything else.',
      ),
    })
    .describe('Where the bits of the file go: these add up to 8 times its bytes.'),
  speed: z.strictObject({
    encodeSeconds: z.number(),
    decodeSeconds: z.number(),
    encodeMegabytes: z.number().describe('A second, of the file that went in.'),
    decodeMegabytes: z.number(),
    encodeItems: z.number().describe('Items a second: images, say.'),
    decodeItems: z.number(),
    encodeRatio: z.number().describe('Elements a second over symbols a second of a fixed loop.'),
    decodeRatio: z.number(),
  }),
  peakMemory: z.int().describe('Most bytes that the process has had so far.'),
  verified: z.literal(true).describe('The file was decoded and its digest was right.'),
});

export type Evaluation = z.infer<typeof evaluationSchema>;

/** What `craystack eval --json` prints. */
export const reportSchema = z
  .strictObject({
    schema: z.literal('craystack-eval-1'),
    craystack: z.string().describe('Version of the program.'),
    results: z.array(evaluationSchema),
  })
  .describe('Evaluations by craystack eval: each model on each file.');

/** Figures that later ones are compared to. */
export const baselineSchema = z
  .strictObject({
    schema: z.literal('craystack-baseline-1'),
    entries: z.array(
      z.strictObject({
        file: z.string().describe('Name of the file, without its folder.'),
        model: z.string(),
        bitsPerDim: z.number().describe('Of the whole file.'),
        encodeRatio: z.number(),
        decodeRatio: z.number(),
      }),
    ),
  })
  .describe('A baseline for craystack eval --baseline, as --update-baseline writes it.');

export type Baseline = z.infer<typeof baselineSchema>;

/** The JSON Schema of what `craystack eval --json` prints. */
export function reportSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(reportSchema), null, 2)}\n`;
}
