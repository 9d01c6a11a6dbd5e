import { columnsOf } from '../model/networks.js';
import type { LayerSpec, ModelSpec } from '../model/schema.js';
import { specError } from '../model/specError.js';
import type { Tensor } from '../networks/safetensors.js';
import { counted } from '../words.js';
import { inLayout, type Kernel, seenTaps, shapeOf } from './layouts.js';
import type { LearnedLayer, NetworkPlan } from './network.js';
import type { LearnedTensor, Matrix, Parameters } from './parameters.js';
import type { Demand } from './readers.js';

/** A convolution of one site. */
const SINGLE: Kernel = { rows: 1, columns: 1 };

/** The networks of a spec that are to be learned, and the parameters that they share. */
export interface Plan {
  readonly networks: ReadonlyMap<string, NetworkPlan>;
  readonly parameters: Parameters;
}

/**
 * Lays out what is learned.
 *
 * @param demands what the spec's codecs ask of its networks.
 * @param fixed layers, as network and name, that are given and not learned.
 * @throws CrayError SPEC_INVALID with the JSON path where layers do not meet.
 */
export function planOf(
  spec: ModelSpec,
  demands: ReadonlyMap<string, Demand>,
  fixed: ReadonlySet<string>,
): Plan {
  const tensors = new Tensors();
  const networks = new Map<string, NetworkPlan>();
  for (const [name, demand] of demands) {
    const layers: LearnedLayer[] = [];
    (spec.networks[name] ?? []).forEach((layer, i) => {
      if (fixed.has(`${name}.${layer.name}`)) return;
      const path = `networks.${name}.${i}`;
      const input = layer.input === undefined ? layers.at(-1)?.name : (layer.input ?? undefined);
      const source = layers.find((other) => other.name === input);
      if (input !== undefined && !source) {
        throw specError(`${path}.input`, `no layer before it is called ${input}`);
      }
      const first = source === undefined;
      const inputs = source?.outputs ?? demand.inputs;
      const total = widthOf(layer, path, demand);
      const kernel = first && demand.kernel ? demand.kernel : SINGLE;
      if (layer.layout === 'convolution' && inputs % seenTaps(kernel) !== 0) {
        throw specError(`${path}.layout`, `no convolution reads ${counted(inputs, 'number')}`);
      }
      const { layout, bias } = layer;
      const made = { name: layer.weight, inputs, outputs: total, layout, kernel, first, bias };
      const tensor = tensors.take(`${path}.weight`, layer.name, made);
      const columns = layer.outputs && columnsOf(layer, path, total);
      const matrix = (of: LearnedTensor): Matrix => ({ tensor: of, columns });
      const biasTensor = bias === undefined ? undefined : biasOf(bias, total);
      layers.push({
        name: layer.name,
        input,
        inputs,
        outputs: columns?.length ?? total,
        weight: matrix(tensor),
        bias: biasTensor && matrix(tensors.take(`${path}.bias`, layer.name, biasTensor)),
        activation: layer.activation,
        least: layer.least,
        add: layer.add,
      });
      checkAdded(layer, path, layers);
    });
    const wanted = new Set(
      [...demand.layers.keys()].filter((layer) => !fixed.has(`${name}.${layer}`)),
    );
    checkWanted(name, wanted, demand, layers);
    networks.set(name, { name, inputs: demand.inputs, layers, wanted });
  }
  return { networks, parameters: tensors.parameters() };
}

/** The tensors that are learned, one after another in one array. */
class Tensors {
  private readonly byName = new Map<string, LearnedTensor>();
  private end = 0;

  /** The tensor of that name, new or one that another layer has too. */
  take(path: string, layer: string, made: Omit<LearnedTensor, 'at'>): LearnedTensor {
    const { name, inputs, outputs } = made;
    const before = this.byName.get(name);
    if (!before) {
      const tensor = { ...made, at: this.end };
      this.end += inputs * outputs;
      this.byName.set(name, tensor);
      return tensor;
    }
    if (before.inputs !== inputs || before.outputs !== outputs) {
      const sizes = `${before.inputs} inputs and ${before.outputs} outputs`;
      const message = `expected ${sizes}, as another layer takes ${name}`;
      throw specError(path, `${message}, got ${inputs} and ${outputs} in ${layer}`);
    }
    return before;
  }

  parameters(): Parameters {
    const [values, gradients] = [new Float32Array(this.end), new Float32Array(this.end)];
    return { values, gradients, tensors: [...this.byName.values()] };
  }
}

function biasOf(name: string, outputs: number): Omit<LearnedTensor, 'at'> {
  return { name, inputs: 1, outputs, layout: undefined, kernel: SINGLE, first: false };
}

/** The outputs of a layer's weight: as it says, or as a codec that reads it asks. */
function widthOf(layer: LayerSpec, path: string, demand: Demand): number {
  const asked = layer.outputs ? undefined : demand.layers.get(layer.name);
  const width = layer.width ?? asked;
  if (width === undefined) {
    throw specError(`${path}.width`, 'expected the number of outputs, for training to make it');
  }
  return width;
}

/** @param layers up to the one that another is added to. */
function checkAdded({ add }: LayerSpec, path: string, layers: readonly LearnedLayer[]): void {
  const own = layers.at(-1) as LearnedLayer;
  if (add === undefined) return;
  const added = layers.slice(0, -1).find(({ name }) => name === add);
  if (!added) throw specError(`${path}.add`, `no layer before it is called ${add}`);
  if (added.outputs !== own.outputs) {
    const message = `expected ${own.outputs} outputs, as ${own.name} has`;
    throw specError(`${path}.add`, `${message}, got ${added.outputs} in ${add}`);
  }
}

function checkWanted(
  network: string,
  wanted: ReadonlySet<string>,
  demand: Demand,
  layers: readonly LearnedLayer[],
): void {
  for (const name of wanted) {
    const layer = layers.find((other) => other.name === name);
    const path = `networks.${network}`;
    if (!layer) throw specError(path, `has no layer ${name}, which a codec reads`);
    const expected = demand.layers.get(name);
    if (layer.outputs !== expected) {
      const message = `expected ${expected} outputs in ${name}, as the codec that reads it has`;
      throw specError(path, `${message}, got ${layer.outputs}`);
    }
  }
}

/** The parameters as a weights file has them. @param values in the order of the parameters. */
export function tensorsOf({ tensors }: Parameters, values: Float32Array): Map<string, Tensor> {
  return new Map(
    tensors.map(({ name, at, inputs, outputs, layout, kernel }) => {
      const own = values.slice(at, at + inputs * outputs);
      if (layout === undefined) return [name, { shape: [outputs], values: own }];
      const shape = shapeOf(layout, inputs, outputs, kernel);
      return [name, { shape, values: inLayout(own, layout, inputs, kernel) }];
    }),
  );
}
