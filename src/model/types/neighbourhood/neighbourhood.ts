import type { Codec } from '../../../codecs/codec.js';
import { mapped } from '../../../codecs/mapped.js';
import { greenDifferences } from '../../../codecs/neighbourhood/greenDifferences.js';
import {
  type NeighbourhoodModel,
  neighbourhood,
} from '../../../codecs/neighbourhood/neighbourhood.js';
import { type SeenImages, seenOf } from '../../../codecs/neighbourhood/planes.js';
import { type Tap, tapsOf } from '../../../networks/window.js';
import { layersOf } from '../../networks.js';
import { asNumbers, type Node } from '../../node.js';
import type { Sources } from '../../parameters.js';
import { specError } from '../../parse.js';
import { buildPass } from './pass.js';
import type { NeighbourhoodSpec, OpenNeighbourhoodSpec, PassSpec } from './schema.js';
import type { SeenSite } from './site.js';

/** Bytes of items that a chunk should have at most. */
const CHUNK_BYTES = 1 << 22;

/**
 * Multiplications of networks that a chunk should take at most: half a second or so of one core, so that one
 * item out of many is soon there, and what networks see of a chunk stays in the cache.
 */
const CHUNK_WORK = 8e9;

/** A spec for items of a shape, whose rows and columns it takes where it has none of its own. */
export function sized(spec: OpenNeighbourhoodSpec, shape: readonly number[]): NeighbourhoodSpec {
  const [rows = 1, columns = 1] = spec.layout === 'planes' ? shape.slice(-2) : shape;
  return { ...spec, height: spec.height ?? rows, width: spec.width ?? columns };
}

/** @throws CrayError SPEC_INVALID with the JSON path where parts do not meet. */
export function buildNeighbourhood(spec: NeighbourhoodSpec, path: string, sources: Sources): Node {
  const { height, width, channels, levels, lockstep } = spec;
  const coder = checked(path, () => neighbourhood(neighbourhoodModel(spec, path, sources)));
  if (spec.colour === 'greenDifferences' && channels < 3) {
    throw specError(`${path}.colour`, `expected 3 channels or more, got ${channels}`);
  }
  return {
    size: height * width * channels,
    limit: levels,
    width: lockstep,
    givesOnly: true,
    chunkItems: (bytes) =>
      Math.min(CHUNK_BYTES / bytes, spec.chunk ?? CHUNK_WORK / workOf(spec, sources)),
    embed: asNumbers,
    codec: (items) => asLaidOut(coder(items), spec, items),
  };
}

/** Multiplications of networks for an item. */
function workOf({ height, width, passes }: NeighbourhoodSpec, { networks }: Sources): number {
  const names = passes.flatMap((pass) => [...layersOf(pass).keys()]);
  return names.reduce((sum, name) => sum + height * width * (networks.get(name)?.work ?? 0), 0);
}

/** A codec of items as a spec says they are, by one of their sites, or of the differences there. */
export function asLaidOut(
  codec: Codec<Uint32Array>,
  { height, width, channels, levels, layout, colour }: NeighbourhoodSpec,
  items: number,
): Codec<Uint32Array> {
  const bySites =
    colour === 'greenDifferences' ? greenDifferences(codec, { channels, levels }) : codec;
  if (layout === 'sites') return bySites;
  return byPlanes(bySites, items, height * width * channels, channels);
}

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
      const message = `expected ${channels.length} symbols, one for each channel, got ${node.size}`;
      throw specError(`${where}.codec.size`, message);
    }
    if (node.limit < levels) {
      throw specError(`${where}.codec`, `codes ${node.limit} values, expected ${levels}`);
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

/** What the codec finds wrong with channels and windows, as an error of the spec. */
function checked<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) throw specError(`${path}.passes`, error.message);
    throw error;
  }
}

/** Items of [channels, sites] by a codec of [sites, channels]. */
function byPlanes(
  codec: Codec<Uint32Array>,
  items: number,
  size: number,
  channels: number,
): Codec<Uint32Array> {
  const sites = size / channels;
  const turned = (symbols: Uint32Array, rows: number, columns: number): Uint32Array => {
    const out = new Uint32Array(symbols.length);
    for (let item = 0; item < items; item++) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          out[item * size + c * rows + r] = symbols[item * size + r * columns + c] as number;
        }
      }
    }
    return out;
  };
  return mapped(
    codec,
    (symbols) => turned(symbols, sites, channels),
    (symbols) => turned(symbols, channels, sites),
  );
}
