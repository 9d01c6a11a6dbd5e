import { z } from 'zod';
import type { Codec } from '../codecs/codec.js';
import type { Known } from '../codecs/known.js';
import type { AnySpec, CodedItem, Context } from './context.js';
import type { ParameterSpec } from './fields.js';
import type { Node } from './node.js';

/**
 * All that a type of codecs says of itself. Each lies in types, in the file or the folder of its name, and is
 * once in a list there. Nothing else knows types by their names, but training, which says what it can train.
 * What a type leaves out it does not have: codecs inside, parameters, effort, costs that can be told apart.
 */
export interface CodecType<S extends AnySpec = AnySpec> {
  /** What specs call it. */
  readonly type: string;
  /** What it codes, in a sentence, for the schema and for the guide. */
  readonly codes: string;
  /** The schema of its specs, by that of the codecs inside. */
  schema(codec: z.ZodType<AnySpec>): z.ZodType<S>;
  /**
   * Builds the codec of a spec.
   *
   * @param path where the spec is in model.json.
   * @throws CrayError SPEC_INVALID with the JSON path where its parts do not meet.
   */
  build(spec: S, path: string, context: Context): Node;

  /** The spec with each codec inside it changed. */
  withInner?(spec: S, change: (inner: AnySpec, coded: Coded) => AnySpec): S;
  /** The revision of the arithmetic that first has all that a spec calls: the first, unless told. */
  since?(spec: S): number;
  /** The revision from which on a spec codes better than before, by which new files are therefore written: `since`, unless told. */
  betterSince?(spec: S): number;
  /** Whether a spec is there to be quick, so that where it fits nothing slower is tried. */
  isQuick?(spec: S): boolean;
  /** Whether it takes what it codes apart by fields. */
  readonly takesFields?: true;
  /** Whether it is made for blocks of coefficients of pictures, of which it is told. */
  readonly takesPictures?: true;
  /** Its own parameters, without those of the codecs inside. */
  parameters?(spec: S): readonly ParameterSpec[];
  /**
   * Symbols an item whose intervals are in memory together, for limits: told from the spec, before anything
   * of that size is made. Where it is left out, those of the codecs inside.
   */
  symbols?(spec: S, inside: number): number;
  /** The spec with so much effort, 1 … 9, or the same object where it has that. */
  withEffort?(spec: S, effort: number): S;

  /**
   * The spec with intervals of at least so many bits, or of as many as there can be. Left out where the
   * precision is not how finely something is cut, but what the symbols are.
   */
  finer?(spec: S, bits: number): S;
  /** Only where symbols are bins of a real number, so that there can be more of them. */
  readonly bins?: Bins<S> | undefined;
  /** How what was said of a symbol is told from its interval, where it has one on a lane of its own. */
  told?(spec: S): Told;
  /** What it said of the symbols of so many items, where it codes them as two-way decisions. */
  decisions?(spec: S, item: CodedItem, symbols: Uint32Array, items: number): Decisions;
  /** The same of whole items, where it does not tell symbols apart: decisions have the numbers of these. */
  itemDecisions?(spec: S, symbols: Uint32Array, known: Known | undefined): Decisions;
  /** The vectors that the symbols of items are coded as, where each is on a lane of its own. */
  vectors?(spec: S, path: string, context: Context): Vectors;
}

/** What a codec inside another codes: data, or latent variables. */
export type Coded = 'data' | 'latents';

/** How fine bins are: 2^bits of them. */
export interface Bins<S> {
  bits(spec: S): number;
  /** The spec with 2^more bins in place of each. */
  finer(spec: S, more: number): S;
}

/** What the interval of a symbol tells: how likely a bit was, or where in a distribution a symbol is. */
export type Told =
  | { readonly kind: 'decisions' }
  /** Of intervals of so many bits. */
  | { readonly kind: 'quantiles'; readonly precision: number };

/** Two-way decisions. */
export interface Decisions {
  /** The probability that each gave to what was decided. */
  readonly chances: Float32Array;
  /** The number of the symbol that each is of. */
  readonly symbols: Uint32Array;
}

/** Symbols that are coded at once, each on a lane of its own. */
export interface Vector {
  /** To be used before the next vector is asked for. */
  readonly codec: Codec<Uint32Array>;
  readonly symbols: Uint32Array;
  /** The numbers of the symbols of the items that these are, or are a part of. */
  readonly places: Uint32Array;
  readonly told: Told | undefined;
}

/** The vectors of the symbols of so many items. */
export type Vectors = (symbols: Uint32Array, items: number) => Iterable<Vector>;

/** Fields of a spec beside its type. */
export type Fields = Readonly<Record<string, z.ZodType>>;

/** A spec of a type with these fields: zod has of no fields that no key may have a value. */
export type SpecWith<N extends string, F extends Fields> = {
  type: N;
} & (keyof F extends never ? unknown : z.output<z.ZodObject<F, z.core.$strict>>);

/** The specs of a type. */
export type SpecOf<T extends { schema(codec: z.ZodType<AnySpec>): z.ZodType }> = z.output<
  ReturnType<T['schema']>
>;

/** The schema of a type, which has a definition of the type's name in the JSON Schema. */
export function schemaOf<N extends string, F extends Fields>(
  type: N,
  codes: string,
  fields: F,
): z.ZodType<SpecWith<N, F>> {
  const object = z.strictObject({ type: z.literal(type), ...fields });
  return object.meta({ id: type, description: codes }) as unknown as z.ZodType<SpecWith<N, F>>;
}

/** A type that has the schema with its fields, by the schema of the codecs inside. */
export function codecType<const N extends string, F extends Fields>(
  definition: {
    readonly type: N;
    readonly fields: (codec: z.ZodType<AnySpec>) => F;
  } & Omit<CodecType<SpecWith<N, F>>, 'type' | 'schema'>,
): CodecType<SpecWith<N, F>> {
  const { fields, ...rest } = definition;
  return { ...rest, schema: (codec) => schemaOf(rest.type, rest.codes, fields(codec)) };
}
