import { itemSize } from '../../src/data/dataset.js';
import type { Model } from '../../src/model/model.js';
import type { LayerSpec } from '../../src/model/schema.js';
import { vaeOf } from './vaeSpec.js';

/** The negative ELBO of a model over items, estimated with two samples of the latents an item. */
export interface Elbo {
  /** Bits an element. */
  readonly bitsPerElement: number;
  /** Standard error of the estimate from sampling the latents. */
  readonly standardError: number;
}

type Rows = Map<string, Float64Array>;

/**
 * The negative ELBO of a latent-variable model, in double precision and plain JavaScript: what no
 * coder of that model can beat, and an oracle for its networks. Slow, and independent of the kernels.
 */
export function negativeElbo(model: Model, elements: Uint8Array, normal: () => number): Elbo {
  const { networks, data } = model.spec;
  const parts = vaeOf(model.spec);
  const size = itemSize(data.shape as number[]);
  const items = elements.length / size;
  const layers = (network: string) =>
    (networks[network] ?? []).map((layer) => prepare(layer, model));
  const encoder = layers(parts.mean.network);
  const decoder = layers(parts.logits.network);

  const sample = (mean: Float64Array, std: Float64Array, x: Uint8Array): number => {
    const z = mean.map((m, j) => m + (std[j] as number) * normal());
    const logits = evaluate(decoder, z).get(parts.logits.layer) as Float64Array;
    return logits.reduce((nats, l, j) => nats + softplus(l) - l * (x[j] as number), 0);
  };

  let [sum, squares] = [0, 0];
  for (let i = 0; i < items; i++) {
    const x = elements.subarray(i * size, (i + 1) * size);
    const q = evaluate(encoder, Float64Array.from(x));
    const mean = q.get(parts.mean.layer) as Float64Array;
    const std = q.get(parts.std.layer) as Float64Array;
    const divergence = mean.reduce((nats, m, j) => {
      const s = std[j] as number;
      return nats + 0.5 * (m * m + s * s - 1) - Math.log(s);
    }, 0);
    const [a, b] = [sample(mean, std, x), sample(mean, std, x)];
    sum += divergence + (a + b) / 2;
    squares += ((a - b) / 2) ** 2;
  }
  const scale = 1 / (items * size * Math.LN2);
  return { bitsPerElement: sum * scale, standardError: Math.sqrt(squares) * scale };
}

/** A layer with its weights by input. */
interface Prepared {
  readonly spec: LayerSpec;
  readonly rows: Float64Array[];
  readonly bias: Float64Array;
}

function prepare(spec: LayerSpec, model: Model): Prepared {
  const weight = model.tensors.get(spec.weight);
  const bias = model.tensors.get(spec.bias ?? '');
  if (!weight || !bias) throw new Error(`${spec.name} has no weights`);
  const transposed = spec.layout === 'outputs-inputs';
  const [a, b] = weight.shape as [number, number];
  const [inputs, outputs] = transposed ? [b, a] : [a, b];
  const rows = Array.from({ length: inputs }, (_, k) =>
    Float64Array.from(
      { length: outputs },
      (_, c) => weight.values[transposed ? c * inputs + k : k * outputs + c] as number,
    ),
  );
  return { spec, rows, bias: Float64Array.from(bias.values) };
}

function evaluate(layers: readonly Prepared[], input: Float64Array): Rows {
  const outputs: Rows = new Map();
  let before = input;
  for (const { spec, rows, bias } of layers) {
    const named = spec.input === null ? input : outputs.get(spec.input ?? '');
    const x = spec.input === undefined ? before : (named as Float64Array);
    const out = bias.slice();
    x.forEach((value, k) => {
      if (value === 0) return;
      const row = rows[k] as Float64Array;
      for (let c = 0; c < out.length; c++) out[c] = (out[c] as number) + value * (row[c] as number);
    });
    before = out.map(ACTIVATIONS[spec.activation]);
    outputs.set(spec.name, before);
  }
  return outputs;
}

const ACTIVATIONS: Record<LayerSpec['activation'], (x: number) => number> = {
  identity: (x) => x,
  relu: (x) => Math.max(x, 0),
  exp: Math.exp,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  softplus,
};

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
