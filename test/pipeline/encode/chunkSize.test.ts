import { expect } from 'chai';
import { chunkItemsOf } from '../../../src/pipeline/encode/chunkSize.js';

const blocks = { dtype: 'i16', shape: [8, 8], sideBytes: 0 } as const;
const codec = { chunkItems: (bytes: number) => (1 << 23) / bytes };
const unsaid = { unordered: false, needOf: () => 0, memory: 1 };

/** Items of a chunk of so many blocks of pictures. */
const ofPictures = (items: number | undefined, asked = {}) =>
  chunkItemsOf({ ...blocks, items, pictures: [] }, codec, { ...unsaid, ...asked });

describe('chunks of the blocks of pictures', () => {
  it('are an even number of one size, at most a quarter larger than the model asks for', () => {
    for (const [items, chunks] of [
      [65_537, 2],
      [163_840, 2],
      [163_841, 4],
      // Twelve megapixels of 4:2:0, of which the last of five chunks had a third of the others.
      [282_000, 4],
      [332_928, 6],
      [562_500, 8],
    ] as const) {
      const each = ofPictures(items);
      expect(Math.ceil(items / each), `${items}`).to.equal(chunks);
      expect(chunks * each - items, `${items}`).to.be.below(chunks);
      expect(each).to.be.within(32_768, 1.25 * 65_536);
    }
  });

  it('are one where all there is is in it, and as the model asks for where that is not known', () => {
    expect([1, 65_536, undefined].map((items) => ofPictures(items))).to.deep.equal([
      65_536, 65_536, 65_536,
    ]);
  });

  it('are what somebody says, or what there is memory for', () => {
    expect(ofPictures(282_000, { chunkItems: 50_000 })).to.equal(50_000);
    const needOf = (items: number) => items;
    expect(ofPictures(282_000, { needOf, memory: 70_500 })).to.equal(70_500);
    expect(ofPictures(282_000, { needOf, memory: 70_499 })).to.equal(65_536);
  });

  it('are of the size that the model asks for, of other data', () => {
    const items = { ...blocks, items: 282_000 };
    expect(chunkItemsOf(items, codec, unsaid)).to.equal(65_536);
  });
});
