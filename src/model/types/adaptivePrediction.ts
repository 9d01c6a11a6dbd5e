import {
  adaptivePrediction as adaptivePredictionCodec,
  adaptivePredictionDecisions,
  adaptivePredictionMemory,
  type ElementBits,
} from '../../codecs/learning/adaptivePrediction.js';
import { itemSize } from '../../data/dataset.js';
import { codecType } from '../codecType.js';
import { asNumbers } from '../node.js';

/** Bytes of items that a chunk should have: what is learned first costs some hundred bytes. */
const CHUNK_BYTES = 1 << 22;

export const adaptivePrediction = codecType({
  type: 'adaptivePrediction',
  codes:
    'Arrays of integers of any shape, predicted from neighbours along every axis, learned while they are coded.',
  fields: () => ({}),
  build(_spec, _path, { item: { shape, levels } }) {
    const bits = bitsOfElements(levels);
    return {
      size: itemSize(shape),
      limit: { 8: 0x100, 16: 0x10000, 32: 0x100000000 }[bits],
      learns: { memory: (items) => adaptivePredictionMemory([items, ...shape], bits) },
      chunkItems: (bytes) => CHUNK_BYTES / bytes,
      codec: (items) => adaptivePredictionCodec([items, ...shape], bits),
      embed: asNumbers,
    };
  },
  decisions(_spec, { shape, levels }, symbols, items) {
    const bits = bitsOfElements(levels);
    const own = [...adaptivePredictionDecisions([items, ...shape], bits, symbols)];
    const total = own.reduce((n, chances) => n + chances.length, 0);
    const all = { chances: new Float32Array(total), symbols: new Uint32Array(total) };
    let at = 0;
    own.forEach((chances, i) => {
      all.chances.set(chances, at);
      all.symbols.fill(i, at, at + chances.length);
      at += chances.length;
    });
    return all;
  },
});

/** Bits of elements that are 0 … levels - 1, as the codec takes them. */
function bitsOfElements(levels: number): ElementBits {
  return levels <= 0x100 ? 8 : levels <= 0x10000 ? 16 : 32;
}
