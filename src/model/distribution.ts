import type { z } from 'zod';
import { type CodecType, type Fields, type SpecWith, schemaOf, type Told } from './codecType.js';
import type { Context } from './context.js';
import {
  buildFamily,
  type DistributionNode,
  type Family,
  parameterOf,
  type SizedSpec,
} from './family.js';
import type { ParameterSpec } from './fields.js';

/** A type of codecs of `size` symbols, independent of each other given their parameters. */
export interface Distribution<S extends SizedSpec = SizedSpec> extends CodecType<S> {
  schema(): z.ZodType<S>;
  build(spec: S, path: string, context: Pick<Context, 'inputs' | 'sources'>): DistributionNode;
  parameters(spec: S): readonly ParameterSpec[];
  /** How many numbers an item has of each parameter. */
  sizes(spec: S): Readonly<Record<string, number>>;
}

/** A type from what its family says. */
export function distribution<const N extends string, F extends Fields>(
  definition: {
    readonly type: N;
    readonly codes: string;
    readonly fields: F;
  } & Family<SpecWith<N, F> & SizedSpec>,
): Distribution<SpecWith<N, F> & SizedSpec> {
  type S = SpecWith<N, F> & SizedSpec;
  const { type, codes, fields, ...family } = definition;
  const schema = schemaOf(type, codes, fields) as unknown as z.ZodType<S>;
  const { symbolsPerRow = 1, widths, finer, bins, told } = family;
  return {
    type,
    codes,
    schema: () => schema,
    build: (spec, path, context) => buildFamily(family, spec, path, context),
    sizes: (spec) =>
      Object.fromEntries(
        Object.entries(widths(spec)).map(([name, width]) => [
          name,
          (spec.size / symbolsPerRow) * width,
        ]),
      ),
    parameters: (spec) => Object.keys(widths(spec)).map((name) => parameterOf(spec, name)),
    symbols: ({ size }) => size,
    ...(finer && { finer }),
    ...(bins && { bins }),
    ...(told && { told }),
  };
}

/** How types raise their precision, which may be so many bits at most. */
export function finerTo(most: number) {
  return <S extends { precision: number }>(spec: S, bits: number): S => ({
    ...spec,
    precision: Math.max(spec.precision, Math.min(bits, most)),
  });
}

/** The bins of types that have 2^binBits of them. */
export const inBins = {
  bits: ({ binBits }: { binBits: number }) => binBits,
  finer: <S extends { binBits: number }>(spec: S, more: number): S => ({
    ...spec,
    binBits: spec.binBits + more,
  }),
};

/** What types of many symbols say with an interval. */
export function quantiles({ precision }: { precision: number }): Told {
  return { kind: 'quantiles', precision };
}

/** What types of bits say with one. */
export function decisions(): Told {
  return { kind: 'decisions' };
}
