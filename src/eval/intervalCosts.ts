import { type ItemType, itemSize } from '../data/dataset.js';
import { buildCodec } from '../model/build.js';
import type { Told } from '../model/codecType.js';
import type { AnySpec } from '../model/context.js';
import type { Model } from '../model/model.js';
import { type CodecSpec, innerOf, typeOf } from '../model/types/index.js';
import type { Chances } from './chances.js';
import type { SymbolCosts } from './costs.js';
import { chancesOf, laneCosts } from './lanes.js';

/** Lanes of latents, beside those of the data: enough that a pop finds bits on each. */
const LATENT_LANES = 64;

/** A codec whose symbols of data are on lanes of their own, and what is told of them there. */
interface Apart {
  readonly codec: AnySpec;
  readonly told: Told;
}

/**
 * The cost of each symbol under a codec that tells it on a lane, or one given latents: on a message with a lane
 * for each, and lanes of their own for the latents, whose cost is left out. Undefined for other codecs.
 */
export function intervalCosts(model: Model, item: ItemType): SymbolCosts | undefined {
  const size = itemSize(item.shape);
  const apart = onLanesApart(model.spec.codec, size);
  if (!apart) return undefined;
  const spec = { ...model.spec, codec: apart.codec as CodecSpec };
  const { group } = buildCodec({ ...model, spec }, { item, lanes: size + LATENT_LANES });
  const one = group(1);
  return (symbols, items) => {
    const bits = new Float64Array(symbols.length);
    const chances: Chances[] = [];
    for (let i = 0; i < items; i++) {
      const lanes = laneCosts(one, symbols.subarray(i * size, (i + 1) * size), size, LATENT_LANES);
      bits.set(lanes.bits, i * size);
      chances.push(chancesOf(lanes, apart.told));
    }
    return { bits, chances };
  };
}

/** The same codec with data and latents on lanes of their own, where that is possible. */
function onLanesApart(codec: CodecSpec, size: number): Apart | undefined {
  const data = lanesFrom(0, size);
  const latents = lanesFrom(size, size + LATENT_LANES);
  const { withInner, told } = typeOf(codec);
  if (told) return { codec: data(codec), told: told(codec) };
  const inner = innerOf(codec);
  const [likelihood, ...others] = inner.filter(({ coded }) => coded === 'data');
  // Several codecs of data, one after another, have their lanes in common.
  if (!withInner || !likelihood || others.length > 0 || inner.length === 1) return undefined;
  const saying = typeOf(likelihood.spec);
  if (!saying.told) return undefined;
  return {
    codec: withInner(codec, (one, coded) => (coded === 'data' ? data(one) : latents(one))),
    told: saying.told(likelihood.spec),
  };
}

function lanesFrom(from: number, to: number): (codec: AnySpec) => CodecSpec {
  return (codec) => ({ type: 'substack', from, to, stride: 1, codec: codec as CodecSpec });
}
