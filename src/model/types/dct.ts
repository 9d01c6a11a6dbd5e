import { BLOCK } from '../../codecs/learning/blocks.js';
import { dct as dctCodec, dctMemory } from '../../codecs/learning/dct.js';
import { itemSize } from '../../data/dataset.js';
import { counted } from '../../words.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { specError } from '../specError.js';

const LEVELS = 1 << 16;
/** What is learned pays for long; a picture of twelve megapixels has some four chunks. */
const CHUNK_BYTES = 1 << 23;

export const dct = codecType({
  type: 'dct',
  codes:
    'Blocks of 8 x 8 quantised coefficients of a discrete cosine transform, learned while they are coded.',
  since: () => 4,
  takesPictures: true,
  fields: () => ({}),
  build(_, path, { item }) {
    const size = itemSize(item.shape);
    if (size !== BLOCK || item.levels > LEVELS) {
      const got = `${counted(item.levels, 'value')} in items of ${size}`;
      throw specError(path, `codes ${LEVELS} values in items of ${BLOCK}, the data has ${got}`);
    }
    return {
      size,
      limit: LEVELS,
      learns: { memory: (items) => dctMemory(items) },
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items, _given, known) => dctCodec(items, known?.parts),
      embed: asNumbers,
    };
  },
});
