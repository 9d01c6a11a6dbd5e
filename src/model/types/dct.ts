import { BLOCK } from '../../codecs/learning/blocks.js';
import { dct as dctCodec, dctMemory } from '../../codecs/learning/dct.js';
import { dctDecisions } from '../../codecs/learning/dctDecisions.js';
import { QUICK, THOROUGH, type Way } from '../../codecs/learning/dctWays.js';
import { itemSize } from '../../data/dataset.js';
import { counted } from '../../words.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { effortField, isQuickEffort, withQuickEffort } from '../quickEffort.js';
import { specError } from '../specError.js';

const LEVELS = 1 << 16;
/** What is learned pays for long; a picture of twelve megapixels has some four chunks. */
const CHUNK_BYTES = 1 << 23;

function wayOf(effort?: number): Way {
  return isQuickEffort(effort) ? QUICK : THOROUGH;
}

export const dct = codecType({
  type: 'dct',
  codes:
    'Blocks of 8 x 8 quantised coefficients of a discrete cosine transform, learned while they are coded.',
  since: ({ effort }) => (isQuickEffort(effort) ? 5 : 4),
  betterSince: () => 5,
  takesPictures: true,
  fields: () => ({
    effort: effortField('learns all it can'),
  }),
  withEffort: withQuickEffort,
  itemDecisions: ({ effort }, symbols, known) => dctDecisions(symbols, known?.parts, wayOf(effort)),
  build({ effort }, path, { item }) {
    const size = itemSize(item.shape);
    if (size !== BLOCK || item.levels > LEVELS) {
      const got = `${counted(item.levels, 'value')} in items of ${size}`;
      throw specError(path, `codes ${LEVELS} values in items of ${BLOCK}, the data has ${got}`);
    }
    const way = wayOf(effort);
    return {
      size,
      limit: LEVELS,
      learns: { memory: (items) => dctMemory(items, undefined, way) },
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items, _given, known) => dctCodec(items, known?.parts, way),
      embed: asNumbers,
    };
  },
});
