import { z } from 'zod';
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
import { specError } from '../specError.js';

const BYTES = 256;
/** What is learned pays for long; an encoder's memory is some forty times the chunk. */
const CHUNK_BYTES = 1 << 23;
/** The effort of a spec that says none, and the most that is quick. */
const [USUAL, MOST_QUICK] = [5, 4];

function isQuick(effort = USUAL): boolean {
  return effort <= MOST_QUICK;
}

export const numbers = codecType({
  type: 'numbers',
  codes:
    'Bytes that hold numbers, taken apart by fields, each seen and coded as suits it; at the root of a spec.',
  since: ({ effort }) => (isQuick(effort) ? 4 : 3),
  isQuick: ({ effort }) => isQuick(effort),
  takesFields: true,
  fields: () => ({
    effort: z
      .int()
      .min(1)
      .max(9)
      .optional()
      .describe('1 to 4 are fast, without it or with more it learns while it codes.'),
  }),
  withEffort(spec, effort) {
    const { type, effort: own = USUAL } = spec;
    if (effort === own) return spec;
    return effort === USUAL ? { type } : { type, effort };
  },
  build({ effort }, path, { item }) {
    if (item.levels > BYTES) {
      throw specError(path, `codes ${BYTES} values, expected the ${item.levels} of the data`);
    }
    const size = itemSize(item.shape);
    const way = isQuick(effort) ? QUICK : THOROUGH;
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
