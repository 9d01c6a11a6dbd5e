import { expect } from 'chai';
import fc from 'fast-check';
import { groupSizes, wideGroups } from '../../../src/pipeline/chunk/groups.js';

describe('the groups of a chunk', () => {
  it('add up, begin with one item and grow by a quarter of what is there', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 1, max: 200 }), (items, width) => {
        let done = 0;
        for (const size of groupSizes(items, width)) {
          expect(size).to.be.within(1, Math.min(width, 1 + done / 4));
          done += size;
        }
        expect(done).to.equal(items);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('are as wide as they may be where no bits have to be there', () => {
    expect(wideGroups(0, 4)).to.deep.equal([]);
    expect(wideGroups(9, 4)).to.deep.equal([4, 4, 1]);
    expect(wideGroups(8, 4)).to.deep.equal([4, 4]);
  });
});
