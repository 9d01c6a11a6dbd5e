import type { ParameterSpec } from '../model/fields.js';
import { layerOf } from '../model/parameters.js';
import { specError } from '../model/specError.js';
import type { TrainingSpec } from '../model/trainingSchema.js';
import type { CodecSpecOf } from '../model/types/index.js';
import type { Tensor } from '../networks/safetensors.js';
import { type Likelihood, likelihoodOf } from './batch.js';
import type { Levels } from './losses/loss.js';
import type { Engine, LearningNetwork, NetworkPlan, Rows } from './network.js';
import type { Objective, ToTrain } from './objective.js';
import type { LearnedTensor, Parameters } from './parameters.js';
import { planOf, tensorsOf } from './plan.js';
import { Random } from './random.js';
import { demandsOf, vaeOf } from './readers.js';
import { drawWeights, type Role, rolesOf } from './start.js';
import { type Unit, unitOf, wide } from './unit.js';

/** Most items that an estimate is of. */
const ESTIMATE = 2048;

/** What an autoencoder is trained on. */
export interface VaeData {
  readonly train: Levels;
  /** Those by which its rate is measured. */
  readonly measured: Levels;
  /** Draws bits of a batch, where that is asked for. */
  readonly drawn: ((levels: Levels, random: Random) => Levels) | undefined;
}

/**
 * A variational autoencoder with diagonal Gaussian latents: the negative evidence lower bound, which is
 * what bits-back coding costs (Kingma and Welling, 2014; Townsend et al., 2019).
 */
export class VaeObjective implements Objective {
  readonly parameters: Parameters;
  readonly rates: Float32Array;
  private readonly training: TrainingSpec;
  private readonly likelihood: Likelihood;
  private readonly encoder: LearningNetwork;
  private readonly decoder: LearningNetwork;
  private readonly encoderPlan: NetworkPlan;
  private readonly latents: number;
  private readonly layers: { readonly mean: string; readonly std: string };
  /** How the encoder sees levels; its first layer takes it in. */
  private readonly seen: Unit;

