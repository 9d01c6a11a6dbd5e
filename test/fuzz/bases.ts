import { CrayError } from '../../src/errors.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { compress } from '../../src/pipeline/compress.js';
import type { CompressOptions } from '../../src/pipeline/compressOptions.js';
import { type Model, makeModel } from '../../src/spec/model.js';
import { Random } from '../../src/train/random.js';
import { collect, idxFile } from '../data.js';

/** A sound file, and what it restores. */
export interface Base {
  readonly name: string;
  readonly file: Uint8Array;
  readonly restored: Uint8Array;
}

const random = new Random(20);
const SHAPE = [4, 4];
const SIZE = 16;

/** Small models of every kind that a decoder treats in its own way. */
const models = new Map(
  [
    modelOf('noise', { type: 'bernoulli', size: SIZE, precision: 16, probabilities: 0.3 }),
    modelOf('autoencoder', {
      type: 'bitsBack',
      lockstep: 8,
      prior: latents(0, 1),
      likelihood: {
        type: 'bernoulliLogits',
        size: SIZE,
        precision: 16,
        logits: { network: 'decoder', layer: 'out' },
      },
      posterior: latents({ network: 'encoder', layer: 'out' }, 0.5),
    }),
  ].map((model) => [model.spec.name, model]),
);

/** @throws CrayError MODEL_NOT_FOUND for a name that is none of them. */
export function findModel({ modelName }: { readonly modelName: string }): Model {
  const model = models.get(modelName);
  if (!model) throw new CrayError('MODEL_NOT_FOUND', `no model ${JSON.stringify(modelName)}`);
  return model;
}

/** Files with one chunk and with many, with and without order, coded and plain, and an empty one. */
export function makeBases(): Promise<Base[]> {
  return Promise.all([
    base('noise', 'noise', 40, { chunkItems: 7 }),
    base('autoencoder', 'autoencoder', 60, { chunkItems: 50, lanes: 4, seed: 9 }),
    base('unordered', 'noise', 30, { chunkItems: 30, unordered: true }),
    base('single', 'autoencoder', 1),
    base('empty', 'noise', 0),
  ]);
}

async function base(
  name: string,
  model: string,
  items: number,
  options: CompressOptions = {},
): Promise<Base> {
  const bits = Array.from({ length: items }, () =>
    Buffer.from(Array.from({ length: SIZE }, () => Number(random.uniform() < 0.3))),
  );
  if (options.unordered) bits.sort(Buffer.compare);
  const restored = idxFile([items, ...SHAPE], Buffer.concat(bits));
  const found = findModel({ modelName: model });
  const file = await collect(compress([restored], () => found, options));
  // No Buffer, whose slices are views: what is damaged has to be a copy.
  return { name, file: new Uint8Array(file), restored };
}

function modelOf(name: string, codec: object): Model {
  const data = { dtype: 'u8', shape: SHAPE, levels: 2 };
  const layer = (network: string) => [
    { name: 'out', weight: `${network}.weight`, bias: `${network}.bias` },
  ];
  const networks = { encoder: layer('encoder'), decoder: layer('decoder') };
  const spec = { format: 1, name, data, weights: 'w', networks, codec };
  return makeModel(JSON.stringify(spec), weights(), name);
}

function latents(mean: unknown, std: number): object {
  return { type: 'gaussianStandardBins', size: 3, binBits: 8, precision: 20, mean, std };
}

function weights(): Uint8Array {
  const draw = new Random(1);
  const tensor = (...shape: number[]) => ({
    shape,
    values: draw.normals(shape.reduce((a, b) => a * b, 1)).map((v) => v / 4),
  });
  return writeSafetensors(
    new Map([
      ['encoder.weight', tensor(SIZE, 3)],
      ['encoder.bias', tensor(3)],
      ['decoder.weight', tensor(3, SIZE)],
      ['decoder.bias', tensor(SIZE)],
    ]),
  );
}
