import { existsSync, readFileSync } from 'node:fs';
import { type Model, makeModel } from '../../src/model/model.js';
import { packageFile } from '../../src/package.js';

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

/**
 * What the smallest network makes of an image of CIFAR-10, in bits: PyTorch's layers and
 * PixelCNN++'s mixtures written out in double precision.
 *
 * @param pixels [3, 32, 32]
 */
export function plainNellocBits({ tensors }: Model, pixels: Uint8Array): number {
  const of = (name: string) => tensors.get(name)?.values as Float32Array;
  const at = (c: number, y: number, x: number) =>
    y < 0 || x < 0 || x > 31 ? 0 : (pixels[c * 1024 + y * 32 + x] as number) / 127.5 - 1;
  const dense = (x: Float64Array, name: string, outputs: number) =>
    Float64Array.from({ length: outputs }, (_, o) => {
      const weight = of(`${name}.weight`);
      return x.reduce(
        (sum, v, k) => sum + v * (weight[o * x.length + k] as number),
        of(`${name}.bias`)[o] as number,
      );
    });
  const rectified = (x: Float64Array) => x.map((v) => Math.max(v, 0));
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const first = of('in_cnn.weight');
  let bits = 0;
  for (let site = 0; site < 1024; site++) {
    const [y, x] = [Math.floor(site / 32), site % 32];
    const seen = Float64Array.from({ length: 3 * 24 }, (_, i) =>
      at(Math.floor(i / 24), y + Math.floor((i % 24) / 7) - 3, x + ((i % 24) % 7) - 3),
    );
    const hidden = Float64Array.from({ length: 256 }, (_, o) =>
      seen.reduce((sum, v, i) => {
        return sum + v * (first[(o * 3 + Math.floor(i / 24)) * 49 + (i % 24)] as number);
      }, 0),
    );
    const out = dense(rectified(dense(rectified(hidden), 'out_cnn1', 256)), 'out_cnn2', 100);
    const v = (i: number) => out[i] as number;
    let mass = 0;
    let total = 0;
    for (let k = 0; k < 10; k++) {
      const [r, g] = [at(0, y, x), at(1, y, x)];
      const c = (i: number) => Math.tanh(v(30 + 30 * i + k));
      const moved = [0, c(0) * r, c(1) * r + c(2) * g];
      let p = Math.exp(v(k));
      total += p;
      moved.forEach((move, channel) => {
        const scale = Math.exp(-Math.max(v(20 + 30 * channel + k), -7));
        const off = at(channel, y, x) - v(10 + 30 * channel + k) - move;
        const above = at(channel, y, x) === 1 ? 1 : sigmoid(scale * (off + 1 / 255));
        p *= above - (at(channel, y, x) === -1 ? 0 : sigmoid(scale * (off - 1 / 255)));
      });
      mass += p;
    }
    bits -= Math.log2(mass / total);
  }
  return bits;
}
