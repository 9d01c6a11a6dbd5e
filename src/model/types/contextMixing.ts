import {
  contextMixing as contextMixingCodec,
  contextMixingDecisions,
  contextMixingMemory,
} from '../../codecs/learning/contextMixing.js';
import { itemSize } from '../../data/dataset.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';
import { specError } from '../specError.js';

const BYTES = 256;
/** Decisions a byte. */
const BITS = 8;
/** What is learned pays for ever longer, and an encoder's memory is some 17 times the chunk. */
const CHUNK_BYTES = 1 << 23;

export const contextMixing = codecType({
  type: 'contextMixing',
  codes: 'Bytes of any kind, by a model that learns while it codes; at the root of a spec.',
  fields: () => ({}),
  build(_, path, { item }) {
    if (item.levels > BYTES) {
      throw specError(path, `codes ${BYTES} values, expected the ${item.levels} of the data`);
    }
    const size = itemSize(item.shape);
    return {
      size,
      limit: BYTES,
      learns: { memory: (items) => contextMixingMemory(items * size) },
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items) => contextMixingCodec(items * size),
      embed: asNumbers,
    };
  },
  decisions(_spec, _item, symbols) {
    const chances = contextMixingDecisions(symbols);
    const of = new Uint32Array(chances.length);
    symbols.forEach((_symbol, i) => {
      of.fill(i, BITS * i, BITS * (i + 1));
    });
    return { chances, symbols: of };
  },
});
