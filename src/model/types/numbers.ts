import {
  numbers as numbersCodec,
  numbersEstimate,
  numbersExample,
  numbersMemory,
} from '../../codecs/numbers/numbers.js';
import { QUICK, THOROUGH } from '../../codecs/numbers/way.js';
import { itemSize } from '../../data/dataset.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { effortField, isQuickEffort, withQuickEffort } from '../quickEffort.js';
import { specError } from '../specError.js';

const BYTES = 256;
/** What is learned pays for long; an encoder's memory is some forty times the chunk. */
const CHUNK_BYTES = 1 << 23;

export const numbers = codecType({
  type: 'numbers',
  codes:
    'Bytes that hold numbers, taken apart by fields, each seen and coded as suits it; at the root of a spec.',
  since: ({ effort }) => (isQuickEffort(effort) ? 4 : 3),
  isQuick: ({ effort }) => isQuickEffort(effort),
  takesFields: true,
  fields: () => ({
    effort: effortField('learns while it codes'),
  }),
  withEffort: withQuickEffort,
  build({ effort }, path, { item }) {
    if (item.levels > BYTES) {
      throw specError(path, `codes ${BYTES} values, expected the ${item.levels} of the data`);
    }
    const size = itemSize(item.shape);
    const way = isQuickEffort(effort) ? QUICK : THOROUGH;
    return {
      size,
      limit: BYTES,
      learns: { memory: (items) => numbersMemory(items * size) },
      estimate: (bytes, fields) => numbersEstimate(bytes, fields, way),
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items, _given, known) =>
        numbersCodec(items * size, known?.fields, way, known?.example),
      ...(way === THOROUGH && { example: numbersExample }),
      embed: asNumbers,
    };
  },
});
