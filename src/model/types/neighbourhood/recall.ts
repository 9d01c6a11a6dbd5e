import { categoricalLogits } from '../../../codecs/categoricalLogits.js';
import { gatesOf, type Recall, raiseSeen } from '../../../codecs/neighbourhood/recall.js';
import type { Tap } from '../../../networks/window.js';
import { counted } from '../../../words.js';
import { buildParameter, Calls, everyRowOfSingles, type Sources } from '../../parameters.js';
import { specError } from '../../specError.js';
import type { DistributionSpec } from '../distributions.js';
import type { RecallSpec } from './schema.js';
import type { OpenSite, SiteCodec } from './site.js';

/**
 * The levels of a site by logits that are raised where they have been seen.
 *
 * @throws CrayError SPEC_INVALID with the JSON path where parts do not meet.
 */
export function buildRecall(
  { codec, recall: spec }: { readonly codec: DistributionSpec; readonly recall: RecallSpec },
  path: string,
  site: OpenSite,
  sources: Sources,
): SiteCodec {
  if (codec.type !== 'categoricalLogits' || codec.size !== 1) {
    throw specError(
      `${path}.codec`,
      'expected categoricalLogits of size 1, whose logits are raised',
    );
  }
  const recall = recallOf(spec, `${path}.recall`, site);
  const { symbols, precision } = codec;
  const expected = site.levels - site.least;
  if (symbols !== expected) {
    throw specError(
      `${path}.codec.symbols`,
      `expected ${counted(expected, 'symbol')}, got ${symbols}`,
    );
  }
  const parameter = (name: string, width: number, from: typeof codec.logits) =>
    buildParameter(from, `${path}.${name}`, { rows: 1, width, inputs: site.inputs }, sources);
  const logits = parameter('codec.logits', symbols, codec.logits);
  const gates = parameter('recall.gates', gatesOf(recall), spec.gates);
  return {
    size: 1,
    limit: symbols,
    codec(seen, read, sites) {
      const calls = new Calls(read);
      const rows = (of: typeof logits) => everyRowOfSingles(of(sites, calls), sites);
      const raised = rows(logits);
      raiseSeen(recall, raised, rows(gates), seen);
      return categoricalLogits(raised, { symbols, size: sites, precision });
    },
  };
}

/** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
export function recallOf(spec: RecallSpec, path: string, site: OpenSite): Recall {
  const { counts, neighbours } = spec;
  if (counts.length > 0 && site.tally === undefined) {
    throw specError(`${path}.counts`, 'expected a neighbourhood with a tally, which counts them');
  }
  counts.forEach((n, i) => {
    if (i > 0 && n <= (counts[i - 1] as number)) {
      throw specError(`${path}.counts.${i}`, `expected more than ${counts[i - 1]}, got ${n}`);
    }
  });
  const feature = site.feature ?? { centre: 0, scale: 1 };
  if (neighbours.length > 0 && !tellsLevels(site)) {
    throw specError(`${path}.neighbours`, 'expected a first feature that tells levels apart');
  }
  return {
    stride: site.stride,
    tally: site.tally ?? 0,
    least: site.least,
    counts,
    neighbours: neighbours.map(([dy, dx], i) => {
      const tap: Tap = [dy, dx, site.channels[0] as number];
      const at = site.taps.findIndex((other) => `${other}` === `${tap}`);
      if (at < 0)
        throw specError(`${path}.neighbours.${i}`, `the window has no site at ${dy}, ${dx}`);
      return at * site.features;
    }),
    feature,
  };
}

/** Whether levels come back from their first feature in single precision. */
function tellsLevels({ feature, levels }: OpenSite): boolean {
  if (!feature) return false;
  const { centre, scale } = feature;
  for (let level = 0; level < levels; level++) {
    if (Math.round(centre + scale * Math.fround((level - centre) / scale)) !== level) return false;
  }
  return true;
}
