import { type DenseLayer, Network } from '../networks/network.js';
import type { Tensor } from '../networks/safetensors.js';
import type { Model } from './model.js';
import { specError } from './parse.js';
import type { LayerSpec, ModelSpec } from './schema.js';

/** Builds the networks of a model, computing only the layers that its codec or others ask for. */
export function buildNetworks(model: Model, batch: number): ReadonlyMap<string, Network> {
  const wanted = wantedLayers(model.spec.codec);
  return new Map(
    Object.entries(model.spec.networks).map(([name, layers]) => {
      const built: DenseLayer[] = [];
      layers.forEach((spec, i) => {
        built.push(buildLayer(spec, `networks.${name}.${i}`, built, model.tensors));
      });
      const inputs = built[0]?.inputs ?? 0;
      return [name, new Network(built, inputs, wanted.get(name) ?? new Set(), batch)];
    }),
  );
}

/** The layers that a tree of codecs names, by network. */
function wantedLayers(codec: ModelSpec['codec']): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const { network, layer } = value as Record<string, unknown>;
    if (typeof network === 'string' && typeof layer === 'string') {
      wanted.set(network, (wanted.get(network) ?? new Set()).add(layer));
    }
    Object.values(value).forEach(visit);
  };
  visit(codec);
  return wanted;
}

function buildLayer(
  spec: LayerSpec,
  path: string,
  before: readonly DenseLayer[],
  tensors: ReadonlyMap<string, Tensor>,
): DenseLayer {
  if (before.some((layer) => layer.name === spec.name)) {
    throw specError(`${path}.name`, `there is a layer ${spec.name} before it`);
  }
  const input = spec.input ?? before.at(-1)?.name;
  const source = before.find((layer) => layer.name === input);
  if (input !== undefined && !source) {
    throw specError(`${path}.input`, `no layer before it is called ${input}`);
  }
  const weight = tensor(tensors, spec.weight, 2, `${path}.weight`);
  const bias = tensor(tensors, spec.bias, 1, `${path}.bias`);
  const [rows, columns] = weight.shape as [number, number];
  const transposed = spec.layout === 'outputs-inputs';
  const [inputs, outputs] = transposed ? [columns, rows] : [rows, columns];
  const width = source?.outputs ?? before[0]?.inputs ?? inputs;
  if (inputs !== width) {
    const from = input === undefined ? 'the input' : input;
    throw specError(`${path}.weight`, `expected ${width} inputs, as ${from} has, got ${inputs}`);
  }
  if (bias.shape[0] !== outputs) {
    throw specError(`${path}.bias`, `expected ${outputs} elements, got ${bias.shape[0]}`);
  }
  return {
    name: spec.name,
    input,
    inputs,
    outputs,
    weight: transposed ? transpose(weight.values, rows, columns) : weight.values,
    bias: bias.values,
    activation: spec.activation,
  };
}

function tensor(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  rank: number,
  path: string,
): Tensor {
  const found = tensors.get(name);
  if (!found) throw specError(path, `the weights have no tensor ${name}`);
  if (found.shape.length !== rank || found.values.length === 0) {
    throw specError(path, `expected ${rank} dimensions, got ${name} of shape [${found.shape}]`);
  }
  return found;
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c] as number;
  }
  return out;
}
