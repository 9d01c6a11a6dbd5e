import { z } from 'zod';
import {
  type DistributionSpec,
  distributions,
  lanes,
  type ParameterSpec,
  parameter,
  precision,
  size,
} from './fields.js';
import { neighbourhood, type OpenNeighbourhoodSpec } from './neighbourhood/schema.js';

/** Codecs made of codecs. The types are written out, since they refer to each other. */
export type CombinatorSpec =
  | { type: 'serial'; codecs: CodecSpec[] }
  | { type: 'repeat'; count: number; codec: CodecSpec }
  | { type: 'substack'; from: number; to: number; stride: number; codec: CodecSpec }
  | { type: 'parallel'; parts: { lanes: number; codec: CodecSpec }[] }
  | { type: 'resized'; lanes: number; codec: CodecSpec }
  | { type: 'dependent'; first: CodecSpec; next: CodecSpec[] }
  | { type: 'autoregressive'; codec: DistributionSpec }
  | { type: 'multiset'; count: number; codec: CodecSpec }
  | AdaptivePredictionSpec
  | ExpertsSpec
  | OpenNeighbourhoodSpec
  | HiddenMarkovSpec
  | ContextMixingSpec
  | BitsBackSpec
  | BitSwapSpec
  | TopDownSpec;

export type CodecSpec = DistributionSpec | CombinatorSpec;

/** The codec of integer arrays that learns while it codes. */
export interface AdaptivePredictionSpec {
  type: 'adaptivePrediction';
}

/** The image codec that learns while it codes. */
export interface ExpertsSpec {
  type: 'experts';
  effort: number;
}

export interface LayerPairSpec {
  likelihood: CodecSpec;
  posterior: CodecSpec;
}

export interface BitsBackSpec extends LayerPairSpec {
  type: 'bitsBack';
  lockstep: number;
  prior: CodecSpec;
}

export interface BitSwapSpec {
  type: 'bitSwap';
  lockstep: number;
  layers: LayerPairSpec[];
  prior: CodecSpec;
}

export interface TopDownSpec {
  type: 'topDown';
  lockstep: number;
  priors: CodecSpec[];
  posteriors: CodecSpec[];
  likelihood: CodecSpec;
}

export interface HiddenMarkovSpec {
  type: 'hiddenMarkov';
  length: number;
  states: number;
  symbols: number;
  precision: number;
  initial: ParameterSpec;
  transition: ParameterSpec;
  emission: ParameterSpec;
}

export interface ContextMixingSpec {
  type: 'contextMixing';
}

const codec = z.lazy(() => codecSchema);
const lockstep = z
  .int()
  .min(1)
  .max(4096)
  .default(64)
  .describe('Most items coded together, with one network call each way.');
const pair = {
  likelihood: codec.describe('Its networks read the latents.'),
  posterior: codec.describe('Its networks read the data.'),
};

const combinators = [
  z
    .strictObject({ type: z.literal('serial'), codecs: z.array(codec).min(1).max(4096) })
    .describe('One piece of an item by each codec, in order.'),
  z
    .strictObject({ type: z.literal('repeat'), count: size, codec })
    .describe('Equal pieces of an item, all by one codec.'),
  z
    .strictObject({
      type: z.literal('substack'),
      from: z.int().min(0).max(4095),
      to: lanes,
      stride: lanes.default(1),
      codec,
    })
    .describe('A codec on some of the lanes that a `resized` around it sees to.'),
  z
    .strictObject({
      type: z.literal('parallel'),
      parts: z.array(z.strictObject({ lanes, codec })).min(1).max(4096),
    })
    .describe('One piece of an item by each part, each on lanes of its own.'),
  z
    .strictObject({ type: z.literal('resized'), lanes, codec })
    .describe('A codec on so many lanes, whatever the message has.'),
  z
    .strictObject({
      type: z.literal('dependent'),
      first: codec.describe('Of one symbol.'),
      next: z.array(codec).min(1).max(65536).describe('By the value of that symbol.'),
    })
    .describe('A symbol, and the rest of the item by a codec that depends on it.'),
  z
    .strictObject({
      type: z.literal('autoregressive'),
      codec: z.lazy(() => z.discriminatedUnion('type', distributions)),
    })
    .describe('Symbols one by one; networks read the item, and may use only what came before.'),
  neighbourhood,
  z
    .strictObject({ type: z.literal('multiset'), count: size, codec })
    .describe('Equal pieces that have no order: an item holds them sorted, or it is refused.'),
  z
    .strictObject({
      type: z.literal('hiddenMarkov'),
      length: size.describe('Symbols an item.'),
      states: z.int().min(1).max(4096),
      symbols: z.int().min(1).max(65536),
      precision,
      initial: parameter.describe('[states]'),
      transition: parameter.describe('[states, states], a row for each state before'),
      emission: parameter.describe('[states, symbols]'),
    })
    .describe('A series of symbols by a hidden Markov model, at its exact evidence.'),
  z
    .strictObject({ type: z.literal('contextMixing') })
    .describe('Bytes of any kind, by a model that learns while it codes; at the root of a spec.'),
  z
    .strictObject({ type: z.literal('adaptivePrediction') })
    .describe(
      'Arrays of integers of any shape, predicted from neighbours along every axis, learned while they are coded.',
    ),
  z
    .strictObject({
      type: z.literal('experts'),
      effort: z.int().min(1).max(9).describe('1 is fast, 9 makes the smallest files.'),
    })
    .describe(
      'Images of [rows, columns] or [rows, columns, channels], learned while they are coded.',
    ),
  z
    .strictObject({ type: z.literal('bitsBack'), lockstep, prior: codec, ...pair })
    .describe('A latent-variable model, coded with bits-back.'),
  z
    .strictObject({
      type: z.literal('bitSwap'),
      lockstep,
      layers: z.array(z.strictObject(pair)).min(1).max(64).describe('From the data up.'),
      prior: codec.describe('Of the topmost latents.'),
    })
    .describe('A chain of latents, coded with bits-back, layer by layer.'),
  z
    .strictObject({
      type: z.literal('topDown'),
      lockstep,
      priors: z.array(codec).min(1).max(64).describe('Topmost first; networks read those above.'),
      posteriors: z
        .array(codec)
        .min(1)
        .max(64)
        .describe('Networks read the data, then those above.'),
      likelihood: codec.describe('Networks read all latents, topmost first.'),
    })
    .describe('A hierarchy of latents that are inferred from the top down.'),
] as const;

/** Any codec, by its type. */
export const codecSchema: z.ZodType<CodecSpec> = z
  .discriminatedUnion('type', [...distributions, ...combinators])
  .meta({ id: 'codec' }) as unknown as z.ZodType<CodecSpec>;
