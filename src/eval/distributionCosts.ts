import { type ItemType, itemSize } from '../data/dataset.js';
import { buildCodec } from '../model/build.js';
import type { Model } from '../model/model.js';
import { type DistributionSpec, distributions } from '../model/types/fields.js';
import type { CodecSpec } from '../model/types/index.js';
import type { Chances } from './chances.js';
import type { SymbolCosts } from './costs.js';
import { type LaneCosts, laneCosts } from './lanes.js';

/** Lanes of latents, beside those of the data: enough that a pop finds bits on each. */
const LATENT_LANES = 64;
/** Numbers of more bits than the change of one head can tell. */
const WIDE = new Set(['bigUniform', 'benford64']);
const PLAIN = new Set<string>(
  distributions.map(({ shape }) => shape.type.value).filter((type) => !WIDE.has(type)),
);

/** Distributions of bits. */
const BINARY = new Set<string>(['bernoulli', 'bernoulliLogits']);

/** A codec whose symbols of data are on lanes of their own, and what codes them there. */
interface Apart {
  readonly codec: CodecSpec;
  readonly data: DistributionSpec;
}

/**
 * The cost of each symbol under a distribution, or one given latents: on a message with a lane for each, and
 * lanes of their own for the latents, whose cost is left out. Undefined for other codecs.
 */
export function distributionCosts(model: Model, item: ItemType): SymbolCosts | undefined {
  const size = itemSize(item.shape);
  const apart = onLanesApart(model.spec.codec, size);
  if (!apart) return undefined;
  const spec = { ...model.spec, codec: apart.codec };
  const { group } = buildCodec({ ...model, spec }, { item, lanes: size + LATENT_LANES });
  const one = group(1);
  return (symbols, items) => {
    const bits = new Float64Array(symbols.length);
    const chances: Chances[] = [];
    for (let i = 0; i < items; i++) {
      const lanes = laneCosts(one, symbols.subarray(i * size, (i + 1) * size), size, LATENT_LANES);
      bits.set(lanes.bits, i * size);
      chances.push(chancesOf(lanes, apart.data));
    }
    return { bits, chances };
  };
}

/**
 * What a distribution said of symbols: of bits, how likely each was; of others, where in the distribution
 * each was put, which is what the last bits of its head are.
 */
export function chancesOf({ bits, lows }: LaneCosts, spec: DistributionSpec): Chances {
  if (BINARY.has(spec.type)) {
    return { kind: 'decisions', values: Float32Array.from(bits, (cost) => 2 ** -cost) };
  }
  const total = 2 ** (spec as { readonly precision: number }).precision;
  return { kind: 'quantiles', values: Float32Array.from(lows, (low) => (low % total) / total) };
}

/** The same codec with data and latents on lanes of their own, where that is possible. */
function onLanesApart(codec: CodecSpec, size: number): Apart | undefined {
  const data = lanesFrom(0, size);
  const latent = lanesFrom(size, size + LATENT_LANES);
  if (isPlain(codec)) return { codec: data(codec), data: codec };
  if (codec.type === 'bitsBack' && isPlain(codec.likelihood)) {
    const { prior, likelihood, posterior } = codec;
    const apart = {
      ...codec,
      prior: latent(prior),
      likelihood: data(likelihood),
      posterior: latent(posterior),
    };
    return { codec: apart, data: likelihood };
  }
  if (codec.type === 'topDown' && isPlain(codec.likelihood)) {
    const { priors, posteriors, likelihood } = codec;
    const apart = {
      ...codec,
      priors: priors.map(latent),
      posteriors: posteriors.map(latent),
      likelihood: data(likelihood),
    };
    return { codec: apart, data: likelihood };
  }
  if (codec.type !== 'bitSwap') return undefined;
  const [first] = codec.layers;
  if (!first || !isPlain(first.likelihood)) return undefined;
  const layers = codec.layers.map(({ likelihood, posterior }, i) => ({
    likelihood: i === 0 ? data(likelihood) : latent(likelihood),
    posterior: latent(posterior),
  }));
  return { codec: { ...codec, layers, prior: latent(codec.prior) }, data: first.likelihood };
}

function isPlain(codec: CodecSpec): codec is DistributionSpec {
  return PLAIN.has(codec.type);
}

function lanesFrom(from: number, to: number): (codec: CodecSpec) => CodecSpec {
  return (codec) => ({ type: 'substack', from, to, stride: 1, codec });
}
