import { existsSync, readFileSync } from 'node:fs';
import { packageFile } from '../../src/package.js';
import { type Model, makeModel } from '../../src/spec/model.js';

/** Columns of NeLLoC's 100 outputs: ten logits, then for each channel means, scales and coefficients. */
const each = (from: number) => [0, 30, 60].map((c) => [from + c, from + c + 10]);

/**
 * A spec that takes a network of NeLLoC (Zhang et al., "Out-of-distribution generalization with
 * neural lossless compression", 2021) as PyTorch saved it.
 *
 * @param blocks residual blocks, each of three layers.
 */
function nellocSpec(blocks: number, [height, width]: readonly [number, number], skew?: number) {
  const conv = (name: string, tensor: string, rest: object = {}) => ({
    name,
    weight: `${tensor}.weight`,
    bias: `${tensor}.bias`,
    layout: 'convolution',
    activation: 'relu',
    ...rest,
  });
  const head = (name: string, outputs: number[][], rest: object = {}) =>
    conv(name, 'out_cnn2', { input: 'last', outputs, activation: 'identity', ...rest });
  const block = (i: number) => [
    conv(`block${i}a`, `resnet_cnn11.${i}`),
    conv(`block${i}b`, `resnet_cnn3.${i}`),
    conv(`block${i}`, `resnet_cnn12.${i}`, { add: i === 0 ? 'first' : `block${i - 1}` }),
  ];
  const layer = (name: string) => ({ network: 'pixels', layer: name });
  return {
    format: 1,
    name: 'nelloc',
    data: { dtype: 'u8', shape: [3, height, width], levels: 256 },
    weights: 'weights.safetensors',
    networks: {
      pixels: [
        conv('first', 'in_cnn', { bias: undefined }),
        ...Array.from({ length: blocks }, (_, i) => block(i)).flat(),
        conv('last', 'out_cnn1'),
        head('logits', [[0, 10]]),
        head('means', each(10)),
        head('logScales', each(20), { least: -7 }),
        head('coefficients', each(30), { activation: 'tanh' }),
      ],
    },
    codec: {
      type: 'neighbourhood',
      height,
      width,
      channels: 3,
      layout: 'planes',
      levels: 256,
      edge: 127.5,
      features: [{ centre: 127.5, scale: 127.5 }],
      skew,
      passes: [
        {
          window: [{ up: 3, left: 3, right: 3 }],
          codec: {
            type: 'pixelMixture',
            size: 3,
            components: 10,
            precision: 20,
            logits: layer('logits'),
            means: layer('means'),
            logScales: layer('logScales'),
            coefficients: layer('coefficients'),
          },
        },
      ],
    },
  };
}

/** A network of NeLLoC for images of a size, or undefined where its weights are not at hand. */
export function nelloc(
  name: string,
  blocks: number,
  size: readonly [number, number],
  skew?: number,
): Model | undefined {
  const weights = packageFile(`../shared/weights/nelloc-${name}.safetensors`);
  if (!existsSync(weights)) return undefined;
  return makeModel(JSON.stringify(nellocSpec(blocks, size, skew)), readFileSync(weights), name);
}
