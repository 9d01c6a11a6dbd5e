import { bernoulliLogits } from '../../../codecs/bernoulli.js';
import { zeroFirst } from '../../../codecs/neighbourhood/zeroFirst.js';
import type { Network } from '../../../networks/network.js';
import type { ParameterSpec } from '../../fields.js';
import { pickRows } from '../../node.js';
import {
  buildParameter,
  Calls,
  everyRowOfSingles,
  layerOf,
  layersOf,
  type Sources,
} from '../../parameters.js';
import { specError } from '../../specError.js';
import { distributionOf } from '../distributions.js';
import { buildRecall } from './recall.js';
import type { PassSpec } from './schema.js';
import type { OpenSite, SeenSite, SiteCodec } from './site.js';

/**
 * Builds what codes the sites of a pass.
 *
 * @throws CrayError SPEC_INVALID with the JSON path where its parts do not meet.
 */
export function buildPass(
  spec: PassSpec,
  path: string,
  site: SeenSite,
  sources: Sources,
): SiteCodec {
  const { zero } = spec;
  if (!zero) return buildSymbols(spec, path, { ...site, inputs: site.stride, least: 0 }, sources);
  const { decides, others, behind } = inTwo(spec, zero, sources, site.stride);
  const where = `${path}.zero.logits`;
  const shape = { rows: 1, width: 1, inputs: site.stride };
  const logits = buildParameter(zero.logits, where, shape, decides);
  const width = behind?.inputs ?? site.stride;
  const codec = buildSymbols(spec, path, { ...site, inputs: width, least: 1 }, others);
  if (codec.size !== 1) {
    throw specError(`${path}.codec.size`, `expected 1 symbol behind a decision, got ${codec.size}`);
  }
  return {
    size: 1,
    limit: codec.limit + 1,
    codec(seen, read, sites) {
      const calls = new Calls(read);
      const odds = everyRowOfSingles(logits(sites, calls), sites);
      const some = bernoulliLogits(odds, zero.precision);
      const left = behind ? (calls.of(behind.trunk).get(behind.reads) as Float32Array) : read;
      return zeroFirst(some, (places) =>
        codec.codec(
          pickRows(seen, places, site.stride),
          pickRows(left, places, width),
          places.length,
        ),
      );
    },
  };
}

/** What the decision and the other levels take their parameters from. */
interface InTwo {
  readonly decides: Sources;
  readonly others: Sources;
  /** What the networks of others read, where it is not the neighbours. */
  readonly behind?: { readonly trunk: Network; readonly reads: string; readonly inputs: number };
}

/** Has the layers that only the other levels need computed for those alone, where that is possible. */
function inTwo(
  spec: PassSpec,
  { logits }: NonNullable<PassSpec['zero']>,
  sources: Sources,
  inputs: number,
): InTwo {
  const whole = { decides: sources, others: sources };
  const decision = layerOf(logits);
  const later = layersOf(parametersOfOthers(spec));
  const [name] = later.keys();
  if (later.size !== 1 || name === undefined || decision?.network !== name) return whole;
  const layers = later.get(name) as ReadonlySet<string>;
  const network = sources.networks.get(name);
  const split = network?.inputs === inputs && !layers.has(decision.layer) && network.split(layers);
  if (!split) return whole;
  const { trunk, reads, heads } = split;
  const withNetwork = (own: Network) => ({
    ...sources,
    networks: new Map(sources.networks).set(name, own),
  });
  return {
    decides: withNetwork(trunk),
    others: withNetwork(heads),
    behind: { trunk, reads, inputs: heads.inputs },
  };
}

/** The parameters of a pass, without those of its codec. */
export function parametersOf({ zero, recall }: PassSpec): ParameterSpec[] {
  return [...(zero ? [zero.logits] : []), ...(recall ? [recall.gates] : [])];
}

/** The parameters of all that a pass codes behind a decision about 0. */
function parametersOfOthers({ codec, recall }: PassSpec): ParameterSpec[] {
  const own = distributionOf(codec).parameters(codec);
  return [...own, ...(recall ? [recall.gates] : [])];
}

/** The networks of a pass. */
export function networksOf(spec: PassSpec): string[] {
  return [...layersOf([...parametersOf(spec), ...parametersOfOthers(spec)]).keys()];
}

function buildSymbols(spec: PassSpec, path: string, site: OpenSite, sources: Sources): SiteCodec {
  const { recall } = spec;
  if (recall) return buildRecall({ ...spec, recall }, path, site, sources);
  const { inputs } = site;
  const node = distributionOf(spec.codec).build(spec.codec, `${path}.codec`, { inputs, sources });
  return { ...node, codec: (_, read, sites) => node.codec(sites, read) };
}