  /** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
  constructor(
    { spec, codec, training }: ToTrain<CodecSpecOf<'bitsBack'>>,
    private readonly data: VaeData,
    make: Engine,
  ) {
    const { likelihood, posterior } = vaeOf(codec, 'codec');
    this.training = training;
    this.likelihood = likelihoodOf(likelihood);
    const mean = learnedLayerOf(posterior.spec.mean, `${posterior.path}.mean`);
    const std = learnedLayerOf(posterior.spec.std, `${posterior.path}.std`);
    if (mean.network !== std.network) {
      throw specError(`${posterior.path}.std.network`, `expected ${mean.network}, as the mean has`);
    }
    this.layers = { mean: mean.layer, std: std.layer };
    this.latents = posterior.spec.size;
    const { networks, parameters } = planOf(spec, demandsOf([likelihood, posterior]), new Set());
    this.parameters = parameters;
    const roles: Role[] = rolesOf(likelihood, this.likelihood.loss.parameters);
    this.rates = drawWeights(parameters, networks, roles, new Random(training.seed));
    const rows = 4 * Math.ceil(training.batch / 4);
    this.encoderPlan = networks.get(mean.network) as NetworkPlan;
    this.encoder = make(this.encoderPlan, parameters, { rows, inputGradients: false });
    const decoder = networks.get(this.likelihood.network) as NetworkPlan;
    this.decoder = make(decoder, parameters, { rows, inputGradients: true });
    const levels = training.binarise ? 2 : (spec.data.levels ?? (wide(data.train) ? 65536 : 256));
    // What is taken away needs biases to be taken in.
    const first = this.encoderPlan.layers.filter(({ input }) => input === undefined);
    const centred = wide(data.train) && first.every(({ bias }) => bias);
    this.seen = centred ? unitOf(data.train) : { centre: 0, scale: levels - 1 };
  }

  learn(random: Random, step: number): number {
    const { size } = this.likelihood;
    const { rows } = this.encoder;
    const { train, drawn } = this.data;
    const items = train.length / size;
    const batch = new (train.constructor as Uint8ArrayConstructor)(rows * size);
    for (let r = 0; r < rows; r++) {
      const from = size * Math.floor(random.uniform() * items);
      batch.set(train.subarray(from, from + size), r * size);
    }
    const rising = this.training.divergence * this.training.steps;
    const divergence = Math.min(1, (step + 1) / Math.max(1, rising));
    return this.bound(drawn?.(batch, random) ?? batch, rows, random, divergence);
  }

  estimate(): number {
    return this.estimateOf(0, Math.min(ESTIMATE, this.data.measured.length / this.likelihood.size));
  }

  estimateOf(first: number, end: number): number {
    const { size } = this.likelihood;
    const { rows } = this.encoder;
    const { measured } = this.data;
    const random = new Random(this.training.seed + first);
    let bits = 0;
    for (let from = first; from < end; from += rows) {
      const here = Math.min(rows, end - from);
      const batch = new (measured.constructor as Uint8ArrayConstructor)(rows * size);
      batch.set(measured.subarray(from * size, (from + here) * size));
      bits += here * this.bound(batch, here, random, undefined);
    }
    return bits / (end - first);
  }

  tensors(): Map<string, Tensor> {
    const values = this.parameters.values.slice();
    const first = this.encoderPlan.layers.filter(({ input }) => input === undefined);
    const biases = new Map(first.map(({ weight, bias }) => [weight.tensor, bias?.tensor]));
    for (const [weight, bias] of biases) takeIn(this.seen, values, weight, bias);
    return tensorsOf(this.parameters, values);
  }

  /**
   * The negative bound in bits a dimension, with one sample of the latents.
   *
   * @param items that count, of all rows.
   * @param divergence weight of the divergence from the prior in the gradients, which are added; no
   * gradients where it is undefined.
   */
  private bound(
    levels: Levels,
    items: number,
    random: Random,
    divergence: number | undefined,
  ): number {
    const { encoder, decoder, likelihood, latents, seen } = this;
    const { rows } = encoder;
    const share = 1 / (items * likelihood.size);
    const weights = new Float32Array(rows).fill(share, 0, items);
    const x = encoder.input();
    for (let i = 0; i < levels.length; i++)
      x.values[at(i, likelihood.size, x.stride)] =
        ((levels[i] as number) - seen.centre) / seen.scale;
    const noise = random.normals(rows * latents);
    const learn = divergence !== undefined;
    let bits = 0;
    const score = (encoded: ReadonlyMap<string, Rows>) => {
      const mean = encoded.get(this.layers.mean) as Rows;
      const std = encoded.get(this.layers.std) as Rows;
      const z = decoder.input();
      for (let i = 0; i < noise.length; i++) {
        const m = mean.values[at(i, latents, mean.stride)] as number;
        const s = std.values[at(i, latents, std.stride)] as number;
        z.values[at(i, latents, z.stride)] = m + s * (noise[i] as number);
      }
      const decode = (outputs: ReadonlyMap<string, Rows>) => {
        bits += likelihood.evaluate(outputs, levels, weights);
      };
      if (learn) decoder.pass(decode);
      else decoder.look(decode);
      const byZ = decoder.input();
      for (let i = 0; i < noise.length; i++) {
        const weight = (weights[Math.floor(i / latents)] as number) / Math.LN2;
        const [atMean, atStd] = [at(i, latents, mean.stride), at(i, latents, std.stride)];
        const m = mean.values[atMean] as number;
        const s = std.values[atStd] as number;
        bits += weight * ((m * m + s * s - 1) / 2 - Math.log(s));
        if (!learn) continue;
        const dz = byZ.d[at(i, latents, byZ.stride)] as number;
        mean.d[atMean] = dz + divergence * weight * m;
        std.d[atStd] = dz * (noise[i] as number) + divergence * weight * (s - 1 / s);
      }
    };
    if (learn) encoder.pass(score);
    else encoder.look(score);
    return bits;
  }
}

/** Has a first layer read levels as they are, whose weights read them in a unit. */
function takeIn(
  { centre, scale }: Unit,
  values: Float32Array,
  weight: LearnedTensor,
  bias: LearnedTensor | undefined,
): void {
  const { at: from, inputs, outputs } = weight;
  for (let i = 0; i < inputs * outputs; i++) {
    const own = (values[from + i] as number) / scale;
    values[from + i] = own;
    if (!bias || centre === 0) continue;
    const to = bias.at + (i % outputs);
    values[to] = (values[to] as number) - own * centre;
  }
}

/** Where number i of rows of `width` is, in rows of `stride`. */
function at(i: number, width: number, stride: number): number {
  return width === stride ? i : Math.floor(i / width) * stride + (i % width);
}

/** The layer that a parameter of the posterior comes from. */
function learnedLayerOf(
  parameter: ParameterSpec,
  path: string,
): { network: string; layer: string } {
  const from = layerOf(parameter);
  if (from) return from;
  throw specError(path, 'training wants a layer of a network here');
}
