import { type DenseLayer, Network } from '../networks/network.js';
import type { Tensor } from '../networks/safetensors.js';
import { counted } from '../words.js';
import type { Model } from './model.js';
import { layersOf, missingTensor } from './parameters.js';
import type { LayerSpec } from './schema.js';
import { specError } from './specError.js';
import { parametersOf } from './tree.js';

/** Builds the networks of a model, computing only the layers that its codec or others ask for. */
export function buildNetworks(model: Model, batch: number): ReadonlyMap<string, Network> {
  const wanted = layersOf(parametersOf(model.spec.codec));
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

function buildLayer(
  spec: LayerSpec,
  path: string,
  before: readonly DenseLayer[],
  tensors: ReadonlyMap<string, Tensor>,
): DenseLayer {
  if (before.some((layer) => layer.name === spec.name)) {
    throw specError(`${path}.name`, `there is a layer ${spec.name} before it`);
  }
  const input = spec.input === undefined ? before.at(-1)?.name : (spec.input ?? undefined);
  const source = before.find((layer) => layer.name === input);
  if (input !== undefined && !source) {
    throw specError(`${path}.input`, `no layer before it is called ${input}`);
  }
  const all = weightOf(spec, path, tensors);
  const { inputs } = all;
  const given = source?.outputs ?? before[0]?.inputs ?? inputs;
  if (inputs !== given) {
    const from = input === undefined ? 'the input has' : `${input} has outputs`;
    const message = `expected ${given} inputs in ${spec.name}, as ${from}, got ${inputs}`;
    throw specError(`${path}.weight`, message);
  }
  if (spec.width !== undefined && spec.width !== all.outputs) {
    const message = `expected ${all.outputs} outputs, as ${spec.weight} has, got ${spec.width}`;
    throw specError(`${path}.width`, message);
  }
  const bias = spec.bias && tensor(tensors, spec.bias, 1, `${path}.bias`);
  if (bias && bias.shape[0] !== all.outputs) {
    throw specError(
      `${path}.bias`,
      `expected ${counted(all.outputs, 'element')}, got ${bias.shape[0]}`,
    );
  }
  const columns = columnsOf(spec, path, all.outputs);
  const outputs = columns.length;
  const picked = (values: Float32Array, rows: number) =>
    spec.outputs ? pickColumns(values, rows, columns) : values;
  checkAdded(spec, path, before, outputs);
  return {
    name: spec.name,
    input,
    inputs,
    outputs,
    weight: picked(all.weight, inputs),
    bias: bias ? picked(bias.values, 1) : new Float32Array(outputs),
    activation: spec.activation,
    least: spec.least,
    add: spec.add,
  };
}

/** The outputs of a weight that a layer has. */
export function columnsOf(
  spec: Pick<LayerSpec, 'outputs'>,
  path: string,
  outputs: number,
): number[] {
  const ranges = spec.outputs ?? [[0, outputs] as const];
  return ranges.flatMap(([from, to], i) => {
    if (from >= to || to > outputs) {
      const message = `expected a range within 0 … ${outputs}, got ${from} … ${to}`;
      throw specError(`${path}.outputs.${i}`, message);
    }
    return Array.from({ length: to - from }, (_, c) => from + c);
  });
}

function pickColumns(values: Float32Array, rows: number, columns: readonly number[]): Float32Array {
  const stride = values.length / rows;
  const out = new Float32Array(rows * columns.length);
  for (let r = 0, i = 0; r < rows; r++) {
    for (const c of columns) out[i++] = values[r * stride + c] as number;
  }
  return out;
}

function checkAdded(
  spec: LayerSpec,
  path: string,
  before: readonly DenseLayer[],
  outputs: number,
): void {
  if (spec.add === undefined) return;
  const added = before.find((layer) => layer.name === spec.add);
  if (!added) throw specError(`${path}.add`, `no layer before it is called ${spec.add}`);
  if (added.outputs !== outputs) {
    const message = `expected ${outputs} outputs, as ${spec.name} has`;
    throw specError(`${path}.add`, `${message}, got ${added.outputs} in ${spec.add}`);
  }
}

/** A layer's weights as [inputs, outputs]. */
function weightOf(
  spec: LayerSpec,
  path: string,
  tensors: ReadonlyMap<string, Tensor>,
): Pick<DenseLayer, 'inputs' | 'outputs' | 'weight'> {
  const where = `${path}.weight`;
  if (spec.layout === 'convolution') {
    return convolutionOf(tensor(tensors, spec.weight, 4, where), where);
  }
  const { shape, values } = tensor(tensors, spec.weight, 2, where);
  const [rows, columns] = shape as [number, number];
  if (spec.layout === 'inputs-outputs') return { inputs: rows, outputs: columns, weight: values };
  return { inputs: columns, outputs: rows, weight: transpose(values, rows, columns) };
}

/**
 * A convolution of one site as a dense layer: a masked one sees the taps before the middle, in the
 * order of a neighbourhood, and one of a single tap sees its channels.
 */
function convolutionOf(
  { shape, values }: Tensor,
  path: string,
): Pick<DenseLayer, 'inputs' | 'outputs' | 'weight'> {
  const [outputs, channels, height, width] = shape as [number, number, number, number];
  if (height % 2 === 0 || width % 2 === 0) {
    throw specError(path, `expected odd numbers of rows and columns, got ${height} x ${width}`);
  }
  const taps = height * width;
  const middle = (taps - 1) / 2;
  const seen = taps === 1 ? 1 : middle;
  const inputs = seen * channels;
  const weight = new Float32Array(inputs * outputs);
  for (let o = 0; o < outputs; o++) {
    for (let c = 0; c < channels; c++) {
      for (let tap = 0; tap < taps; tap++) {
        const value = values[(o * channels + c) * taps + tap] as number;
        if (tap < seen) weight[(tap * channels + c) * outputs + o] = value;
        else if (value !== 0) {
          throw specError(path, `output ${o} reads a site at or after its own (tap ${tap})`);
        }
      }
    }
  }
  return { inputs, outputs, weight };
}

function tensor(
  tensors: ReadonlyMap<string, Tensor>,
  name: string,
  rank: number,
  path: string,
): Tensor {
  const found = tensors.get(name);
  if (!found) throw missingTensor(name, path, tensors);
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
