import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { fold, resize, unfold } from '../../src/codecs/resize.js';
import { fullMessage } from '../laws.js';

const RUNS = { seed: 1, numRuns: 100 };

describe('resize', () => {
  it('folds and unfolds to the same message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(1000), (lanes, seed) => {
        const message = fullMessage(lanes, seed);
        const before = flatten(message);
        const words = fold(message);
        expect(flatten(message)).to.deep.equal(before);
        expect(flatten(unfold(words, lanes))).to.deep.equal(before);
      }),
      RUNS,
    );
  });

  it('grows and shrinks between any numbers of lanes', () => {
    const message = fullMessage(5, 3);
    const before = flatten(message);
    expect(flatten(resize(resize(message, 23), 5))).to.deep.equal(before);
  });
});
