import { bernoulliLogits } from '../codecs/bernoulli.js';
import { bitsBack } from '../codecs/bitsBack.js';
import type { Codec } from '../codecs/codec.js';
import { gaussianStandardBins } from '../codecs/gaussian.js';
import { uniform } from '../codecs/uniform.js';
import { standardCentres } from '../distributions/standardBins.js';
import { powerOfTwo } from '../kernels/powers.js';
import type { Network } from '../networks/network.js';
import type { Model } from './model.js';
import { buildNetworks } from './networks.js';
import { specError } from './parse.js';
import type { BitsBackSpec, CodecSpec, ParameterSpec } from './schema.js';

/** Speed settings, which change no bit. */
export interface BuildOptions {
  /** Most rows a call of a network. */
  readonly batch?: number | undefined;
}

/** What codes the items of a model's data. */
export interface ItemCodec {
  /** Most items coded in lockstep, with one network call each way. Part of the model. */
  readonly width: number;
  /** The codec of n items, flat. */
  readonly group: (n: number) => Codec<Uint32Array>;
}

/** The default of {@link BuildOptions.batch}. */
export const DEFAULT_BATCH = 64;

/** Items of a uniform model coded together. */
const UNIFORM_WIDTH = 64;

/**
 * Builds a model's codec.
 *
 * @throws CrayError SPEC_INVALID or WEIGHTS_INVALID, with the JSON path, where parts do not meet.
 */
export function buildCodec(model: Model, { batch = DEFAULT_BATCH }: BuildOptions = {}): ItemCodec {
  const { data, codec } = model.spec;
  const size = data.shape.reduce((a, b) => a * b, 1);
  const networks = buildNetworks(model, batch);
  switch (codec.type) {
    case 'uniform':
      checkSymbols('codec', codec, size, data.levels);
      return { width: UNIFORM_WIDTH, group: (n) => uniform(n * size, codec.precision) };
    case 'bitsBack': {
      checkSymbols('codec.likelihood', codec.likelihood, size, data.levels);
      return { width: codec.lockstep, group: buildLatentModel(codec, size, networks) };
    }
  }
}

function buildLatentModel(
  spec: BitsBackSpec,
  size: number,
  networks: ReadonlyMap<string, Network>,
): (items: number) => Codec<Uint32Array> {
  const { prior, likelihood, posterior } = spec;
  if (prior.size !== posterior.size) {
    const message = `expected as many symbols as the posterior, ${posterior.size}`;
    throw specError('codec.prior.size', `${message}, got ${prior.size}`);
  }
  if (prior.precision !== posterior.binBits) {
    const message = `expected the posterior's binBits, ${posterior.binBits}`;
    throw specError('codec.prior.precision', `${message}, got ${prior.precision}`);
  }
  const logits = parameter(likelihood.logits, 'codec.likelihood.logits', networks, {
    inputs: prior.size,
    outputs: size,
  });
  const around = { inputs: size, outputs: posterior.size };
  const mean = parameter(posterior.mean, 'codec.posterior.mean', networks, around);
  const std = parameter(posterior.std, 'codec.posterior.std', networks, around);
  const centres = standardCentres(posterior.binBits);

  return (items) =>
    bitsBack({
      prior: uniform(items * prior.size, prior.precision),
      likelihood: (z: Uint32Array) => {
        const outputs = logits.network.evaluate(lookUp(centres, z));
        return bernoulliLogits(logits.of(outputs), likelihood.precision);
      },
      posterior: (x: Uint32Array) => {
        const input = new Float32Array(x);
        const outputs = mean.network.evaluate(input);
        const others = std.network === mean.network ? outputs : std.network.evaluate(input);
        return gaussianStandardBins({
          mean: new Float64Array(mean.of(outputs)),
          std: new Float64Array(std.of(others)),
          binBits: posterior.binBits,
          precision: posterior.precision,
        });
      },
    });
}

/** table[index] for each index. A loop: twenty times as fast as Float32Array.from with a function. */
function lookUp(table: Float32Array, indices: Uint32Array): Float32Array {
  const out = new Float32Array(indices.length);
  for (let i = 0; i < out.length; i++) out[i] = table[indices[i] as number] as number;
  return out;
}

/** A parameter that a network gives: the network, and how to take it from its outputs. */
interface NetworkParameter {
  readonly network: Network;
  of(outputs: ReadonlyMap<string, Float32Array>): Float32Array;
}

function parameter(
  spec: ParameterSpec,
  path: string,
  networks: ReadonlyMap<string, Network>,
  expected: { inputs: number; outputs: number },
): NetworkParameter {
  const network = networks.get(spec.network);
  if (!network) throw specError(`${path}.network`, `no network is called ${spec.network}`);
  if (network.inputs !== expected.inputs) {
    const message = `expected a network of ${expected.inputs} inputs`;
    throw specError(`${path}.network`, `${message}, got ${network.inputs} in ${spec.network}`);
  }
  const outputs = network.width(spec.layer);
  if (outputs === undefined) {
    throw specError(`${path}.layer`, `network ${spec.network} has no layer ${spec.layer}`);
  }
  if (outputs !== expected.outputs) {
    const message = `expected a layer of ${expected.outputs} outputs`;
    throw specError(`${path}.layer`, `${message}, got ${outputs} in ${spec.layer}`);
  }
  return { network, of: (all) => all.get(spec.layer) as Float32Array };
}

/** Checks that a codec of the data has as many symbols as an item, and can code every level. */
function checkSymbols(
  path: string,
  spec: Extract<CodecSpec, { type: 'uniform' }> | BitsBackSpec['likelihood'],
  size: number,
  levels: number,
): void {
  if (spec.size !== size) {
    throw specError(`${path}.size`, `expected ${size}, the size of an item, got ${spec.size}`);
  }
  const most = spec.type === 'bernoulli' ? 2 : powerOfTwo(spec.precision);
  if (levels > most) {
    throw specError(path, `codes ${most} values, expected the ${levels} levels of the data`);
  }
}
