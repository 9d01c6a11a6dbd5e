import { expect } from 'chai';
import { uniform } from '../../src/codecs/uniform.js';
import { NO_SIDE } from '../../src/data/dataset.js';
import type { ItemCodec } from '../../src/model/build.js';
import { decodeItems, encodeItems } from '../../src/pipeline/chunk/chunks.js';
import { finish } from '../../src/pipeline/chunk/steps.js';

describe('a codec that learns while it codes', () => {
  it('has all items of a chunk in one group, on one lane', () => {
    const [items, size] = [1000, 3];
    const groups: number[] = [];
    const codec: ItemCodec = {
      levels: 256,
      width: 64,
      givesOnly: false,
      learns: { memory: () => 0 },
      chunkItems: undefined,
      group(n) {
        groups.push(n);
        return uniform(n * size, 7);
      },
    };
    const elements = Uint8Array.from({ length: items * size }, (_, i) => (i * i) & 127);
    const settings = { size, width: 1, levels: 256, seed: 3, unordered: false, lanes: 16 };
    const chunk = finish(encodeItems({ elements, side: NO_SIDE }, codec, settings));
    expect(chunk).to.include({ kind: 'message', lanes: 1, narrow: items });
    expect(finish(decodeItems(chunk, codec, settings)).elements).to.deep.equal(elements);
    expect(groups).to.deep.equal([items, items]);
  });
});
