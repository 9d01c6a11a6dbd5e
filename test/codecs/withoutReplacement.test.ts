import { expect } from 'chai';
import fc from 'fast-check';
import { flatten } from '../../src/ans/flatten.js';
import { type Bag, bagOf, valuesOf } from '../../src/codecs/bag.js';
import { returnSample, takeSample } from '../../src/codecs/withoutReplacement.js';
import { fullMessage, information } from '../laws.js';

const compare = (a: number, b: number) => a - b;

describe('sampling without replacement', () => {
  it('takes every value once, and gives the bits back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 60 }), fc.nat(100), (values, seed) => {
        const message = fullMessage(3, seed);
        const before = flatten(message);
        const others = message.heads.slice(1);
        let bag: Bag<number> = bagOf(values, compare);
        const taken: number[] = [];
        while (bag) {
          const { value, rest } = takeSample(message, bag);
          taken.push(value);
          bag = rest;
        }
        expect([...taken].sort(compare)).to.deep.equal([...values].sort(compare));
        expect(message.heads.slice(1)).to.deep.equal(others);
        for (const value of taken.reverse()) bag = returnSample(message, bag, value, compare);
        expect(valuesOf(bag)).to.deep.equal([...values].sort(compare));
        expect(flatten(message)).to.deep.equal(before);
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it('takes log2(size!) bits from the message in all', () => {
    const message = fullMessage(1, 1);
    const before = information(message);
    let bag: Bag<number> = bagOf(
      Array.from({ length: 1000 }, (_, i) => i),
      compare,
    );
    let expected = 0;
    for (let n = 1000; bag; n--) {
      bag = takeSample(message, bag).rest;
      expected += Math.log2(n);
    }
    expect(before - information(message)).to.be.closeTo(expected, 0.01);
  });
});
