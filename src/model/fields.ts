import { z } from 'zod';

// What several types have in their specs. Each is a definition of its name in the JSON Schema.

/** Names of models, networks and layers. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
    'expected 1 to 64 letters and digits of ASCII, ".", "_" and "-", the first a letter or digit',
  )
  .meta({ id: 'name' });

/** Counts of symbols, items and the like. */
export const size = z
  .int()
  .min(1)
  .max(1 << 24)
  .meta({ id: 'size' });

/** The `size` of a distribution. */
export const symbols = size.meta({ id: 'symbols', description: 'Symbols an item.' });

/** How finely a codec's intervals are cut. */
export const precision = z
  .int()
  .min(1)
  .max(31)
  .meta({ id: 'precision', description: "Bits of the coder's intervals." });

/** The bins of a distribution over real numbers. */
export const binBits = z
  .int()
  .min(1)
  .max(16)
  .meta({ id: 'binBits', description: 'There are 2^binBits bins.' });

/** Where bins of one width begin. */
export const lower = z.number().meta({ id: 'lower', description: 'Lower edge of the first bin.' });

/** And where they end. */
export const upper = z.number().meta({ id: 'upper', description: 'Upper edge of the last bin.' });

/** What becomes of bins whose mass rounds to nothing. */
export const rebalanced = z.boolean().default(false).meta({
  id: 'rebalanced',
  description: 'Whether every bin has a frequency; priors and likelihoods of latents need it.',
});

/** Numbers of lanes. */
export const lanes = z.int().min(1).max(4096).meta({ id: 'lanes' });

/** Where parameters come from. */
export const parameter = z
  .union(
    [
      z.number().describe('The same for all.'),
      z.array(z.number()).min(1).describe('One row for all symbols, or one number for each.'),
      z
        .strictObject({ tensor: z.string() })
        .describe('A tensor of the weights file, of as many numbers as an array may have.'),
      z
        .strictObject({ network: name, layer: name })
        .describe('A layer of a network, with as many outputs as an item has numbers.'),
    ],
    'expected a number, an array of numbers, {"tensor": NAME} or {"network": NAME, "layer": NAME}',
  )
  .meta({ id: 'parameter', description: 'Parameters of the symbols of an item.' });

/** What a parameter of a distribution comes from. */
export type ParameterSpec = z.infer<typeof parameter>;
