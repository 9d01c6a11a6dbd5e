import { neighbourhood as neighbourhoodCodec } from '../../../codecs/neighbourhood/neighbourhood.js';
import { codecType } from '../../codecType.js';
import { asNumbers } from '../../node.js';
import type { Sources } from '../../parameters.js';
import { located, specError } from '../../specError.js';
import type { DistributionSpec } from '../distributions.js';
import { neighbourhoodModel } from './images.js';
import { asLaidOut } from './layout.js';
import { networksOf, parametersOf } from './pass.js';
import { fields, type NeighbourhoodSpec, sized } from './schema.js';
import { vectorsOf } from './vectors.js';

/** Bytes of items that a chunk should have at most. */
const CHUNK_BYTES = 1 << 22;

/**
 * Multiplications of networks that a chunk should take at most: half a second or so of one core, so that one
 * item out of many is soon there, and what networks see of a chunk stays in the cache.
 */
const CHUNK_WORK = 8e9;

export const neighbourhood = codecType({
  type: 'neighbourhood',
  codes: 'Images, each site by a network that sees those around it that are known.',
  fields: () => fields,
  withInner: (spec, change) => ({
    ...spec,
    passes: spec.passes.map((pass) => ({
      ...pass,
      codec: change(pass.codec, 'data') as DistributionSpec,
    })),
  }),
  parameters: ({ passes }) => passes.flatMap(parametersOf),
  build(open, path, { item, sources }) {
    const spec = sized(open, item.shape);
    const { height, width, channels, levels, lockstep } = spec;
    const coder = located(`${path}.passes`, () =>
      neighbourhoodCodec(neighbourhoodModel(spec, path, sources)),
    );
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
  },
  vectors: (spec, path, { item, sources }) => vectorsOf(sized(spec, item.shape), path, sources),
});

/** Multiplications of networks for an item. */
function workOf({ height, width, passes }: NeighbourhoodSpec, { networks }: Sources): number {
  const names = passes.flatMap(networksOf);
  return names.reduce((sum, name) => sum + height * width * (networks.get(name)?.work ?? 0), 0);
}
