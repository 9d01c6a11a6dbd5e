import type { NeighbourhoodModel } from '../../../codecs/neighbourhood/neighbourhood.js';
import { type SeenImages, seenOf } from '../../../codecs/neighbourhood/planes.js';
import { type Tap, tapsOf } from '../../../networks/window.js';
import { counted } from '../../../words.js';
import type { Sources } from '../../parameters.js';
import { specError } from '../../specError.js';
import { buildPass } from './pass.js';
import type { NeighbourhoodSpec, PassSpec } from './schema.js';
import type { SeenSite } from './site.js';

/**
 * Images of one size, [items, height, width, channels], and how each site follows from others.
 *
 * @throws CrayError SPEC_INVALID with the JSON path where parts do not meet.
 */
export function neighbourhoodModel(
  spec: NeighbourhoodSpec,
  path: string,
  sources: Sources,
): NeighbourhoodModel {
  const { levels, skew } = spec;
  const images = imagesOf(spec);
  const passes = passSites(spec, path).map((site, p) => {
    const where = `${path}.passes.${p}`;
    const { channels, taps } = site;
    const node = buildPass(spec.passes[p] as PassSpec, where, site, sources);
    if (node.size !== channels.length) {
      const message = `expected ${counted(channels.length, 'symbol')}, one for each channel, got ${node.size}`;
      throw specError(`${where}.codec.size`, message);
    }
    if (node.limit < levels) {
      throw specError(
        `${where}.codec`,
        `codes ${counted(node.limit, 'value')}, expected ${levels}`,
      );
    }
    return {
      channels,
      taps,
      codec: (seen: Float32Array, sites: number) => node.codec(seen, seen, sites),
    };
  });
  return { ...images, passes, skew };
}

/**
 * What each pass of a neighbourhood sees of a site.
 *
 * @throws CrayError SPEC_INVALID with the JSON path for a channel that is not known yet.
 */
export function passSites(spec: NeighbourhoodSpec, path: string): SeenSite[] {
  const { channels, levels, features, tally } = spec;
  const images = imagesOf(spec);
  const all = Array.from({ length: channels }, (_, c) => c);
  const known: number[] = [];
  return spec.passes.map((pass, p) => {
    const own = pass.channels ?? all;
    const taps: Tap[] = [];
    pass.window.forEach((box, b) => {
      const seen = box.channels ?? all.filter((c) => own.includes(c) || known.includes(c));
      seen.forEach((c, i) => {
        if (own.includes(c) || known.includes(c)) return;
        const where = `${path}.passes.${p}.window.${b}.channels.${i}`;
        throw specError(where, `channel ${c} is not known yet`);
      });
      taps.push(...tapsOf({ ...box, channels: seen }, known));
    });
    known.push(...own);
    const stride = seenOf(images, taps);
    return {
      channels: own,
      taps,
      features: features.length,
      feature: features[0] && 'scale' in features[0] ? features[0] : undefined,
      stride,
      tally: tally ? stride - levels : undefined,
      levels,
    };
  });
}

/** The images of a spec as networks see them. */
function imagesOf(spec: NeighbourhoodSpec): SeenImages {
  const { height, width, channels, levels, features, position, edge, tally } = spec;
  return {
    height,
    width,
    channels,
    features: features.length,
    embedding: Float32Array.from({ length: levels * features.length }, (_, i) =>
      seenAs(features[i % features.length] as Feature, Math.floor(i / features.length)),
    ),
    edge: Float32Array.from(features, (feature) => seenAs(feature, edge)),
    position,
    tally: tally ? { except: edge } : undefined,
  };
}

type Feature = NeighbourhoodSpec['features'][number];

/** What stands for a level, in double precision. */
export function seenAs(feature: Feature, level: number): number {
  if ('from' in feature) return level >= feature.from ? 1 : 0;
  return (level - feature.centre) / feature.scale;
}
