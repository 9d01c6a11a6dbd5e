import { CrayError } from '../../src/errors.js';
import { loadModel, type Model, makeModel } from '../../src/model/model.js';
import { writeSafetensors } from '../../src/networks/safetensors.js';
import { Random } from '../../src/train/random.js';
import { idxFile } from '../data.js';

/** Sizes of the items that the models without learning are for: bits. */
export const SHAPE = [4, 4];
export const SIZE = 16;
/** How many of them are ones: so few that the model is worth its message, even for some items. */
export const RARE = 0.03;

/** Small models of every kind that a decoder treats in its own way, and one that has a number. */
const models = new Map(
  [
    modelOf('noise', bits(), { type: 'bernoulli', size: SIZE, precision: 16, probabilities: RARE }),
    modelOf('autoencoder', bits(), {
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
    modelOf('mixing', { dtype: 'u8' }, { type: 'contextMixing' }),
    modelOf('prediction', {}, { type: 'adaptivePrediction' }),
    modelOf('experts', { dtype: 'u8' }, { type: 'experts', effort: 1 }),
    loadModel('bytes'),
    loadModel('jpeg'),
    loadModel('numbers'),
  ].map((model) => [model.spec.name, model]),
);

/** @throws CrayError MODEL_NOT_FOUND for a name that is none of them. */
export function findModel({ modelName }: { readonly modelName: string }): Model {
  const model = models.get(modelName);
  if (!model) throw new CrayError('MODEL_NOT_FOUND', `no model ${JSON.stringify(modelName)}`);
  return model;
}

/** An idx file of so many items that the models of bits are for. */
export function rareBits(items: number): Uint8Array {
  const random = new Random(3);
  const bits = Uint8Array.from({ length: items * SIZE }, () => Number(random.uniform() < RARE));
  return idxFile([items, ...SHAPE], bits);
}

function bits(): object {
  return { dtype: 'u8', shape: SHAPE, levels: 2 };
}

function modelOf(name: string, data: object, codec: object): Model {
  const weighted = JSON.stringify(codec).includes('network');
  const layer = (network: string) => [
    { name: 'out', weight: `${network}.weight`, bias: `${network}.bias` },
  ];
  const networks = { encoder: layer('encoder'), decoder: layer('decoder') };
  const spec = { format: 1, name, data, codec, ...(weighted && { weights: 'w', networks }) };
  return makeModel(JSON.stringify(spec), weighted ? weights() : new Uint8Array(0), name);
}

function latents(mean: unknown, std: number): object {
  return { type: 'gaussianStandardBins', size: 3, binBits: 8, precision: 20, mean, std };
}

function weights(): Uint8Array {
  const draw = new Random(1);
  const tensor = (shape: readonly number[], mean = 0) => ({
    shape,
    values: draw.normals(shape.reduce((a, b) => a * b, 1)).map((v) => mean + v / 4),
  });
  return writeSafetensors(
    new Map([
      ['encoder.weight', tensor([SIZE, 3])],
      ['encoder.bias', tensor([3])],
      ['decoder.weight', tensor([3, SIZE])],
      ['decoder.bias', tensor([SIZE], -3)],
    ]),
  );
}
