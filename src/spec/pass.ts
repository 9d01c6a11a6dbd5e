import { bernoulliLogits } from '../codecs/bernoulli.js';
import { zeroFirst } from '../codecs/zeroFirst.js';
import { buildDistribution } from './distributions.js';
import type { PassSpec } from './neighbourhoodSchema.js';
import { pickRows } from './node.js';
import { buildParameter, Calls, everyRow, type Sources } from './parameters.js';
import { specError } from './parse.js';
import { buildRecall } from './recall.js';
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
  const from = `${path}.zero`;
  const parameter = (name: string, width: number, of: Parameters<typeof buildParameter>[0]) =>
    buildParameter(of, `${from}.${name}`, { rows: 1, width, inputs: site.stride }, sources);
  const logits = parameter('logits', 1, zero.logits);
  const width = zero.reads
    ? (sources.networks.get(zero.reads.network)?.width(zero.reads.layer) ?? site.stride)
    : site.stride;
  const reads = zero.reads && parameter('reads', width, zero.reads);
  const others = buildSymbols(spec, path, { ...site, inputs: width, least: 1 }, sources);
  if (others.size !== 1) {
    throw specError(
      `${path}.codec.size`,
      `expected 1 symbol behind a decision, got ${others.size}`,
    );
  }
  return {
    size: 1,
    limit: others.limit + 1,
    codec(seen, read, sites) {
      const calls = new Calls(read);
      const rows = (of: typeof logits) => Float32Array.from(everyRow(of(sites, calls), sites));
      const some = bernoulliLogits(rows(logits), zero.precision);
      const behind = reads ? (reads(sites, calls).values as Float32Array) : read;
      return zeroFirst(some, (places) =>
        others.codec(
          pickRows(seen, places, site.stride),
          pickRows(behind, places, width),
          places.length,
        ),
      );
    },
  };
}

function buildSymbols(spec: PassSpec, path: string, site: OpenSite, sources: Sources): SiteCodec {
  const { recall } = spec;
  if (recall) return buildRecall({ ...spec, recall }, path, site, sources);
  const node = buildDistribution(spec.codec, `${path}.codec`, site.inputs, sources);
  return { ...node, codec: (_, read, sites) => node.codec(sites, read) };
}
