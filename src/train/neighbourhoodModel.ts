import type { Tensor } from '../networks/safetensors.js';
import type { Box } from '../networks/window.js';
import type { Loss } from './loss.js';
import type { Mlp } from './mlp.js';
import type { Relative } from './relative.js';

/** What a model.json says of a neighbourhood beside its network. */
export interface NeighbourhoodParts {
  readonly name: string;
  readonly description: string;
  /** Sizes of an item, as the data have them. */
  readonly shape: readonly number[];
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly layout: 'sites' | 'planes';
  readonly levels: number;
  readonly edge: number;
  readonly features: readonly ({ centre: number; scale: number } | { from: number })[];
  readonly position: boolean;
  readonly window: readonly (Omit<Box, 'channels'> & Partial<Pick<Box, 'channels'>>)[];
}

/**
 * The model.json of a trained network.
 *
 * @param relative whether what the network saw was made relative.
 */
export function neighbourhoodSpec(
  parts: NeighbourhoodParts,
  { shape }: Mlp,
  loss: Loss,
  relative: boolean,
): object {
  const { name, description, window, shape: sizes, ...rest } = parts;
  const hidden = Array.from({ length: shape.blocks + 1 }, (_, i) => ({
    name: `hidden${i}`,
    weight: `hidden${i}.weight`,
    bias: `hidden${i}.bias`,
    ...(i === 0 && relative ? { input: null } : {}),
    activation: 'relu',
    ...(i > 0 ? { add: `hidden${i - 1}` } : {}),
  }));
  const heads = loss.heads.map(({ name: head, activation, least }) => ({
    name: head,
    input: `hidden${shape.blocks}`,
    weight: `${head}.weight`,
    bias: `${head}.bias`,
    ...(activation ? { activation } : {}),
    ...(least === undefined ? {} : { least }),
  }));
  const origins = relative ? [{ name: 'origins', weight: 'origins.weight' }] : [];
  const parameters = [...loss.heads, ...origins].map(({ name: head }) => [
    head,
    { network: 'site', layer: head },
  ]);
  return {
    $schema: '../model.schema.json',
    format: 1,
    name,
    description,
    data: { dtype: 'u8', shape: sizes, levels: parts.levels },
    weights: 'weights.safetensors',
    networks: { site: [...origins, ...hidden, ...heads] },
    codec: {
      type: 'neighbourhood',
      ...rest,
      passes: [{ window, codec: { ...loss.codec, ...Object.fromEntries(parameters) } }],
    },
  };
}

/**
 * The weights that {@link neighbourhoodSpec} names.
 *
 * @param relative where what the network saw was made relative.
 */
export function neighbourhoodTensors(
  network: Mlp,
  loss: Loss,
  relative: Relative | undefined,
): Map<string, Tensor> {
  const { parameters, layers, shape } = network;
  const tensors = new Map<string, Tensor>();
  layers.forEach(({ inputs, outputs, weight, bias }, i) => {
    const rows = i === 0 ? shape.inputs : inputs;
    const put = (name: string, columns: readonly number[], scale: number, shift: number) => {
      const values = new Float32Array(rows * columns.length);
      for (let r = 0, j = 0; r < rows; r++) {
        for (const c of columns)
          values[j++] = (parameters[weight + r * outputs + c] as number) * scale;
      }
      tensors.set(`${name}.weight`, { shape: [rows, columns.length], values });
      const biases = Float32Array.from(
        columns,
        (c) => (parameters[bias + c] as number) * scale + shift,
      );
      tensors.set(`${name}.bias`, { shape: [columns.length], values: biases });
    };
    if (i <= shape.blocks) {
      put(
        `hidden${i}`,
        Array.from({ length: outputs }, (_, c) => c),
        1,
        0,
      );
      return;
    }
    for (const { name, outputs: ranges, scale = 1, shift = 0 } of loss.heads) {
      const columns = ranges.flatMap(([from, to]) =>
        Array.from({ length: to - from }, (_, c) => from + c),
      );
      put(name, columns, scale, shift);
    }
  });
  relative?.fold(tensors);
  return tensors;
}
