import type { Codec } from '../codecs/codec.js';
import type { Bins, Told } from './codecType.js';
import type { Context } from './context.js';
import type { ParameterSpec } from './fields.js';
import { asNumbers, columns, type Node } from './node.js';
import { buildParameter, Calls, layerOf, type Parameter, type Values } from './parameters.js';
import { type Rows, rowsOf } from './rows.js';
import { isOfParameters, located, specError } from './specError.js';

/** What all distributions have: so many symbols, each with parameters of its own. */
export interface SizedSpec {
  readonly type: string;
  readonly size: number;
}

/** A distribution whose parameters are still to come: what its type says beside name, words and fields. */
export interface Family<S> {
  /** Symbols are 0 … limit - 1. */
  limit(spec: S): number;
  /** Symbols that share a row of parameters, 1 by default. */
  readonly symbolsPerRow?: number;
  /** Numbers in a row of each parameter, by the parameter's name, which is that of its field. */
  widths(spec: S): Readonly<Record<string, number>>;
  /** The codec of symbols with these parameters. */
  codec(spec: S, rows: Rows, path: string): Codec<Uint32Array>;
  /** How networks see symbols: by default as the numbers that they are. */
  embed?(spec: S): (symbols: Uint32Array) => Float32Array;
  /** As {@link CodecType} has them. */
  finer?(spec: S, bits: number): S;
  readonly bins?: Bins<S>;
  told?(spec: S): Told;
}

/** A node whose symbols can also be coded a row at a time. */
export interface DistributionNode extends Node {
  /** Rows of parameters an item; a row has size / rows symbols. */
  readonly rows: number;
  /** Numbers in a row of each parameter. */
  readonly widths: Readonly<Record<string, number>>;
  /**
   * The codecs of one row of every item, by row, from one call of each network. Laid out as items of
   * size / rows symbols.
   */
  each(items: number, given: Float32Array | undefined): (row: number) => Codec<Uint32Array>;
}

/** The parameter of that name. */
export function parameterOf(spec: SizedSpec, name: string): ParameterSpec {
  return (spec as unknown as Record<string, ParameterSpec>)[name] as ParameterSpec;
}

/** @throws CrayError SPEC_INVALID with the JSON path where parts of the spec do not meet. */
export function buildFamily<S extends SizedSpec>(
  family: Family<S>,
  spec: S,
  path: string,
  { inputs, sources }: Pick<Context, 'inputs' | 'sources'>,
): DistributionNode {
  const { symbolsPerRow = 1 } = family;
  const { size } = spec;
  if (size % symbolsPerRow !== 0) {
    throw specError(`${path}.size`, `expected a multiple of ${symbolsPerRow}, got ${size}`);
  }
  const rows = size / symbolsPerRow;
  const widths = family.widths(spec);
  const parameters = new Map<string, Parameter>();
  for (const [name, width] of Object.entries(widths)) {
    const shape = { rows, width, inputs };
    const at = `${path}.${name}`;
    parameters.set(name, buildParameter(parameterOf(spec, name), at, shape, sources));
  }
  const evaluate = (items: number, given: Float32Array | undefined) => {
    const calls = new Calls(given);
    return (name: string) => (parameters.get(name) as Parameter)(items, calls);
  };
  const codec = (of: Rows) => located(path, () => family.codec(spec, of, path));
  if (sources.tried)
    checkRow(codec, symbolsPerRow, widths, (name) => {
      const fixed = layerOf(parameterOf(spec, name)) === undefined;
      return fixed ? (parameters.get(name) as Parameter)(1, new Calls(undefined)) : undefined;
    });
  return {
    size,
    limit: family.limit(spec),
    rows,
    widths,
    codec: (items, given) => codec(rowsOf(evaluate(items, given), items * size, items * rows)),
    each(items, given) {
      const values = evaluate(items, given);
      return (row) => {
        const one = (name: string): Values => {
          const { values: all, shared } = values(name);
          const width = widths[name] as number;
          return { values: shared ? all : columns(all, items, row * width, width), shared };
        };
        return codec(rowsOf(one, items * symbolsPerRow, items));
      };
    },
    embed: family.embed?.(spec) ?? asNumbers,
  };
}

/**
 * Makes the codec of one row, of its fixed parameters and likely ones in place of those from networks: what is wrong
 * with a spec is found before there are data.
 *
 * @param fixed values of one item; undefined for those from networks.
 * @throws CrayError SPEC_INVALID, and PARAMETERS_INVALID where all are fixed.
 */
function checkRow(
  codec: (rows: Rows) => unknown,
  symbols: number,
  widths: Readonly<Record<string, number>>,
  fixed: (name: string) => Values | undefined,
): void {
  const row = (name: string): Values => {
    const width = widths[name] as number;
    const values = fixed(name)?.values.slice(0, width);
    return {
      values: values ?? new Float64Array(width).fill(width > 1 ? 1 / width : 0.5),
      shared: true,
    };
  };
  try {
    codec(rowsOf(row, symbols, 1));
  } catch (error) {
    const likely = Object.keys(widths).some((name) => fixed(name) === undefined);
    if (!likely || !isOfParameters(error)) throw error;
  }
}
