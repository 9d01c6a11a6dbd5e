import { layerOf } from '../model/parameters.js';
import type { RowParameter } from './losses/loss.js';
import type { LearnedLayer, NetworkPlan } from './network.js';
import type { Matrix, Parameters } from './parameters.js';
import type { Random } from './random.js';
import { type Reader, sourceOf } from './readers.js';

/** A layer that gives a parameter of a codec. */
export interface Role {
  readonly network: string;
  readonly layer: string;
  readonly parameter: RowParameter;
}

/** The layers that give the parameters of a codec. */
export function rolesOf(reader: Reader, parameters: readonly RowParameter[]): Role[] {
  return parameters.flatMap((parameter) => {
    const from = layerOf(sourceOf(reader, parameter.name));
    return from ? [{ ...from, parameter }] : [];
  });
}

/**
 * Draws first weights: by He's rule before rectified units, a third of that where another layer is added,
 * and less for what codecs read, so that a network begins near what it should learn.
 *
 * @returns what the learning rate of each parameter is multiplied by.
 */
export function drawWeights(
  { values }: Parameters,
  networks: ReadonlyMap<string, NetworkPlan>,
  roles: readonly Role[],
  random: Random,
): Float32Array {
  const rates = new Float32Array(values.length).fill(1);
  for (const { name, layers, wanted } of networks.values()) {
    for (const layer of layers) {
      const role = roles.find((one) => one.network === name && one.layer === layer.name);
      const { bias = 0, rate = 1 } = role?.parameter ?? {};
      const scale = rate * scaleOf(layer, wanted.has(layer.name));
      fill(values, layer.weight, () => scale * normal(random));
      fill(rates, layer.weight, () => rate);
      if (!layer.bias) continue;
      fill(values, layer.bias, () => bias);
      fill(rates, layer.bias, () => rate);
    }
  }
  return rates;
}

function scaleOf({ inputs, activation, add }: LearnedLayer, read: boolean): number {
  if (read) return Math.sqrt(0.1 / inputs);
  return Math.sqrt((activation === 'relu' ? 2 : 1) / inputs) * (add === undefined ? 1 : 0.3);
}

function fill(values: Float32Array, { tensor, columns }: Matrix, value: () => number): void {
  const { at, inputs, outputs } = tensor;
  for (let r = 0; r < inputs; r++) {
    for (let c = 0; c < (columns?.length ?? outputs); c++) {
      values[at + r * outputs + (columns?.[c] ?? c)] = value();
    }
  }
}

function normal(random: Random): number {
  return random.normals(1)[0] as number;
}
