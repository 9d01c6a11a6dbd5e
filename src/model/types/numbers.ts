import {
  numbers as numbersCodec,
  numbersEstimate,
  numbersMemory,
} from '../../codecs/numbers/numbers.js';
import { itemSize } from '../../data/dataset.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { specError } from '../specError.js';

const BYTES = 256;
/** What is learned pays for long; an encoder's memory is some forty times the chunk. */
const CHUNK_BYTES = 1 << 23;

export const numbers = codecType({
  type: 'numbers',
  codes:
    'Bytes that hold numbers, taken apart by fields, each seen and coded as suits it; at the root of a spec.',
  since: 3,
  takesFields: true,
  fields: () => ({}),
  build(_, path, { item }) {
    if (item.levels > BYTES) {
      throw specError(path, `codes ${BYTES} values, expected the ${item.levels} of the data`);
    }
    const size = itemSize(item.shape);
    return {
      size,
      limit: BYTES,
      learns: { memory: (items) => numbersMemory(items * size) },
      estimate: numbersEstimate,
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items, _given, fields) => numbersCodec(items * size, fields),
      embed: asNumbers,
    };
  },
});
