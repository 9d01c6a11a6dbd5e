import type { CrayError } from '../errors.js';
import type { Network, Outputs } from '../networks/network.js';
import type { Tensor } from '../networks/safetensors.js';
import { counted } from '../words.js';
import type { ParameterSpec } from './fields.js';
import { specError } from './specError.js';

/** What parameters are taken from. */
export interface Sources {
  readonly networks: ReadonlyMap<string, Network>;
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Whether codecs are tried on these when they are built. */
  readonly tried?: boolean;
}

/** In single precision from networks, in double from everywhere else. */
export type Numbers = Float64Array | Float32Array;

/** Values of a parameter: a row for each symbol, or one row for all of them. */
export interface Values {
  readonly values: Numbers;
  /** Whether there is one row for all. */
  readonly shared: boolean;
}

/** Takes a parameter for so many items, from what networks read and the networks called for them. */
export type Parameter = (items: number, calls: Calls) => Values;

/** Calls each network once for all parameters that come from it. */
export class Calls {
  private readonly outputs = new Map<Network, Outputs>();

  constructor(private readonly given: Float32Array | undefined) {}

  of(network: Network): Outputs {
    let outputs = this.outputs.get(network);
    if (!outputs) {
      outputs = network.evaluate(this.given as Float32Array);
      this.outputs.set(network, outputs);
    }
    return outputs;
  }
}

/** How many numbers a parameter has. */
export interface ParameterShape {
  /** Rows an item: symbols, or pixels. */
  readonly rows: number;
  /** Numbers a row. */
  readonly width: number;
  /** Numbers that networks read here, or undefined where they have nothing to read. */
  readonly inputs: number | undefined;
}

/**
 * Resolves where a parameter comes from.
 *
 * @throws CrayError SPEC_INVALID with the JSON path where it does not fit.
 */
export function buildParameter(
  spec: ParameterSpec,
  path: string,
  shape: ParameterShape,
  sources: Sources,
): Parameter {
  const { rows, width } = shape;
  if (typeof spec === 'number') {
    const values = new Float64Array(width).fill(spec);
    return () => ({ values, shared: true });
  }
  if (Array.isArray(spec)) return fixed(Float64Array.from(spec), path, shape);
  if ('tensor' in spec) {
    const tensor = sources.tensors.get(spec.tensor);
    if (!tensor) throw missingTensor(spec.tensor, `${path}.tensor`, sources.tensors);
    return fixed(Float64Array.from(tensor.values), `${path}.tensor`, shape);
  }
  const network = networkOf(spec, path, rows * width, shape.inputs, sources);
  return (_, calls) => ({
    values: calls.of(network).get(spec.layer) as Float32Array,
    shared: false,
  });
}

/** Of a tensor that a spec names and that is not there. */
export function missingTensor(name: string, path: string, { size }: Sources['tensors']): CrayError {
  const none = size === 0 ? ': the spec has no "weights", which is the name of their file' : '';
  return specError(path, `the weights have no tensor ${name}${none}`);
}

/** Values that are the same for every item. */
function fixed(values: Float64Array, path: string, { rows, width }: ParameterShape): Parameter {
  if (values.length === width) return () => ({ values, shared: true });
  if (values.length !== rows * width) {
    const expected = `${rows === 1 ? '' : `${width} or `}${counted(rows * width, 'number')}`;
    throw specError(path, `expected ${expected}, got ${values.length}`);
  }
  return (items) => ({ values: repeated(values, items), shared: false });
}

function networkOf(
  spec: { network: string; layer: string },
  path: string,
  expected: number,
  inputs: number | undefined,
  { networks }: Sources,
): Network {
  const network = networks.get(spec.network);
  if (!network) throw specError(`${path}.network`, `no network is called ${spec.network}`);
  if (inputs === undefined) {
    throw specError(`${path}.network`, 'there is nothing here that a network could read');
  }
  if (network.inputs !== inputs) {
    const message = `expected a network of ${inputs} inputs`;
    throw specError(`${path}.network`, `${message}, got ${network.inputs} in ${spec.network}`);
  }
  const outputs = network.width(spec.layer);
  if (outputs === undefined) {
    throw specError(`${path}.layer`, `network ${spec.network} has no layer ${spec.layer}`);
  }
  if (outputs !== expected) {
    const message = `expected a layer of ${expected} outputs`;
    throw specError(`${path}.layer`, `${message}, got ${outputs} in ${spec.layer}`);
  }
  return network;
}

/** The layer of a network that a parameter is taken from, where it is. */
export function layerOf(
  parameter: ParameterSpec | undefined,
): { readonly network: string; readonly layer: string } | undefined {
  return typeof parameter === 'object' && 'network' in parameter ? parameter : undefined;
}

/** The layers that parameters are taken from, by network. */
export function layersOf(parameters: readonly ParameterSpec[]): Map<string, Set<string>> {
  const layers = new Map<string, Set<string>>();
  for (const parameter of parameters) {
    const from = layerOf(parameter);
    if (!from) continue;
    layers.set(from.network, (layers.get(from.network) ?? new Set()).add(from.layer));
  }
  return layers;
}

/** A row for each symbol of each item, also where one is shared by all. */
export function everyRow({ values, shared }: Values, rows: number): Numbers {
  return shared ? repeated(values, rows) : values;
}

/** The same in single precision, as it is where it comes from a network. */
export function everyRowOfSingles(values: Values, rows: number): Float32Array {
  const numbers = everyRow(values, rows);
  return numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
}

function repeated<T extends Numbers>(values: T, times: number): T {
  const out = new (values.constructor as new (n: number) => T)(values.length * times);
  for (let i = 0; i < times; i++) out.set(values, i * values.length);
  return out;
}
